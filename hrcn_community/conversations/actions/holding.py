"""First posts that wait for a facilitator: which do, and what becomes of them. Nothing here commits."""

from collections.abc import Sequence

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions.posts import publish_as
from hrcn_community.conversations.actions.watching import Finding, is_to_be_held
from hrcn_community.conversations.events import PostRefused, PostReleased
from hrcn_community.conversations.models import (
    AlreadyDecided,
    MovedElsewhere,
    Post,
    PostState,
)
from hrcn_community.conversations.queries.before_writing import is_known_in
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.text import clean
from hrcn_community.spaces.models import FirstPosts, Space


def state_of_new(space: Space, findings: Sequence[Finding] = (), *, by: Viewer) -> PostState:
    """Return how a post of `by` begins in `space`: held, until one of theirs was let through there.

    So is one in which a word stands for which posts wait.
    """
    if is_to_be_held(findings):
        return PostState.HELD
    is_open = space.first_posts != FirstPosts.HELD
    if is_open or SpaceRole.FACILITATOR in by.roles_in(space.id) or is_known_in(space, by.id):
        return PostState.PUBLISHED
    return PostState.HELD


def release_post(post: Post, *, by: Viewer) -> None:
    """Let a held post through: from now on it is like any other, and was written by its author."""
    conversation = _to_be_decided(post).conversation
    if conversation.awaits_opening:
        conversation.is_listed, conversation.started_at = True, clock.now()
    publish_as(post, post.author_id)
    record(PostReleased(conversation_id=conversation.id, post_id=post.id), by=by.id)


def refuse_post(post: Post, *, by: Viewer, reason: str) -> None:
    """Do not let a held post through; its author still sees it, with the reason."""
    _to_be_decided(post).state = PostState.REFUSED
    post.taken_back_by_id, post.taken_back_reason = by.id, clean(reason)
    post.version += 1
    record(PostRefused(conversation_id=post.conversation_id, post_id=post.id), by=by.id)


def _to_be_decided(post: Post) -> Post:
    """Return `post` as it stands now, locked: of two who decide at once the second one is told.

    So is who found it where it stood before its conversation was merged into another one.
    """
    db.session.refresh(post, ["state", "conversation_id"], with_for_update=True)
    if post.conversation_id != post.conversation.id:
        raise MovedElsewhere
    if post.state != PostState.HELD:
        raise AlreadyDecided
    return post
