"""Deleting some rows whose time has come, but nothing of those of whom nothing may go."""

from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, tuple_

from hrcn_community.core.db import db
from hrcn_community.privacy.holds import is_held_person


def gone(model: Any, at_most: int, *conditions: ColumnElement[bool]) -> int:
    """Delete some rows of which all this is true, in the order of their keys; return how many."""
    key = list(model.__table__.primary_key.columns)
    rows = db.session.execute(select(*key).where(*conditions).order_by(*key).limit(at_most)).all()
    if rows:
        db.session.execute(delete(model).where(_is_one_of(key, rows)))
    return len(rows)


def free(person: Any) -> ColumnElement[bool]:
    """Return the condition that nobody is named there of whom nothing may go."""
    return or_(person.is_(None), ~is_held_person(person))


def _is_one_of(key: list[Any], rows: Any) -> ColumnElement[bool]:
    if len(key) == 1:
        return key[0].in_([row[0] for row in rows])
    return tuple_(*key).in_([tuple(row) for row in rows])
