"""What is not whole, not ours or not for here is refused with nothing written; nothing happens twice."""

import io
import re
import tarfile
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from config import SettingsError
from hrcn_community.accounts.events import ProfileChanged
from hrcn_community.accounts.models import Invitation, Person, SignIn
from hrcn_community.cli.running import refuse_wrong_keys
from hrcn_community.conversations.models import Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry, record
from hrcn_community.notifications.models import Mail, Notice
from hrcn_community.running import archive, restore
from hrcn_community.running.sealed import new_keys
from hrcn_community.worker import work_off
from tests.attachments.sending import add, picture, reply_with
from tests.browsing import Browser
from tests.conftest import mails_from
from tests.factories import CONFIDENTIAL
from tests.letterbox import read
from tests.running.houses import call, empty_house, files_of, is_untouched, restored

NEWER = "bmV3ZXIga2V5IG5ld2VyIGtleSBuZXdlciBrZXkgbmU="
SECRET_WORDS = "Nobody outside may read of Zephyrine"


@pytest.fixture
def kept(app, world, cast, tmp_path, monkeypatch) -> Path:
    """A backup of a house with a confidential thread and a picture in it."""
    monkeypatch.setitem(app.config, "STORAGE_URL", f"file://{tmp_path / 'files'}")
    space = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.amina, body=SECRET_WORDS)
    reply_with(cast.ben, thread, add(cast.ben.browser, picture()))
    return backed_up(app, tmp_path / "one.hrcn")


def backed_up(app, file: Path) -> Path:
    done = call(app, "backup", str(file), "--replace")
    assert done.exit_code == 0, done.output
    return file


@pytest.mark.usefixtures("database_url")
def test_whatever_is_flipped_or_cut_off_is_refused_and_nothing_is_written(kept, tmp_path):
    whole = kept.read_bytes()
    spots = [0, 4, 9, 40, len(whole) // 3, len(whole) // 2, len(whole) - 6, len(whole) - 1]
    broken = [whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :] for at in spots]
    broken += [whole[:-1], whole[: len(whole) // 2], whole[:5], b"", whole + b"more"]
    with empty_house(tmp_path / "new") as new:
        for content in broken:
            kept.write_bytes(content)
            for words in (["--check"], []):
                refused = restored(new, kept, *words)
                assert refused.exit_code == 1, (len(content), refused.output)
                assert "no whole backup" in refused.output
            assert is_untouched(new)
        kept.write_bytes(whole)
        checked = restored(new, kept, "--check")
        assert checked.exit_code == 0
        assert "is whole" in checked.output
        assert is_untouched(new)


def test_what_was_changed_by_somebody_without_the_keys_is_refused(kept, tmp_path):
    """Even where every print in it was made anew."""
    parts = dict(archive.parts_of(kept, None))
    end = archive._read(parts.pop(archive.END))
    other = empty_house(tmp_path / "new", SEALED_KEYS=[NEWER])
    with other as stranger, stranger.app_context(), kept.open("wb") as target:
        writer = archive.Writer(target)
        for name, content in parts.items():
            writer.add(name, content.replace(b"Nobody outside", b"Anybody inside"))
        writer.end(rows=end["rows"], files=end["files"], gone=[])
    with empty_house(tmp_path / "newer") as new:
        refused = restored(new, kept)
        assert refused.exit_code == 1
        assert "changed by somebody" in refused.output
        assert is_untouched(new)


def test_with_keys_that_are_not_those_of_the_house_nothing_is_written(kept, tmp_path):
    with empty_house(tmp_path / "new", SEALED_KEYS=[NEWER]) as new:
        refused = restored(new, kept)
        assert refused.exit_code == 1
        assert "SEALED_KEYS here are not those" in refused.output
        assert is_untouched(new)


@pytest.mark.parametrize("newer", [(archive.BEGIN, "revision"), (archive.BEGIN, "format")])
def test_a_backup_of_a_newer_release_is_refused(kept, tmp_path, monkeypatch, newer):
    monkeypatch.setattr(restore, "_revisions", lambda: {"0001"})
    if newer[1] == "format":
        monkeypatch.undo()
        monkeypatch.setattr(restore, "FORMAT", 0)
    with empty_house(tmp_path / "new") as new:
        refused = restored(new, kept)
        assert refused.exit_code == 1
        assert "newer release" in refused.output
        assert is_untouched(new)


def test_a_place_that_is_not_empty_is_left_as_it_is(app, world, kept, tmp_path):
    before = len(world.rows(Post))
    refused = restored(app, kept)
    assert refused.exit_code == 1
    assert "database is not empty" in refused.output
    assert len(world.rows(Post)) == before
    with empty_house(tmp_path / "new") as new:
        there = tmp_path / "new" / "stored" / "ab" / "abcdef"
        there.parent.mkdir(parents=True)
        there.write_bytes(b"somebody's")
        refused = restored(new, kept)
        assert refused.exit_code == 1
        assert "storage of files" in refused.output
        assert files_of(new) == {"abcdef": b"somebody's"}


def test_a_sealed_one_shows_no_word_and_opens_with_its_key_alone(
    app, world, kept, tmp_path, monkeypatch
):
    assert SECRET_WORDS.encode() in _unpacked(kept.read_bytes())
    secret, public = new_keys()
    monkeypatch.setitem(app.config, "BACKUP_KEY", public)
    sealed = backed_up(app, kept)
    content = sealed.read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    for word in (b"begin.json", b"tables/", b"Zephyrine", b"example.org"):
        assert word not in content
    keys = tmp_path / "key.txt"
    with empty_house(tmp_path / "new") as new:
        for given in ("", new_keys()[0], "no key"):
            keys.write_text(given)
            refused = restored(new, sealed, *(["--identity", str(keys)] if given else []))
            assert refused.exit_code == 1, given
            assert "key" in refused.output
        keys.write_text(f"# of the house\n{secret}\n")
        for broken in (content[:-100], content[:-9] + b"x" + content[-8:], content[:300]):
            sealed.write_bytes(broken)
            assert restored(new, sealed, "--identity", str(keys)).exit_code == 1
        assert is_untouched(new)
        sealed.write_bytes(content)
        done = restored(new, sealed, "--identity", str(keys))
        assert done.exit_code == 0, done.output
        with new.app_context():
            assert SECRET_WORDS in db.session.scalars(select(Post.source)).all()


def _unpacked(content: bytes) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(zlib.decompress(content, 31))) as tar:
        files = [tar.extractfile(each) for each in tar if each.name.startswith("tables")]
        return b"".join(file.read() for file in files if file)


def test_a_new_pair_of_keys_is_told_with_what_belongs_where(app):
    told = call(app, "backup", "--new-key").output
    assert re.search(r"BACKUP_KEY=age1\w{58}\n", told)
    assert re.search(r"\nAGE-SECRET-KEY-1\w+\n", told)


def test_what_broke_off_is_not_started_on_and_is_begun_again(kept, tmp_path, monkeypatch):
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with empty_house(tmp_path / "new") as new:
        for where in (
            "hrcn_community.running.restore._with_ties",
            "hrcn_community.worker.handle_next",
        ):
            with monkeypatch.context() as within:
                within.setattr(where, killed)
                within.setattr("hrcn_community.cli.keeping.handle_next", killed)
                assert restored(new, kept).exit_code != 0
            with new.app_context(), pytest.raises(SettingsError, match="did not come to its end"):
                refuse_wrong_keys()
            assert "not finished" in call(new, "backup", str(tmp_path / "two")).output
        done = restored(new, kept)
        assert done.exit_code == 0, done.output
        with new.app_context():
            refuse_wrong_keys()
            assert len(db.session.scalars(select(Post)).all()) == 2


def test_no_link_that_was_mailed_before_opens_anything_afterwards(app, world, cast, tmp_path):
    """An invitation may have been taken back since, an address have been left: both would live again."""
    cast.cleo.browser.post("/admin/invitations", email="nora@example.org", role="practitioner")
    cast.amina.browser.step_up()
    cast.amina.browser.post("/settings/email", email="new-amina@example.org")
    work_off(app)
    mails = read(mails_from(app))
    [invitation] = [each.link for each in mails if each.to == "nora@example.org"]
    addresses = [each.link for each in mails if "/address/" in each.text]
    assert len(addresses) == 2
    backed_up(app, tmp_path / "one.hrcn")
    with empty_house(tmp_path / "new") as new:
        assert restored(new, tmp_path / "one.hrcn").exit_code == 0
        browser = Browser(new)
        coming = {"name": "Nora Lind", "password": "a sentence of my own", "privacy": "y"}
        assert browser.post(invitation, coming).status_code == 409
        assert {browser.post(each).status_code for each in addresses} == {409}
        with new.app_context():
            emails = set(db.session.scalars(select(Person.email)))
            [still_open] = db.session.scalars(select(Invitation))
            assert (still_open.used_at, still_open.revoked_at) == (None, None)
        assert not emails & {"nora@example.org", "new-amina@example.org"}


def test_nothing_is_mailed_twice_what_came_due_is_done_and_everybody_signs_in_anew(
    app, world, cast, tmp_path
):
    thread = world.thread(world.space(), cast.amina)
    assert cast.amina.browser.sees("/settings") == 200
    work_off(app)
    cast.ben.browser.post("/sign-in/reset", email=cast.chandra.email)  # mailed by a reaction
    world.reply(thread, cast.ben)
    later = datetime.now(UTC) + timedelta(days=30)
    world.do(lambda: record(ProfileChanged(person_id=cast.ben.id), due=later))
    backed_up(app, tmp_path / "one.hrcn")
    with empty_house(tmp_path / "new") as new:
        assert restored(new, tmp_path / "one.hrcn").exit_code == 0
        with new.app_context():
            told = db.session.scalars(select(Notice).where(Notice.person_id == cast.amina.id)).all()
            assert len(told) == 1  # in the house she is told
            mails = db.session.scalars(select(Mail)).all()
            assert mails
            assert all(mail.held_at and mail.parked_at for mail in mails)
            [waits] = db.session.scalars(
                select(Entry).where(Entry.handled_at.is_(None), Entry.name != "HouseRestored")
            )
            assert waits.due_at == later  # what is to come comes
            assert all(each.ended_at for each in db.session.scalars(select(SignIn)))
        work_off(new)
        with clock.at(datetime.now(UTC) + timedelta(days=9)):
            work_off(new)
        assert mails_from(new) == []
    work_off(app)
    assert len(mails_from(app)) >= len(mails)
