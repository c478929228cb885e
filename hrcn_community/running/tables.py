"""The tables as the database itself describes them, and their rows as plain values.

Asked of the database, not of the models: an archive of an older schema is read as it was written.
"""

import base64
import json
import warnings
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    Time,
    inspect,
    null,
    select,
)

UNFINISHED = "unfinished_restore"  # stands while something is being brought back, and after a kill
NOT_OURS = {"alembic_version", UNFINISHED}
MADE_BY_TRIGGERS = "post_index"  # and what the database keeps for it
ROWS_AT_ONCE = 1_000
BYTES_AT_ONCE = 4 * 2**20


def is_kept(name: str) -> bool:
    """Is that a table whose rows are ours, and made from no others?"""
    return name not in NOT_OURS and not name.startswith((MADE_BY_TRIGGERS, "sqlite_"))


def tables_in(connection: Connection) -> list[Table]:
    """Return every table of ours that is there, those that others point at first."""
    found = MetaData()
    names = [name for name in inspect(connection).get_table_names() if is_kept(name)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of indexes, which nobody asks for here, and of circles
        found.reflect(connection, only=names)
        return list(found.sorted_tables)


def parts_of_rows(connection: Connection, table: Table) -> Iterator[tuple[bytes, int]]:
    """Yield the rows of a table as lines of JSON, so many at a time, and how many they are."""
    lines: list[bytes] = []
    size = 0
    found = connection.execution_options(stream_results=True, yield_per=ROWS_AT_ONCE).execute(
        select(table).order_by(*table.primary_key.columns)
    )
    for row in found:
        lines.append(json.dumps([_plain(value) for value in row], ensure_ascii=False).encode())
        size += len(lines[-1])
        if size > BYTES_AT_ONCE:
            yield b"".join(line + b"\n" for line in lines), len(lines)
            lines, size = [], 0
    if lines:
        yield b"".join(line + b"\n" for line in lines), len(lines)


def put_rows(connection: Connection, table: Table, names: Sequence[str], rows: list[Any]) -> None:
    """Insert rows whose values stand in the order of `names`."""
    columns = [table.c[name] for name in names]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[start : start + ROWS_AT_ONCE]
        connection.execute(
            table.insert(),
            [{c.name: _typed(v, c) for c, v in zip(columns, row, strict=True)} for row in some],
        )


def _plain(value: Any) -> Any:
    """Return what JSON can hold: moments in UTC with their offset, bytes as base64."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def _typed(value: Any, column: Any) -> Any:
    """Return a value as the database wants it for this column."""
    kind = column.type
    if value is None:
        return null() if isinstance(kind, JSON) and column.nullable else None
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Time):
        return time.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    return bool(value) if isinstance(kind, Boolean) else value
