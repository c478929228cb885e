"""Who is told of what happens in threads, and in which words."""

from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.conversations.queries import readers_by_handle, readers_by_id
from hrcn_community.core import richtext
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.discussions.events import AnswerAccepted, ReplyPosted, ThreadStarted
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.notices import tell_readers

WORDS = {
    "thread.mentioned": _l("%(actor)s mentioned you in “%(title)s”"),
    "thread.replied": _l("%(actor)s replied in “%(title)s”"),
    "thread.accepted": _l("%(actor)s accepted your answer in “%(title)s”"),
}


def tell_of_reply(event: ReplyPosted, entry: Entry) -> None:
    """Tell those mentioned that they were, and the other followers of the reply."""
    tell_readers(event.post_id, entry, mentioned="thread.mentioned", others="thread.replied")


def tell_mentioned_at_start(event: ThreadStarted, entry: Entry) -> None:
    conversation, post, address = _where(event.post_id)
    mentioned = readers_by_handle(conversation.id, richtext.mentions(post.source))
    tell(mentioned, "thread.mentioned", entry, address, conversation=conversation)


def tell_author_of_answer(event: AnswerAccepted, entry: Entry) -> None:
    conversation, post, address = _where(event.post_id)
    still_reads = readers_by_id(conversation.id, [post.author_id])
    tell(still_reads, "thread.accepted", entry, address, conversation=conversation)


def _where(post_id: int) -> tuple[Conversation, Post, str]:
    post = db.session.get_one(Post, post_id)
    conversation = db.session.get_one(Conversation, post.conversation_id)  # it may have moved on
    return conversation, post, f"{conversation.address}?post={post.number}#p{post.number}"
