"""Reading the read log."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from hrcn_community.accounts.models import Person
from hrcn_community.audit.models import ReadEntry
from hrcn_community.core.db import db


def readers_of(*space_ids: int) -> Sequence[Any]:
    """Return who opened any of these confidential spaces: name, handle, how often, last when."""
    return db.session.execute(
        select(
            Person.name,
            Person.handle,
            func.count().label("times"),
            func.max(ReadEntry.read_at).label("last_at"),
        )
        .join(Person, Person.id == ReadEntry.person_id)
        .where(ReadEntry.space_id.in_(space_ids))
        .group_by(Person.id, Person.name, Person.handle)
        .order_by(func.max(ReadEntry.read_at).desc())
    ).all()
