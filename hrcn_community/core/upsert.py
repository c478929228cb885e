"""Insert or update in one statement, on both databases, safe under a race."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, literal
from sqlalchemy.dialects import postgresql, sqlite

from hrcn_community.core.db import Rows, db


def insert_or_ignore(model: Any, **values: Any) -> bool:
    """Insert a row unless its key stands already; return whether it was inserted."""
    statement = _insert(model).values(**values).on_conflict_do_nothing()
    return db.session.execute(statement.returning(literal(1))).first() is not None


def insert_new(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Insert those of `rows` whose key does not stand already, all in one go."""
    if rows:
        db.session.execute(_insert(model).on_conflict_do_nothing(), rows)


def upsert(
    model: Any,
    identity: dict[str, Any],
    values: dict[str, Any],
    *,
    only_if: Callable[[Any, Any], Any] | None = None,
    connection: Connection | None = None,
) -> None:
    """Insert a row, or set `values` on the one of that `identity` where `only_if(old, new)` holds."""
    statement = _insert(model).values(**identity, **values)
    table: Table = model.__table__
    statement = statement.on_conflict_do_update(
        index_elements=list(identity),
        set_={name: statement.excluded[name] for name in values},
        where=only_if(table.c, statement.excluded) if only_if else None,
    )
    (connection or db.session).execute(statement)


def add(model: Any, identity: dict[str, Any], amounts: dict[str, int]) -> None:
    """Insert a row with these amounts, or add them to those of the one of that `identity`."""
    statement = _insert(model).values(**identity, **amounts)
    columns = model.__table__.c
    statement = statement.on_conflict_do_update(
        index_elements=list(identity),
        set_={name: columns[name] + statement.excluded[name] for name in amounts},
    )
    db.session.execute(statement)


def insert_or_raise(model: Any, columns: Sequence[str], rows: Any, raised: str) -> None:
    """Insert what `rows` selects in this order of columns, or raise `raised` where it is lower."""
    statement = _insert(model).from_select(list(columns), rows)
    table: Table = model.__table__
    statement = statement.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={name: statement.excluded[name] for name in columns if name not in table.primary_key},
        where=table.c[raised] < statement.excluded[raised],
    )
    db.session.execute(statement)


def insert_selected(model: Any, names: Sequence[str], rows: Rows, *, adding: str = "") -> None:
    """Insert what `rows` selects for the columns `names`, in one statement.

    Where a key stands already that row stays as it is, but for the column `adding`, to which is added.
    """
    statement = _insert(model).from_select(list(names), rows)
    if not adding:
        db.session.execute(statement.on_conflict_do_nothing())
        return
    table: Table = model.__table__
    both = table.c[adding] + statement.excluded[adding]
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=list(table.primary_key.columns), set_={adding: both}
        )
    )


def _insert(model: Any) -> Any:
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    return dialect.insert(model.__table__)
