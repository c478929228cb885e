"""What somebody should know before they write somewhere: whether it will wait, and when it is their turn."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, or_, select

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, Post, PostState
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.spaces.models import FirstPosts, Space


@dataclass(frozen=True)
class BeforeWriting:
    """`slow`: the seconds between two posts; `turn_at`: when the next may come, where that is not yet."""

    waits_by_name: bool = False
    waits_masked: bool = False
    slow: int = 0
    turn_at: datetime | None = None


def before_writing(
    space: Space, conversation: Conversation | None = None, *, viewer: AnyViewer
) -> BeforeWriting:
    """Return what to know; nothing is asked where no post waits and slow mode is off."""
    if SpaceRole.FACILITATOR in viewer.roles_in(space.id):
        return BeforeWriting()
    is_held, persona_id = space.first_posts == FirstPosts.HELD, viewer.personas.get(space.id)
    left = seconds_left(space, conversation, by=viewer)
    return BeforeWriting(
        waits_by_name=is_held and not is_known_in(space, viewer.id),
        waits_masked=is_held and not (persona_id and is_known_in(space, persona_id)),
        slow=max(space.slow_seconds, conversation.slow_seconds if conversation else 0),
        turn_at=clock.now() + timedelta(seconds=left) if left else None,
    )


def is_known_in(space: Space, person_id: int) -> bool:
    """Does a post of this person, or persona, stand in `space`?"""
    published = exists().where(
        Post.author_id == person_id,
        Post.state == PostState.PUBLISHED,
        Conversation.id == Post.conversation_id,
        Conversation.space_id == space.id,
    )
    return bool(db.session.scalar(select(published)))


def seconds_left(space: Space, conversation: Conversation | None, *, by: AnyViewer) -> int:
    """Return the seconds until `by` may write again in `space`, or in `conversation`."""
    waits = _left_after(space.slow_seconds, _in_space(space, space.slow_seconds), by)
    if conversation:
        here = Post.conversation_id == conversation.id
        waits = max(waits, _left_after(conversation.slow_seconds, here, by))
    return waits


def _left_after(slow: int, where: Any, by: AnyViewer) -> int:
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
