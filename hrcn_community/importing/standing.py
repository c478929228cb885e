"""Conversations that stand already, and are continued: what is counted in their rows. Nothing here commits."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select, update

from hrcn_community.conversations.models import Conversation, ConversationDay
from hrcn_community.core.db import db
from hrcn_community.core.upsert import add
from hrcn_community.importing.telling import Talk

Row = dict[str, Any]
COUNTED = (  # the first says which row, the last is not changed
    "id", "last_number", "post_count", "last_post_at", "last_author_id", "version", "space_id",
)  # fmt: skip


def standing_rows(talks: Sequence[Talk]) -> dict[int, Row]:
    """Return what is counted in the rows of conversations that stand, and let nobody else count.

    One that stands in another space by now is none of them: who reads there may not read what is new.
    """
    spaces = {talk.id: talk.space_id for talk in talks}
    found = db.session.execute(
        select(*(getattr(Conversation, name) for name in COUNTED))
        .where(Conversation.id.in_(spaces))
        .order_by(Conversation.id)
        .with_for_update()
    )
    return {row.id: dict(row._mapping) for row in found if row.space_id == spaces[row.id]}


def count_standing(rows: dict[int, Row], days: Sequence[Row]) -> None:
    table: Any = Conversation.__table__
    if rows:
        counted = [{f"new_{name}": row[name] for name in COUNTED} for row in rows.values()]
        values = {name: bindparam(f"new_{name}") for name in COUNTED[1:6]}
        db.session.execute(
            update(table).where(table.c.id == bindparam("new_id")).values(values), counted
        )
    for day in days:
        place = {name: day[name] for name in ("conversation_id", "day")}
        add(ConversationDay, place, {"score": day["score"]})
