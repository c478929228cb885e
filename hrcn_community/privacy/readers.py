"""Who opened what is confidential: each person and day once, the latest day first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Date, String, cast, func, select

from hrcn_community.accounts.models import Person
from hrcn_community.audit.models import ReadEntry
from hrcn_community.core.db import db

A_PAGE = 100


@dataclass(frozen=True)
class Readings:
    """A page of who was there on which day, and where the next one begins ('' at the end)."""

    rows: Sequence[Any]
    older: str


def readings(space_id: int, before: str = "") -> Readings:
    """Return who opened a space: name, handle, how often on that day, when last.

    A page ends with a whole day where it can; who is in it twice was there on two days.
    """
    last = func.max(ReadEntry.read_at)
    day = _day()
    rows = (
        select(Person.name, Person.handle, func.count().label("times"), last.label("last_at"))
        .join(Person, Person.id == ReadEntry.person_id)
        .where(ReadEntry.space_id == space_id)
        .group_by(day, Person.id, Person.name, Person.handle)
        .order_by(last.desc(), Person.id)
        .limit(A_PAGE + 1)
    )
    if moment := _moment(before):
        rows = rows.having(last < moment)
    found = db.session.execute(rows).all()
    older = found[A_PAGE - 1].last_at.isoformat() if len(found) > A_PAGE else ""
    return Readings(found[:A_PAGE], older)


def _day() -> Any:
    """Return the day of a reading, in UTC, alike on both databases."""
    if db.engine.dialect.name == "postgresql":
        return cast(func.timezone("UTC", ReadEntry.read_at), Date)
    return func.substr(cast(ReadEntry.read_at, String), 1, 10)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
