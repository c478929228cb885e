"""For whom a remark on a draft is: the facilitators of the space where it was made, nobody else."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from hrcn_community.access.guard import allows
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, TrailEntry, TrailKind
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space


def remarks_for(viewer: AnyViewer, conversation: Conversation) -> Callable[[datetime], bool]:
    """Return whether what was said of the draft at a moment was said to `viewer`, who tends it now.

    A thread may have been moved since: those who tended it where it stood then still read it.
    """
    moves = _moves_of(conversation) if conversation.has_trail else []

    def is_for_viewer(said_at: datetime) -> bool:
        for moved_at, space in moves:
            if moved_at >= said_at:
                return space is not None and allows(viewer, Permission.Threads.CONSOLIDATE, space)
        return True

    return is_for_viewer


def _moves_of(conversation: Conversation) -> list[tuple[datetime, Space | None]]:
    """Return when a conversation was moved, the first time first, and out of which space."""
    rows = db.session.execute(
        select(TrailEntry.happened_at, Space)
        .outerjoin(Space, Space.id == TrailEntry.from_space_id)
        .where(TrailEntry.conversation_id == conversation.id, TrailEntry.kind == TrailKind.MOVED)
        .order_by(TrailEntry.id)
    )
    return [(row.happened_at, row.Space) for row in rows]
