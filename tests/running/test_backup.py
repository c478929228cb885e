"""What is taken away comes back as it was: on either database, and from one to the other."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import select, update

from hrcn_community.accounts.viewer import PUBLIC
from hrcn_community.attachments.storage import StorageAway
from hrcn_community.conversations.models import Conversation, Post, StoredFile
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.demo.people import PASSWORD
from hrcn_community.discussions.models import ROOM
from hrcn_community.running import backup
from hrcn_community.search.queries import find
from hrcn_community.spaces.models import Space
from tests.attachments.sending import add, picture, reply_with
from tests.browsing import Browser
from tests.conftest import ON_POSTGRESQL
from tests.demonstration import house_in, put_demonstration
from tests.factories import CONFIDENTIAL
from tests.running.houses import (
    call,
    empty_house,
    everything,
    files_of,
    forget,
    is_untouched,
    restored,
)


@pytest.mark.heavy("postgresql")
def test_the_demonstration_comes_back_row_by_row_and_byte_by_byte(
    database_url, tmp_path, tmp_path_factory
):
    put_demonstration(tmp_path, tmp_path_factory)
    old = house_in(tmp_path)
    made = call(old, "backup", str(tmp_path / "one.hrcn"))
    assert made.exit_code == 0, made.output
    assert "SEALED_KEYS and SECRET_KEY are not in it" in made.output
    before, files = everything(old), files_of(old)
    assert sum(map(len, before.values())) > 2_000
    assert files
    with empty_house(tmp_path / "new") as new:
        done = restored(new, tmp_path / "one.hrcn")
        assert done.exit_code == 0, done.output
        assert everything(new) == before
        assert files_of(new) == files
        assert _found(new) == _found(old) != []
        _is_at_work(new)
        if ON_POSTGRESQL:  # and back again, into the other kind
            assert call(new, "backup", str(tmp_path / "two.hrcn")).exit_code == 0
            before = everything(new)
            with empty_house(tmp_path / "third", on_postgresql=False) as third:
                assert restored(third, tmp_path / "two.hrcn").exit_code == 0
                assert everything(third) == before
                assert files_of(third) == files_of(new)
                assert _found(third) == _found(new)
    with old.app_context():
        db.engine.dispose()


def _found(app) -> list[str]:
    forget()
    with app.app_context():
        return [hit.href for hit in find("city", viewer=PUBLIC).hits]


def _is_at_work(app) -> None:
    """Somebody signs in with the password that they had, and what is new takes a new number."""
    browser = Browser(app)
    assert browser.sign_in("amina@example.org", PASSWORD).status_code in {302, 303}
    with app.app_context():
        address = db.session.scalars(
            select(Conversation.address)
            .join(Space, Space.id == Conversation.space_id)
            .where(
                Conversation.room == ROOM,
                Space.visibility == "public",
                Conversation.closed_at.is_(None),
            )
            .order_by(Conversation.id.desc())
        ).first()
    assert address
    sent = browser.post(f"{address}/replies", body="Is anybody here?")
    assert sent.status_code == 303, sent.text[-3000:]
    assert "Is anybody here?" in browser.page(address)


def test_under_load_no_row_is_without_the_other_and_nothing_acknowledged_before_is_missing(
    app, world, cast, tmp_path
):
    thread = world.thread(world.space(), cast.amina)
    people = [cast.ben, cast.chandra, cast.dalia]
    told: list[str] = []
    stop = threading.Event()

    def write(who) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            words = f"{who.handle} says it for the time {number}"
            if who.browser.post(f"{thread.address}/replies", body=words).status_code == 303:
                told.append(words)

    writers = [threading.Thread(target=write, args=(who,)) for who in people]
    assert all(who.browser.form_token() for who in people)
    for each in writers:
        each.start()
    while len(told) < 5:
        stop.wait(0.05)
    before = list(told)
    assert call(app, "backup", str(tmp_path / "one.hrcn")).exit_code == 0
    stop.set()
    for each in writers:
        each.join()
    with empty_house(tmp_path / "new") as new:
        assert restored(new, tmp_path / "one.hrcn").exit_code == 0
        with new.app_context():
            bodies = {post.source for post in db.session.scalars(select(Post))}
            assert set(before) <= bodies
            assert len(bodies) <= len(told) + len(people) + 1


def test_nobody_waits_for_a_backup_and_it_waits_for_nobody(app, world, cast, tmp_path):
    thread = world.thread(world.space(), cast.amina)
    assert cast.ben.browser.form_token()
    with app.app_context(), backup.one_look() as connection:
        connection.execute(select(Post.id)).all()
        sent = cast.ben.browser.post(f"{thread.address}/replies", body="While you look")
        assert sent.status_code == 303
        assert len(connection.execute(select(Post.id)).all()) == 1
    with app.app_context(), db.engine.begin() as writing:
        writing.execute(update(Post).values(heading="never committed"))
        out = tmp_path / "one"
        with out.open("wb") as target:
            backup.write_backup(target)
        writing.rollback()
    assert out.stat().st_size > 1_000


@pytest.fixture
def stored(app, world, cast, tmp_path, monkeypatch) -> Path:
    """A thread with a picture, in a storage of this test alone."""
    monkeypatch.setitem(app.config, "STORAGE_URL", f"file://{tmp_path / 'files'}")
    thread = world.thread(world.space(), cast.amina)
    reply_with(cast.ben, thread, add(cast.ben.browser, picture()))
    return tmp_path / "files"


def test_a_file_that_the_storage_does_not_hold_fails_it_in_words(app, world, stored, tmp_path):
    [row] = world.rows(StoredFile)
    (stored / row.name[:2] / row.name).write_bytes(b"something else")
    failed = call(app, "backup", str(tmp_path / "one.hrcn"))
    assert failed.exit_code == 1
    assert row.name in failed.output
    assert "--skip-missing" in failed.output
    assert list(tmp_path.glob("one*")) == []
    made = call(app, "backup", str(tmp_path / "one.hrcn"), "--skip-missing")
    assert made.exit_code == 0
    assert row.name in made.output


def test_a_file_that_is_cleared_away_meanwhile_breaks_nothing(
    app, world, cast, stored, tmp_path, monkeypatch
):
    [row] = world.rows(StoredFile)
    post = world.rows(Post, number=2)[0]
    real = backup._read

    def cleared_just_before(name: str, size: int, digest: str):
        if world.rows(StoredFile):
            world.do(lambda: _clear(row.name))
            (stored / name[:2] / name).unlink()
        return real(name, size, digest)

    monkeypatch.setattr(backup, "_read", cleared_just_before)
    made = call(app, "backup", str(tmp_path / "one.hrcn"))
    assert made.exit_code == 0, made.output
    assert f"gone: {row.name}" in made.output
    with empty_house(tmp_path / "new") as new:
        assert restored(new, tmp_path / "one.hrcn").exit_code == 0
        with new.app_context():
            assert db.session.scalars(select(StoredFile)).all() == []
            assert db.session.get_one(Post, post.id)


def _clear(name: str) -> None:
    tables = db.metadata.tables
    ids = select(StoredFile.id).where(StoredFile.name == name)
    db.session.execute(
        tables["attachments"].delete().where(tables["attachments"].c.file_id.in_(ids))
    )
    db.session.execute(tables["stored_files"].delete().where(StoredFile.name == name))


def test_a_storage_that_is_away_says_come_again_and_leaves_nothing(
    app, stored, tmp_path, monkeypatch
):
    def away(*_):
        raise StorageAway

    monkeypatch.setattr(backup, "_read", away)
    failed = call(app, "backup", str(tmp_path / "one.hrcn"))
    assert failed.exit_code == 75
    assert list(tmp_path.glob("one*")) == []


def test_a_disk_that_is_full_is_said_and_no_half_file_is_left(app, world, cast, tmp_path):
    world.thread(world.space(CONFIDENTIAL, member=cast.amina), cast.amina, body="kept " * 3_000)
    refused = _with_little_room(lambda: call(app, "backup", str(tmp_path / "one.hrcn")))
    assert refused.exit_code == 75, refused.output
    assert "disk is full" in refused.output
    assert list(tmp_path.glob("one*")) == []
    assert world.rows(Entry, name="BackupMade") == []


def _with_little_room(deed):
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        return deed()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_is_there_is_not_written_over(app, world, cast, tmp_path):
    world.thread(world.space(), cast.amina)
    file = tmp_path / "one.hrcn"
    file.write_bytes(b"precious")
    refused = call(app, "backup", str(file))
    assert refused.exit_code == 1
    assert "there already" in refused.output
    assert file.read_bytes() == b"precious"
    assert call(app, "backup", str(file), "--replace").exit_code == 0
    assert file.stat().st_mode & 0o077 == 0
    [entry] = world.rows(Entry, name="BackupMade")
    assert entry.facts["size"] == file.stat().st_size
    with empty_house(tmp_path / "new") as new:
        assert is_untouched(new)
        empty = call(new, "backup", str(tmp_path / "two.hrcn"))
        assert empty.exit_code == 1
        assert "nothing to keep" in empty.output
