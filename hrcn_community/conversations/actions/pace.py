"""Slow mode: so much time between two posts of one person. Nothing is asked where it is off."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, or_, select

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.models import (
    Conversation,
    OpeningWaits,
    Post,
    PostState,
    TooSoon,
)
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space


def await_turn(space: Space, conversation: Conversation | None = None, *, by: Viewer) -> None:
    """Raise TooSoon if `by` wrote a moment ago in `space`, or in `conversation`, where that is slow.

    Whoever facilitates need not wait. Nobody adds anything below an opening that waits.
    """
    if conversation and conversation.awaits_opening:
        raise OpeningWaits
    if SpaceRole.FACILITATOR in by.roles_in(space.id):
        return
    waits = _seconds_left(space.slow_seconds, _in_space(space, space.slow_seconds), by)
    if conversation:
        here = Post.conversation_id == conversation.id
        waits = max(waits, _seconds_left(conversation.slow_seconds, here, by))
    if waits:
        raise TooSoon(waits)


def _seconds_left(slow: int, where: Any, by: Viewer) -> int:
    """Return the seconds that are still to wait after the last post of `by` there."""
    if not slow:
        return 0
    last = select(func.max(Post.created_at)).where(
        where, Post.author_id.in_(by.selves), Post.state != PostState.DRAFT
    )
    written_at = db.session.scalar(last)
    passed = (clock.now() - written_at).total_seconds() if written_at else slow
    return max(int(slow - passed + 0.999), 0)


def _in_space(space: Space, slow: int) -> Any:
    """Return the condition that a post stands in one of the conversations that went on since."""
    since = clock.now() - timedelta(seconds=slow)
    lively = select(Conversation.id).where(
        Conversation.space_id == space.id,
        or_(Conversation.last_post_at >= since, Conversation.has_held),
    )
    return Post.conversation_id.in_(lively)
