"""Talking beside a step."""

from collections.abc import Sequence

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions import follow, write_post
from hrcn_community.conversations.actions.attaching import ChosenFile, attach
from hrcn_community.conversations.actions.newcomers import take_in
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.events import record
from hrcn_community.learning.events import RemarkPosted


def post_remark(
    discussion: Conversation, body: str, *, by: Viewer, files: Sequence[ChosenFile] = ()
) -> Post:
    """Add a remark beside a step; who writes one is told of the next."""
    take_in(discussion.space, body, by=by)
    post = write_post(discussion, body, by=by)
    attach(post, files, by=by)
    follow(discussion, by.id)
    record(RemarkPosted(conversation_id=discussion.id, post_id=post.id), by=by.id)
    return post
