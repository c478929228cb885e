"""An empty place, and one in which something is being brought back."""

from datetime import timedelta

from sqlalchemy import Connection, inspect, literal, select, text
from sqlalchemy.exc import DBAPIError

from hrcn_community.attachments.storage import KEPT_APART, storage
from hrcn_community.core import clock
from hrcn_community.core.db import db, reading
from hrcn_community.running.tables import UNFINISHED, tables_in

NOT_EMPTY = (
    "{what} is not empty. A backup is brought back into an empty place only: "
    "a new database, and a new folder or bucket for files."
)


class NotRestored(Exception):
    """Nothing was brought back; the message says why."""


def is_unfinished() -> bool:
    """Was something being brought back here that did not come to its end?"""
    try:
        with reading(), db.engine.connect() as connection:
            return inspect(connection).has_table(UNFINISHED)
    except DBAPIError:  # away: others say so
        return False


def require_empty_place() -> None:
    """Raise NotRestored where anything is already; what an earlier try left behind is nothing."""
    if is_unfinished():
        return
    with reading(), db.engine.connect() as connection:
        if any(_has_rows(connection, table) for table in tables_in(connection)):
            raise NotRestored(NOT_EMPTY.format(what="The database"))
    ahead = clock.now() + timedelta(days=1)
    found = (name for names in storage().older_than(ahead) for name in names)
    if any(
        not name.startswith(KEPT_APART) for name in found
    ):  # the ledger of erasures outlives all
        raise NotRestored(NOT_EMPTY.format(what="The storage of files (STORAGE_URL)"))


def mark_unfinished() -> None:
    """Write down, for whoever would start the house, that it is not whole yet."""
    with db.engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE IF NOT EXISTS {UNFINISHED} (begun text)"))


def mark_finished() -> None:
    with db.engine.begin() as connection:
        connection.execute(text(f"DROP TABLE {UNFINISHED}"))


def has_schema() -> bool:
    """Does any migration stand here?"""
    with reading(), db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return connection.scalar(text("SELECT version_num FROM alembic_version")) is not None


def _has_rows(connection: Connection, table) -> bool:
    return connection.scalar(select(literal(1)).select_from(table).limit(1)) is not None
