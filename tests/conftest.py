"""The house as tests meet it: a real database of either kind, browsers without a screen, a cast.

No application context is held open between requests: one that is would keep Flask-Login's answer,
and two people would be taken for one (tests/site/test_two_people.py would fail).
"""

import os
import socket
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from threading import get_ident

import pytest
from flask import Flask, before_render_template, got_request_exception, template_rendered
from flask_migrate import upgrade
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import URL, Engine, make_url

from hrcn_community.core.cache import fragments, lately
from hrcn_community.core.db import db
from hrcn_community.worker import work_off
from tests.addresses import WHOLE
from tests.browsing import Browser
from tests.demonstration import house_in
from tests.factories import Cast, World

OF_A_KIND = {"database_url", "empty_app"}  # fixtures that open a database as TEST_DATABASE says
CUT = "INSERT INTO moderation_log_cuts (before, cut_at) VALUES ('9999-01-01', '9999-01-01')"
KIND = os.environ.get("TEST_DATABASE", "sqlite")
ON_POSTGRESQL = KIND == "postgresql"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run each test wherever its answer may be another.

    What is heavy is tried by `make prove` (WALK=whole).

    On SQLite without what can only be tried on PostgreSQL; on PostgreSQL without what asks for no
    database of the kind that TEST_DATABASE names, as that would be the same test for a second time.
    """
    elsewhere = [item for item in items if _is_elsewhere(item)]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in elsewhere]


def _is_elsewhere(item: pytest.Item) -> bool:
    heavy = item.get_closest_marker("heavy")
    if heavy and not WHOLE and KIND in (heavy.args or (KIND,)):
        return True
    if item.get_closest_marker("postgresql"):
        return not ON_POSTGRESQL
    return ON_POSTGRESQL and not OF_A_KIND & set(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database of the kind that TEST_DATABASE names, one for each test process."""
    if not ON_POSTGRESQL:
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'hrcn.db'}"
        return
    server = make_url(os.environ["TEST_POSTGRESQL_URL"])
    name = f"hrcn_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))
    yield server.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(scope="session")
def whole_app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("instance")
    app = house_in(folder, database_url)
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(whole_app: Flask) -> Iterator[Flask]:
    yield from emptied_at_the_end(whole_app)


def emptied_at_the_end(whole_app: Flask) -> Iterator[Flask]:
    """Give the house away, and make it empty when it comes back."""
    yield whole_app
    fragments.forget()
    lately.forget()
    with whole_app.app_context():
        _empty(db.engine)
    for mail in Path(whole_app.config["MAIL_URL"].removeprefix("file://")).glob("*.eml"):
        mail.unlink()


@pytest.fixture
def public(app: Flask) -> Browser:
    """Somebody who has not signed in."""
    return Browser(app)


@pytest.fixture
def world(app: Flask) -> World:
    """Makes what a test needs to stand there already."""
    return World(app)


@pytest.fixture
def cast(world: World) -> Cast:
    """Amina, Ben, Chandra, Dalia, Omar, Cleo and Eve, made when they are first named."""
    return Cast(world)


@pytest.fixture
def proved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everybody who comes in have proved a moment ago, once more, who they are."""
    let_in = Browser.let_in

    def let_in_and_step_up(browser: Browser, person_id: int) -> None:
        let_in(browser, person_id)
        browser.step_up()

    monkeypatch.setattr(Browser, "let_in", let_in_and_step_up)


@pytest.fixture
def worker(app: Flask):
    """Call it to let everything that is owed be done."""
    return lambda: work_off(app)


@pytest.fixture
def mailbox(app: Flask):
    """Call it for the texts of all mails that went out."""
    return lambda: mails_from(app)


def mails_from(app: Flask) -> list[str]:
    folder = Path(app.config["MAIL_URL"].removeprefix("file://"))
    sent = sorted(folder.glob("*.eml"), key=lambda mail: mail.stat().st_mtime_ns)
    return [mail.read_text() for mail in sent]


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test speak to the world."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            assert str(address[0]) in {"127.0.0.1", "::1", "localhost"}, address  # type: ignore[index]
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def no_sql_in_templates() -> Iterator[None]:
    """Fail any SQL that is issued while a template renders."""
    rendering: dict[int, str] = {}  # by thread: a journey's server answers several at once

    def begin(_app: Flask, template, **_: object) -> None:
        rendering[get_ident()] = template.name

    def end(*_: object, **__: object) -> None:
        rendering.pop(get_ident(), None)

    def refuse(_c, _cursor, statement: str, *_: object) -> None:
        assert get_ident() not in rendering, f"{rendering} asks the database: {statement}"

    event.listen(Engine, "before_cursor_execute", refuse)
    with (
        before_render_template.connected_to(begin),
        template_rendered.connected_to(end),
        got_request_exception.connected_to(end),
    ):
        yield
    event.remove(Engine, "before_cursor_execute", refuse)


def _empty(engine: Engine) -> None:
    """Delete every row, in the order that foreign keys allow; the schema stays."""
    tables = [table.name for table in reversed(db.metadata.sorted_tables)]
    # A test fills a few of them: asking all in one statement is cheaper than emptying all.
    asks = " UNION ALL ".join(f"SELECT '{n}' WHERE EXISTS (SELECT 1 FROM \"{n}\")" for n in tables)
    with engine.begin() as connection:
        filled = [name for (name,) in connection.exec_driver_sql(asks)]
        if engine.dialect.name == "postgresql":
            _empty_all_at_once(engine.url, [*filled, "post_index"])
            return
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        if "moderation_log" in filled:  # it lets itself be emptied only after a cut is written down
            connection.exec_driver_sql(CUT)
            filled = ["moderation_log", *filled, "moderation_log_cuts"]
        for name in filled:
            connection.exec_driver_sql(f'DELETE FROM "{name}"')


def _empty_all_at_once(url: URL, tables: list[str]) -> None:
    """Empty `tables` in one go: a server that is asked for each of them answers three times as late.

    By a connection of its own: changing its role lets the server forget every plan that it made for a
    connection, the one of the long question above first of all, which costs more than all the rest.
    """
    deeds = [f'DELETE FROM "{name}"' for name in tables]
    with _other(url).begin() as connection:
        connection.exec_driver_sql(
            "; ".join(["SET LOCAL session_replication_role = replica", *deeds])
        )


@cache
def _other(url: URL) -> Engine:
    return create_engine(url)
