"""The database is locked or gone: 503 in words, and nothing half written."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from hrcn_community.conversations.models import Post
from hrcn_community.core import db as database
from hrcn_community.core.events import Entry
from tests.conftest import ON_POSTGRESQL


@pytest.fixture
def gone() -> Iterator[None]:
    """The database answers nothing."""

    def refuse(_connection, _cursor, statement: str, *_: object) -> None:
        raise OperationalError(statement, {}, Exception("server closed the connection"))

    event.listen(Engine, "before_cursor_execute", refuse)
    yield
    event.remove(Engine, "before_cursor_execute", refuse)


@pytest.fixture
def impatient(app, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Connections wait a tenth of a second for a lock, not fifteen."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with app.app_context():
        database.db.engine.dispose()
    yield
    with app.app_context():
        database.db.engine.dispose()


def test_a_page_that_cannot_ask_the_database_says_so_in_words(world, cast, request):
    thread = world.thread(world.space(), cast.amina)
    browser = cast.ben.browser
    request.getfixturevalue("gone")
    answer = browser.get(thread.address)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "The database did not answer in time." in answer.text


def test_what_was_to_be_saved_while_it_is_gone_is_given_back(world, cast, request):
    thread = world.thread(world.space(), cast.amina)
    browser = cast.ben.browser
    form = {"csrf_token": browser.token(), "body": "Written for an hour."}
    request.getfixturevalue("gone")
    answer = browser.client.post(f"{thread.address}/replies", data=form)
    assert answer.status_code == 503
    assert "Written for an hour.</textarea>" in answer.text


def test_readiness_is_denied_while_the_database_is_gone_and_the_process_still_stands(
    public, request
):
    request.getfixturevalue("gone")
    assert public.sees("/readyz") == 503
    assert public.sees("/healthz") == 200


if not ON_POSTGRESQL:

    @pytest.mark.usefixtures("impatient")
    def test_a_lock_held_too_long_is_a_503_and_leaves_nothing_half_written(app, world, cast):
        thread = world.thread(world.space(), cast.amina)
        browser = cast.ben.browser
        token = browser.token()
        events = len(world.rows(Entry))
        path = Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        form = {"csrf_token": token, "body": "Waiting.", "form_token": "locked"}
        answer = browser.client.post(f"{thread.address}/replies", data=form)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "5"
        other.execute("ROLLBACK")
        other.close()
        assert len(world.rows(Post)) == 1
        assert len(world.rows(Entry)) == events
        again = browser.client.post(f"{thread.address}/replies", data=form)
        assert again.status_code == 303
        assert len(world.rows(Post)) == 2
