"""Many rows at once: their ids first, so that they can refer to each other, then the rows."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select, text

from hrcn_community.core.db import db


def numbers_for(model: Any, count: int) -> list[int]:
    """Return ids that no other row of `model` has or will get.

    SQLite has one writer at a time, and that is us; PostgreSQL hands them out.
    """
    if not count:
        return []
    if db.engine.dialect.name == "postgresql":
        drawn = text(
            "SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)"
        )
        found = db.session.execute(drawn, {"name": model.__tablename__, "count": count})
        return [row[0] for row in found]
    last = db.session.scalar(select(func.max(model.id))) or 0
    return list(range(last + 1, last + 1 + count))


def add_rows(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Write new rows in bulk."""
    if rows:
        db.session.execute(insert(model.__table__), rows)
