"""Migrations run up, down and up again on databases that are full, and nothing of theirs is lost.

Generic: whatever migrations there are, with the demonstration community in the tables.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, func, inspect, select, text
from sqlalchemy.engine import make_url

from config import ROOT
from hrcn_community import create_app
from hrcn_community.accounts.viewer import PUBLIC
from hrcn_community.conversations.models import Follow, Post
from hrcn_community.core.db import Base, db
from hrcn_community.core.events import Entry
from hrcn_community.demo.load import load_demo
from hrcn_community.notifications.models import Mail, Notice
from hrcn_community.search.queries import find
from tests.conftest import ON_POSTGRESQL
from tests.demonstration import SEALED, SECRET, put_demonstration
from tests.factories import World

FOUNDATION = "0001"
SCRIPTS = ScriptDirectory(str(ROOT / "migrations"))
OLDER_PERSON = """
    INSERT INTO people (id, handle, name, email, password_hash, site_role, standing, headline, bio,
        bio_html, languages, locale, timezone, theme, joined_at, is_invented)
    VALUES (:id, :handle, :name, :email, '', 'practitioner', 'member', '', '', '', '[]', '', 'UTC', '',
        '2026-01-01 00:00:00', false)
"""
REVISIONS = [script.revision for script in SCRIPTS.walk_revisions()][::-1]


@pytest.fixture
def empty_app(tmp_path: Path) -> Iterator[Flask]:
    """The house over a database of its own that has no table yet."""
    name = f"hrcn_migrations_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    url, admin = f"sqlite:///{tmp_path / 'hrcn.db'}", None
    if ON_POSTGRESQL:
        server = make_url(os.environ["TEST_POSTGRESQL_URL"])
        admin = create_engine(server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))
        url = server.set(database=name).render_as_string(hide_password=False)
    app = create_app(
        {
            "TESTING": True,
            "SECRET_KEY": SECRET,
            "SEALED_KEYS": [SEALED],
            "SQLALCHEMY_DATABASE_URI": url,
            "INSTANCE_PATH": str(tmp_path),
            "STORAGE_URL": f"file://{tmp_path / 'files'}",
        }
    )
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    if admin is not None:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def test_every_migration_follows_the_one_before_it_and_there_is_one_last():
    assert len(SCRIPTS.get_heads()) == 1
    assert REVISIONS[0] == FOUNDATION
    assert sorted(REVISIONS) == REVISIONS


def test_the_tables_are_those_that_the_models_describe(empty_app):
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_object": _is_ours, "compare_type": False, "render_as_batch": True},
        )
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_run_up_down_and_up_on_an_empty_database(empty_app):
    upgrade()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()


@pytest.mark.heavy("postgresql")
def test_migrations_run_up_down_and_up_on_a_full_database(empty_app, tmp_path, tmp_path_factory):
    if ON_POSTGRESQL:
        upgrade()
        assert load_demo()
    else:
        put_demonstration(tmp_path, tmp_path_factory)
    found = len(find("city", viewer=PUBLIC).hits)
    _headings_come_back()
    before = _counts()
    assert before["posts"] > 100
    assert found > 0
    kept = before
    for revision in reversed(REVISIONS[:-1]):
        downgrade(revision=revision)
        db.session.remove()
        assert _at() == revision
        kept = _counts()
        assert kept == {name: before[name] for name in kept}
    upgrade()
    db.session.remove()
    after = _counts()
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert len(find("city", viewer=PUBLIC).hits) == found
    db.session.remove()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()
    assert sum(_counts().values()) == 0


def test_those_who_are_here_already_are_given_their_looks(empty_app):
    upgrade(revision="0008")
    with db.engine.begin() as connection:
        for id_, handle, name in [(1, "amina-koll", "Amina Koll"), (2, "amina-ko1l", "Bernd Kom")]:
            row = {"id": id_, "handle": handle, "name": name, "email": handle}
            connection.execute(text(OLDER_PERSON), row)
    upgrade()
    with db.engine.connect() as connection:
        looks = text("SELECT name_skeleton, handle_skeleton FROM people ORDER BY id")
        rows = [tuple(row) for row in connection.execute(looks)]
    assert rows == [("arnina koll", "arnina-koll"), ("bernd korn", None)]


def test_going_back_before_people_chose_sends_nothing_again_and_lets_nobody_follow(empty_app):
    """Muted is not followed there, and there is no word for a mail that came back."""
    upgrade()
    world = World(empty_app)
    amina, ben = world.person("Amina Someone"), world.person("Ben Someone")
    thread = world.thread(world.space(), amina)
    now = datetime.now(UTC)
    mail = {"recipient": "a@example.org", "subject": "", "body": "", "due_at": now, "attempts": 1}

    def add() -> None:
        event_id = db.session.scalars(select(Entry.id)).first()
        waiting = Mail(message_id="<1@x>", sort="digest", person_id=amina.id, **mail)
        gone = Mail(message_id="<2@x>", sort="letter", event_id=event_id, bounced_at=now, **mail)
        sent = Mail(message_id="<3@x>", sort="digest", sent_at=now, **mail)
        db.session.add_all([waiting, gone, sent])
        db.session.flush()
        told = {"event_id": event_id, "kind": "thread.replied", "address": "/", "told_at": now}
        by_mail = {"in_app": False, "for_digest": True, "digest_id": waiting.id}
        db.session.add_all(
            [Notice(person_id=amina.id, **told), Notice(person_id=ben.id, **told, **by_mail)]
        )
        muted = {"level": "muted", "since": now, "person_id": ben.id}
        db.session.add(Follow(conversation_id=thread.conversation_id, **muted))

    world.do(add)
    db.session.remove()
    downgrade(revision="0011")
    with db.engine.connect() as connection:
        unsent = "SELECT message_id FROM mails WHERE sent_at IS NULL AND parked_at IS NULL"
        assert connection.execute(text(unsent)).all() == []
        assert connection.scalar(text("SELECT count(*) FROM notices")) == 1
        assert connection.execute(text("SELECT person_id FROM follows")).all() == [(amina.id,)]
    upgrade()


def _counts() -> dict[str, int]:
    """Return how many rows every table of ours that is there now has."""
    there = set(inspect(db.engine).get_table_names())
    with db.engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
            if name in there
        }


def _headings_come_back() -> None:
    """What rooms wrote above their posts before there was a place for it is written into that."""
    written = select(Post.id, Post.heading).where(Post.heading != "").order_by(Post.id)
    before = db.session.execute(written).all()
    db.session.remove()
    downgrade(revision="0012")
    upgrade()
    assert len(before) > 10
    assert db.session.execute(written).all() == before
    db.session.remove()


def _at() -> str | None:
    with db.engine.connect() as connection:
        return connection.scalar(text("SELECT version_num FROM alembic_version"))


def _is_ours(_item, name, kind, _reflected, _compared) -> bool:
    return not (kind == "table" and name.startswith("post_index"))
