"""The versions of a post, as far as they were written for whoever reads them now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, or_, select

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import (
    Conversation,
    MovedNumber,
    Post,
    Revision,
    TrailEntry,
    TrailKind,
)
from hrcn_community.core.db import db


def revisions_of(post: Post, *, viewer: AnyViewer) -> Sequence[Any]:
    """Return the versions of a post that were written for whom its space is open to, newest first.

    A text may have been a draft, or have been moved to a more open space than it was written in: the
    version that stood then is shown, without the reason that was given inside; earlier ones to their
    own writer only.
    """
    opened = readable_since(post)
    since = or_(Revision.written_at >= opened, Revision.written_by_id == viewer.id)
    stood = select(func.max(Revision.number)).where(
        Revision.post_id == post.id, Revision.written_at < opened
    )
    return db.session.execute(
        select(
            Revision.number,
            Revision.source,
            Revision.html,
            Revision.written_at,
            case((since, Revision.reason), else_="").label("reason"),
            Person.name.label("author_name"),
            Person.handle.label("author_handle"),
        )
        .outerjoin(Person, Person.id == Revision.written_by_id)
        .where(Revision.post_id == post.id)
        .where(or_(since, Revision.number == stood.scalar_subquery()))
        .order_by(Revision.number.desc())
    ).all()


def readable_since(post: Post) -> datetime:
    """Return since when those whom the space of `post` is open to could read what was written of it."""
    moved = db.session.scalar(
        select(func.max(MovedNumber.opened_at)).where(MovedNumber.post_id == post.id)
    )
    moments = post.space.created_at, post.created_at, moved, opened_at(post.conversation)
    return max(moment for moment in moments if moment)


def opened_at(conversation: Conversation) -> datetime | None:
    """Return when a conversation last came before others than it was written for, if it ever did."""
    if not conversation.has_trail:
        return None
    moves = db.session.execute(
        select(TrailEntry.happened_at, TrailEntry.facts)
        .where(TrailEntry.conversation_id == conversation.id, TrailEntry.kind == TrailKind.MOVED)
        .order_by(TrailEntry.id.desc())
    )
    return next((at for at, facts in moves if facts.get("wider")), None)
