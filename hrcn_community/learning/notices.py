"""Who is told of what is written beside a step, and in which words."""

from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.conversations.queries import followers, readers_by_handle
from hrcn_community.core import richtext
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.learning.events import RemarkPosted
from hrcn_community.notifications.actions import tell

WORDS: dict[str, str] = {
    "step.mentioned": _l("%(actor)s mentioned you beside the step “%(title)s”"),
    "step.discussed": _l("%(actor)s wrote beside the step “%(title)s”"),
}


def tell_of_remark(event: RemarkPosted, entry: Entry) -> None:
    """Tell those mentioned that they were, and the other followers of the remark."""
    conversation = db.session.get_one(Conversation, event.conversation_id)
    post = db.session.get_one(Post, event.post_id)
    address = f"{conversation.address}?post={post.number}#p{post.number}"
    mentioned = set(readers_by_handle(conversation.id, richtext.mentions(post.source)))
    tell(mentioned, "step.mentioned", entry, address, conversation=conversation)
    others = set(followers(conversation.id)) - mentioned
    tell(others, "step.discussed", entry, address, conversation=conversation)
