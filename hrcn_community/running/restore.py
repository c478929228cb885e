"""The way back: into an empty place, all of it or nothing.

The archive is read twice: once to be sure that it is whole, before anything is written. Rows and files
are one transaction. What is between, after a kill, is marked: the house does not start on it, and the
same command begins again.
"""

import tempfile
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, Table, func, select, text

from config import ROOT
from hrcn_community.attachments.storage import storage
from hrcn_community.core.db import db
from hrcn_community.core.sealing import key_prints, keyed_print
from hrcn_community.running.archive import (
    FILES,
    FORMAT,
    TABLES,
    Contents,
    parts_of,
    rows_in,
    table_of,
    verified,
)
from hrcn_community.running.places import (
    NotRestored,
    has_schema,
    mark_finished,
    mark_unfinished,
    require_empty_place,
)
from hrcn_community.running.sealed import Secret
from hrcn_community.running.tables import put_rows, tables_in

Tell = Callable[[str], None]
After = Callable[[datetime], None]


def looked_through(path: Path, secret: Secret | None) -> Contents:
    """Return what a backup holds; raise Damaged, KeyRefused or NotRestored where it is of no use here."""
    contents = verified(path, secret)
    if contents.begin["format"] > FORMAT or contents.begin["revision"] not in _revisions():
        raise NotRestored(
            f"This backup is of a newer release ({contents.begin['version']}, "
            f"schema {contents.begin['revision']}). Install that one here first."
        )
    ours, theirs = key_prints("backup", contents.begin["moment"]), contents.begin["keys"]
    if ours[-1] != theirs[-1] or not set(theirs) <= set(ours):
        raise NotRestored(
            "SEALED_KEYS here are not those of the house that this backup is of; give every key that was "
            "ever used there, the newest first. Without them nobody would find their pseudonym."
        )
    if contents.begin["sealed"] != keyed_print("backup", contents.whole):
        raise NotRestored("This backup was changed by somebody who does not hold SEALED_KEYS.")
    return contents


def bring_back(path: Path, secret: Secret | None, after: Iterable[After], tell: Tell) -> Contents:
    """Bring a backup back, bring its schema up to this code, then do each deed of `after`."""
    tell("Looking through the backup ...")
    contents = looked_through(path, secret)
    require_empty_place()
    mark_unfinished()
    tell("Preparing the database ...")
    if has_schema():
        downgrade(revision="base")
    upgrade(revision=contents.begin["revision"])
    tell("Bringing back rows and files ...")
    with db.engine.begin() as connection:
        _load(connection, path, secret, contents)
    upgrade()
    for deed in after:
        deed(datetime.fromisoformat(contents.begin["moment"]))
    mark_finished()
    return contents


def _load(connection: Connection, path: Path, secret: Secret | None, contents: Contents) -> None:
    tables = {table.name: table for table in tables_in(connection)}
    columns = contents.begin["columns"]
    _require_same(tables, columns)
    ties = _without_ties(connection)
    for table in reversed(tables.values()):
        connection.execute(
            table.delete()
        )  # what a migration brings along stands in the backup, too
    with tempfile.TemporaryDirectory() as folder:
        for name, content in parts_of(path, secret):
            if name.startswith(TABLES):
                put_rows(
                    connection, tables[table_of(name)], columns[table_of(name)], rows_in(content)
                )
            elif name.startswith(FILES):
                source = Path(folder) / "content"
                source.write_bytes(content)
                storage().put(name.removeprefix(FILES), source)
    _leave_out(connection, tables, contents.gone)
    _with_ties(connection, ties)
    _go_on_counting(connection, tables.values())


def _require_same(tables: dict[str, Table], columns: dict[str, list[str]]) -> None:
    there = {name: sorted(table.c.keys()) for name, table in tables.items()}
    if there != {name: sorted(names) for name, names in columns.items()}:
        raise NotRestored("The tables of this backup are not those that its schema says.")


def _leave_out(connection: Connection, tables: dict[str, Table], gone: list[str]) -> None:
    """Leave out the rows of files that were removed while the backup was made."""
    stored, hanging = tables["stored_files"], tables["attachments"]
    for name in gone:
        ids = select(stored.c.id).where(stored.c.name == name)
        connection.execute(hanging.delete().where(hanging.c.file_id.in_(ids)))
        connection.execute(stored.delete().where(stored.c.name == name))


def _without_ties(connection: Connection) -> list[tuple[str, str, str]]:
    """Let rows come in any order; return what `_with_ties` needs to hold them to their ties again."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        return []
    found = connection.execute(
        text(
            "SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid)"
            " FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace"
            " WHERE c.contype = 'f' AND n.nspname = current_schema()"
        )
    ).all()
    ties = [(table, name, what) for table, name, what in found]
    for table, name, _what in ties:
        connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    return ties


def _with_ties(connection: Connection, ties: list[tuple[str, str, str]]) -> None:
    """Refuse what points at nothing."""
    if connection.dialect.name == "sqlite":
        if wrong := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise NotRestored(f"A row of {wrong[0]} points at one of {wrong[2]} that is not there.")
        return
    for table, name, what in ties:
        connection.exec_driver_sql(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {what}')


def _go_on_counting(connection: Connection, tables: Iterable[Table]) -> None:
    """Let PostgreSQL give the next row the next number; SQLite looks by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        if "id" in table.c and (counter := _counter(connection, table)):
            last = connection.scalar(select(func.max(table.c.id)))
            connection.execute(select(func.setval(counter, last or 1, last is not None)))


def _counter(connection: Connection, table: Table) -> Any:
    return connection.scalar(select(func.pg_get_serial_sequence(table.name, "id")))


def _revisions() -> set[str]:
    """Return every migration that this code knows."""
    settings = Config()
    settings.set_main_option("script_location", str(ROOT / "migrations"))
    return {script.revision for script in ScriptDirectory.from_config(settings).walk_revisions()}
