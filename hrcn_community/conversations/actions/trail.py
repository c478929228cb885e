"""Leaving a line between the posts that says what befell the conversation. Nothing here commits."""

from typing import Any

from sqlalchemy import update

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.models import Conversation, TrailEntry, TrailKind
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space


def leave_trail(
    conversation: Conversation,
    kind: TrailKind,
    *,
    by: Viewer | int | None,
    other: Conversation | None = None,
    after: int | None = None,
    came_from: Space | None = None,
    **facts: Any,
) -> None:
    """Write that this befell `conversation` after its last post, or after the number `after`.

    `by` is who did it, or their id where nobody is looking.
    """
    db.session.execute(
        update(Conversation)
        .where(Conversation.id == conversation.id)
        .values(has_trail=True, version=Conversation.version + 1)
    )
    db.session.refresh(conversation, ["has_trail", "version", "last_number"])
    db.session.add(
        TrailEntry(
            conversation_id=conversation.id,
            after_number=conversation.last_number if after is None else after,
            kind=kind,
            actor_id=by.id if isinstance(by, Viewer) else by,
            happened_at=clock.now(),
            space_id=conversation.space_id,
            from_space_id=came_from.id if came_from else None,
            other_id=other.id if other else None,
            facts={name: value for name, value in facts.items() if value},
        )
    )
