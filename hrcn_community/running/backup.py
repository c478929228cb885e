"""A backup while the house is at work: one look at the database, and the files that it speaks of.

The look is one transaction that only reads: it sees one moment, and nobody waits for it.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from sqlalchemy import Connection, select, text

from hrcn_community.attachments.actions import SMALL
from hrcn_community.attachments.storage import StorageAway, storage
from hrcn_community.conversations.models import StoredFile
from hrcn_community.core import clock
from hrcn_community.core.db import db, reading
from hrcn_community.core.sealed_streams import sealed_size
from hrcn_community.core.sealing import key_prints
from hrcn_community.running.archive import BEGIN, FILES, FORMAT, TABLES, Writer
from hrcn_community.running.sealed import sealing_into
from hrcn_community.running.tables import UNFINISHED, parts_of_rows, tables_in
from hrcn_community.running.version import VERSION


class NotMade(Exception):
    """There is no backup; the message says why."""


@dataclass
class Made:
    """What went into a backup."""

    moment: datetime
    rows: dict[str, int]
    files: int
    gone: list[str]


def write_backup(target: IO[bytes], *, key: str = "", skips_missing: bool = False) -> Made:
    """Write an archive of everything into `target`, sealed for `key` where there is one.

    A file that is in the database but not in the storage fails it, unless `skips_missing`.
    """
    with one_look() as connection, sealing_into(target, key) as sink:
        writer = Writer(sink)
        moment = clock.now()
        tables = tables_in(connection)
        begin = {
            "format": FORMAT,
            "version": VERSION,
            "revision": _revision(connection),
            "moment": moment.isoformat(),
            "keys": key_prints("backup", moment.isoformat()),
            "columns": {table.name: table.c.keys() for table in tables},
        }
        writer.add(BEGIN, json.dumps(begin).encode())
        rows = {table.name: _add_rows(writer, connection, table) for table in tables}
        files, gone = _add_files(writer, connection, skips_missing)
        writer.end(rows=rows, files=files, gone=gone)
        return Made(moment, rows, files, gone)


@contextmanager
def one_look() -> Iterator[Connection]:
    """Give a connection that sees the database as it is at one moment, and keeps no writer waiting."""
    with reading(), db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(  # noqa: PLW2901
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        with connection.begin():
            yield connection


def _revision(connection: Connection) -> str:
    if connection.dialect.has_table(connection, UNFINISHED):
        raise NotMade(
            "Something was being brought back here and is not finished: run hrcn restore again."
        )
    if not connection.dialect.has_table(connection, "alembic_version"):
        raise NotMade("The database has no tables yet: there is nothing to keep.")
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if not found:
        raise NotMade("The database has no tables yet: there is nothing to keep.")
    return found


def _add_rows(writer: Writer, connection: Connection, table: Any) -> int:
    total = 0
    for number, (content, count) in enumerate(parts_of_rows(connection, table), 1):
        writer.add(f"{TABLES}{table.name}/{number:06}", content)
        total += count
    return total


def _add_files(
    writer: Writer, connection: Connection, skips_missing: bool
) -> tuple[int, list[str]]:
    """Add what lies in the storage; return how many files, and the names of rows whose file is gone."""
    files, gone = 0, []
    stored = StoredFile.__table__.c
    wanted = select(stored.name, stored.size, stored.small_size, stored.digest, stored.key_ref)
    for row in connection.execute(wanted.order_by(stored.id)).all():
        lies = sealed_size if row.key_ref else int  # what is sealed is kept as it lies there
        parts = [(row.name, lies(row.size), row.digest)]
        parts += [(row.name + SMALL, lies(row.small_size), "")] if row.small_size else []
        read = [(name, _read(name, size, digest)) for name, size, digest in parts]
        if any(content is None for _, content in read):
            if not skips_missing and _still_stands(row.name):
                raise NotMade(
                    f"The file {row.name} is in the database, but not in the storage. Look for it, "
                    "or give --skip-missing: then it is left out of this backup, and of what is restored."
                )
            gone.append(row.name)
            continue
        for name, content in read:
            writer.add(f"{FILES}{name}", content or b"")
            files += 1
    return files, gone


def _read(name: str, size: int, digest: str) -> bytes | None:
    """Return the content of a file; None where it is not there, or not what was stored."""
    try:
        content = b"".join(storage().read(name))
    except StorageAway as away:
        if isinstance(away.__cause__, FileNotFoundError):
            return None
        raise
    if len(content) != size or (digest and hashlib.sha256(content).hexdigest() != digest):
        return None
    return content


def _still_stands(name: str) -> bool:
    """Does the row still stand now? What nobody has any more may be cleared away while we read."""
    stored = StoredFile.__table__.c
    with reading(), db.engine.connect() as now:
        return now.scalar(select(stored.id).where(stored.name == name)) is not None
