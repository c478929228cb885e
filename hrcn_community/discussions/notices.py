"""Who is told of what happens in threads, and in which words."""

from flask_babel import ngettext

from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.conversations.queries import (
    readers_by_handle,
    readers_by_id,
    space_followers,
)
from hrcn_community.core import richtext
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.discussions.events import AnswerAccepted, ReplyPosted, ThreadStarted
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.notices import tell_readers
from hrcn_community.notifications.topics import Many, Topic, Words

WORDS: Words = {
    Topic.MENTION: {
        "thread.mentioned": _l("%(actor)s mentioned you in “%(title)s”"),
    },
    Topic.REPLY: {
        "thread.replied": Many(
            _l("%(actor)s replied in “%(title)s”"),
            lambda n, title: ngettext(
                "%(num)s reply in “%(title)s”", "%(num)s replies in “%(title)s”", n, title=title
            ),
        ),
    },
    Topic.NEW: {
        "thread.started": _l("%(actor)s began “%(title)s”"),
    },
    Topic.RESPONSE: {
        "thread.accepted": _l("%(actor)s accepted your answer in “%(title)s”"),
    },
}


def tell_of_reply(event: ReplyPosted, entry: Entry) -> None:
    """Tell those mentioned that they were, and the other followers of the reply."""
    tell_readers(event.post_id, entry, mentioned="thread.mentioned", others="thread.replied")


def tell_of_start(event: ThreadStarted, entry: Entry) -> None:
    """Tell those mentioned that they were, and who else follows the space of what is new there."""
    conversation, post, address = _where(event.post_id)
    mentioned = set(readers_by_handle(conversation.id, richtext.mentions(post.source)))
    about = {"conversation": conversation, "post": post}
    tell(mentioned, "thread.mentioned", entry, address, **about)
    following = set(space_followers(conversation.id, entry.happened_at)) - mentioned
    tell(following, "thread.started", entry, address, **about)


def tell_author_of_answer(event: AnswerAccepted, entry: Entry) -> None:
    conversation, post, address = _where(event.post_id)
    still_reads = readers_by_id(conversation.id, [post.author_id])
    tell(still_reads, "thread.accepted", entry, address, conversation=conversation, post=post)


def _where(post_id: int) -> tuple[Conversation, Post, str]:
    post = db.session.get_one(Post, post_id)
    conversation = db.session.get_one(Conversation, post.conversation_id)  # it may have moved on
    return conversation, post, f"{conversation.address}?post={post.number}#p{post.number}"
