"""The database: one session, one commit, and the four small facts that may be committed beside it."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Executable,
    Integer,
    MetaData,
    Select,
    String,
    event,
    func,
    select,
)
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.pool import Pool
from sqlalchemy.types import TypeDecorator

BUSY_SECONDS = 15
LOG_SECONDS = 0.2  # others who write wait meanwhile
_turn = threading.Lock()
_writes: ContextVar[bool] = ContextVar("writes", default=True)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo:
            return value.astimezone(UTC) if value else None
        return value.replace(tzinfo=UTC)


BigInt = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows only in an INTEGER
key = Annotated[int, mapped_column(BigInt, primary_key=True)]
moment = Annotated[datetime, mapped_column(Moment)]
word = Annotated[str, mapped_column(String(40))]
line = Annotated[str, mapped_column(String(200))]


Rows: TypeAlias = Select[*tuple[Any, ...]]  # a query of columns


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


Base.registry.update_type_annotation_map({datetime: Moment, int: BigInt})
db = SQLAlchemy(model_class=Base, disable_autonaming=True)
if TYPE_CHECKING:
    Model = Base  # the checker knows a mapped class's columns only from the plain base
else:
    Model = db.Model


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # we begin transactions ourselves, see _begin
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # NORMAL loses acknowledged writes when the power goes
            "foreign_keys=ON",
            "secure_delete=ON",  # what is encrypted or erased later leaves nothing in free pages
            f"busy_timeout={int(BUSY_SECONDS * 1000)}",
        ):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Take SQLite's write lock at once: a reader that upgrades later fails whatever the timeout."""
    if connection.dialect.name != "sqlite":
        return
    if not _writes.get():
        connection.exec_driver_sql("BEGIN")
        return
    _wait_for_turn(connection)
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        _end_turn(None, connection)
        raise


def _wait_for_turn(connection: Connection) -> None:
    """Queue within the process: SQLite's own waiting sleeps, and lets the last to come go first.

    Whoever waited as long as the lock may take goes on to ask SQLite, which refuses in its own words.
    """
    connection.info["has_turn"] = _turn.acquire(timeout=BUSY_SECONDS)


@event.listens_for(Pool, "checkin")
@event.listens_for(Pool, "invalidate")
def _end_turn(_raw: Any, connection: Any, *_: object) -> None:
    """Let the next one go when the connection comes back: by then its commit is on the disk."""
    if connection.info.pop("has_turn", False):
        _turn.release()


@contextmanager
def reading(only: bool = True) -> Iterator[None]:
    """Within, transactions begin as readers (or, with `only=False`, as writers)."""
    token = _writes.set(not only)
    try:
        yield
    finally:
        _writes.reset(token)


def is_writing() -> bool:
    """Would a transaction begun now take the write lock?"""
    return _writes.get()


def is_away(error: BaseException) -> bool:
    """Is the database locked, full or gone, and no statement of ours at fault?"""
    if not isinstance(error, DBAPIError):
        return False
    ours = getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    return error.connection_invalidated or (isinstance(error, OperationalError) and not ours)


def changed(deed: Executable) -> int:
    """Do an update or a deletion and return how many rows it met: of two who decide at once, one meets none."""
    return db.session.execute(deed).rowcount  # type: ignore[attr-defined]


def take_turn(name: str, connection: Connection | None = None) -> None:
    """Wait for whoever does something under `name`, and let who comes next wait until the commit.

    On SQLite every writer waits for the one before.
    """
    if db.engine.dialect.name == "postgresql":
        turn = select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0)))
        (connection or db.session).execute(turn)


def settle() -> None:
    """Keep what was written so far and let others write; what was loaded stays at hand.

    Only before something slow that comes before a deed: taking in a file. What was decided on what was
    read before must be asked again after it.
    """
    session = db.session()
    expires, session.expire_on_commit = session.expire_on_commit, False
    try:
        session.commit()
    finally:
        session.expire_on_commit = expires


def after_commit(deed: Callable[[], None]) -> None:
    """Do something once what was written is there: no lock is held any more."""
    event.listen(db.session(), "after_commit", lambda _session: deed(), once=True)


def empty_log() -> None:
    """Let SQLite's log of what was written hold nothing more of what was there before, if nobody reads now.

    PostgreSQL keeps house by itself.
    """
    url = db.engine.url
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    connection = sqlite3.connect(url.database, timeout=LOG_SECONDS)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


@contextmanager
def mark() -> Iterator[Connection]:
    """Commit one small fact on its own: a read position, last seen, a wrong sign-in, a read-log entry.

    Never call it while the session holds SQLite's write lock: it would wait for itself.
    """
    with reading(only=False), db.engine.begin() as connection:
        yield connection


def let_go() -> None:
    """Give the connection back while something goes on for long that asks the database nothing.

    What was loaded stays as it is, apart from any session. Only in a reading request.
    """
    db.session.expunge_all()
    db.session.rollback()
