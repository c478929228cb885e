"""The database: moments, the one write lock, and the few facts that are committed beside a request."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.engine import Engine

from hrcn_community.accounts.models import Person, WrongTry
from hrcn_community.conversations.models import ReadState
from hrcn_community.core.db import db, is_writing, mark, reading
from hrcn_community.core.upsert import insert_or_ignore, upsert
from hrcn_community.register.models import City
from tests.conftest import ON_POSTGRESQL


@pytest.fixture
def begun():
    """How every transaction of a test was begun, on SQLite."""
    statements: list[str] = []

    def note(_c, _cursor, statement: str, *_: object) -> None:
        if statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield statements
    event.remove(Engine, "before_cursor_execute", note)


def test_a_moment_is_the_same_moment_after_its_way_through_the_database(world):
    tokyo = timezone(timedelta(hours=9))
    for moment in (
        datetime(2026, 3, 29, 2, 30, 15, 123456, tzinfo=UTC),
        datetime(2026, 10, 25, 2, 30, tzinfo=tokyo),
        datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC),
    ):
        person = world.person(last_seen_at=moment)
        [row] = world.rows(Person, id=person.id)
        assert row.last_seen_at == moment
        assert row.last_seen_at.tzinfo is UTC


def test_moments_are_compared_as_moments_whatever_zone_they_were_given_in(world):
    tokyo = timezone(timedelta(hours=9))
    person = world.person(last_seen_at=datetime(2026, 1, 1, 8, 0, tzinfo=tokyo))  # 23:00 UTC before
    before = select(Person.id).where(Person.last_seen_at < datetime(2026, 1, 1, tzinfo=UTC))
    assert world.ask(lambda: db.session.scalars(before).all()) == [person.id]


def test_a_page_that_is_read_takes_no_write_lock(cast, begun):
    browser = cast.amina.browser
    begun.clear()
    browser.page("/spaces")
    assert "BEGIN IMMEDIATE" not in begun
    assert bool(begun) is not ON_POSTGRESQL


def test_a_deed_takes_it_at_once_and_no_reader_is_made_a_writer(cast, world, begun):
    space = world.space()
    browser = cast.amina.browser
    token = browser.token()
    begun.clear()
    browser.client.post(f"/spaces/{space.slug}/membership", data={"csrf_token": token})
    assert set(begun) == (set() if ON_POSTGRESQL else {"BEGIN IMMEDIATE"})


def test_what_was_acknowledged_is_on_the_disk_and_every_key_is_held(world):
    """On PostgreSQL the server sees to the disk by itself."""
    questions = (
        {"session_replication_role": "origin"}
        if ON_POSTGRESQL
        else {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    )
    verb = "SHOW" if ON_POSTGRESQL else "PRAGMA"

    def answers() -> dict[str, object]:
        connection = db.session.connection()
        return {name: connection.exec_driver_sql(f"{verb} {name}").scalar() for name in questions}

    assert world.ask(answers) == questions


def test_reading_and_writing_are_said_and_unsaid():
    assert is_writing()
    with reading():
        assert not is_writing()
        with reading(only=False):
            assert is_writing()
        assert not is_writing()
    assert is_writing()


def test_a_marked_fact_stays_when_the_rest_of_the_request_is_undone(world):
    now = datetime.now(UTC)

    def deed() -> None:
        with reading():
            db.session.scalar(select(Person.id))
            with mark() as connection:
                connection.execute(insert(WrongTry).values(subject="marked", tried_at=now))
            db.session.rollback()

    world.ask(deed)
    assert len(world.rows(WrongTry, subject="marked")) == 1


def test_a_marked_fact_that_fails_leaves_nothing(world):
    def deed() -> None:
        with mark() as connection:
            connection.execute(insert(WrongTry).values(subject="half", tried_at=datetime.now(UTC)))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        world.ask(deed)
    assert world.rows(WrongTry, subject="half") == []


def test_inserting_what_is_there_already_is_ignored_and_said(world):
    def add() -> bool:
        return insert_or_ignore(City, slug="graz", name="Graz", country="AT")

    assert world.do(add) is True
    assert world.do(add) is False
    assert len(world.rows(City)) == 1


def test_upserting_goes_forward_and_never_back(world, cast):
    thread = world.thread(world.space(), cast.amina)

    def set_(number: int) -> None:
        upsert(
            ReadState,
            {"person_id": cast.ben.id, "conversation_id": thread.conversation_id},
            {"last_read_number": number, "read_at": datetime.now(UTC)},
            only_if=lambda old, new: old.last_read_number < new.last_read_number,
        )

    for number, expected in ((3, 3), (7, 7), (5, 7)):
        world.do(lambda number=number: set_(number))
        [row] = world.rows(ReadState, person_id=cast.ben.id)
        assert row.last_read_number == expected
