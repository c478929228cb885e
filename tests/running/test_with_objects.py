"""Backup, restore and archives where files lie as objects in a storage that speaks S3."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from hrcn_community.accounts.models import Person
from hrcn_community.attachments.storage import KEPT_APART, open_storage
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.privacy.models import Export
from tests.attachments.sending import add, picture, reply_with
from tests.browsing import Browser
from tests.factories import Somebody
from tests.objects import buckets
from tests.privacy.leaving import be_erased
from tests.running.houses import call, empty_house, everything, restored

NOWHERE = "s3://key:secret@files/?endpoint=http://127.0.0.1:9"
# erased meanwhile, or only where bytes lie that no backup holds
OTHERWISE = {"exports", "erasures", "people", "wrong_tries"}


@pytest.fixture(scope="module")
def new_bucket() -> Iterator[Callable[[], str]]:
    with buckets() as new:
        yield new


@pytest.fixture
def bucket(app, new_bucket, monkeypatch) -> str:
    """Where the files of this house lie."""
    address = new_bucket()
    monkeypatch.setitem(app.config, "STORAGE_URL", address)
    return address


def objects(address: str) -> dict[str, bytes]:
    """Return what lies in a bucket, by its name."""
    there, ahead = open_storage(address), clock.now() + timedelta(days=1)
    names = [name for some in there.older_than(ahead) for name in some]
    return {name: b"".join(there.read(name)) for name in names}


def files(address: str) -> dict[str, bytes]:
    return {n: content for n, content in objects(address).items() if not n.startswith(KEPT_APART)}


def fetch_archive(who: Somebody, worker: Callable[[], None]) -> zipfile.ZipFile:
    who.browser.step_up()
    assert who.browser.post("/settings/data", {}).status_code == 303
    worker()
    link = re.search(r'"(/settings/data/[0-9a-z]{20,})"', who.browser.page("/settings/data"))
    assert link
    return zipfile.ZipFile(io.BytesIO(who.browser.get(link[1]).data))


@pytest.fixture
def lived_in(bucket, world, cast, worker) -> Somebody:
    """Amina, who took her archive along, in a house with a picture of hers."""
    thread = world.thread(world.space(), cast.ben)
    reply_with(cast.amina, thread, add(cast.amina.browser, picture()))
    names = fetch_archive(cast.amina, worker).namelist()
    assert any(name.startswith("files/") for name in names)
    return cast.amina


def test_a_backup_of_objects_is_brought_back_as_objects_and_the_ledger_is_replayed(
    app, world, cast, lived_in, bucket, new_bucket, tmp_path
):
    kept, leaver, place = tmp_path / "one.hrcn", world.person("Zora"), new_bucket()
    assert call(app, "backup", str(kept)).exit_code == 0
    before = files(bucket)
    assert len(before) == 2  # a picture, and a small one of it
    be_erased(leaver)
    with empty_house(tmp_path / "new", STORAGE_URL=place) as new:
        _put(tmp_path, place, {"abcdef": b"somebody's"})
        assert "storage of files" in restored(new, kept).output
        open_storage(place).delete(["abcdef"])
        ledger = {n: each for n, each in objects(bucket).items() if n.startswith("ledger")}
        _put(tmp_path, place, ledger)
        done = restored(new, kept)
        assert done.exit_code == 0, done.output
        assert files(place) == before
        assert everything(new, leave_out=OTHERWISE)["posts"] == everything(app)["posts"]
        with new.app_context():
            assert db.session.get_one(Person, leaver.id).standing in ("leaving", "erased")
            assert db.session.scalars(select(Export)).all() == []  # its bytes are in no backup
        amina = Browser(new)
        amina.let_in(lived_in.id)
        assert "/settings/data/" not in re.sub(
            "/settings/data/erasure", "", amina.page("/settings/data")
        )


def test_a_storage_that_is_away_is_said_and_nothing_is_begun(
    app, lived_in, bucket, tmp_path, monkeypatch
):
    kept = tmp_path / "one.hrcn"
    assert call(app, "backup", str(kept)).exit_code == 0
    monkeypatch.setitem(app.config, "STORAGE_URL", NOWHERE)
    away = call(app, "backup", str(tmp_path / "two.hrcn"))
    assert (away.exit_code, "Traceback" in away.output) == (75, False)
    assert [each.name for each in tmp_path.glob("*.hrcn*")] == ["one.hrcn"]
    with empty_house(tmp_path / "new", STORAGE_URL=NOWHERE) as new:
        assert restored(new, kept).exit_code == 75
        with new.app_context():
            assert db.inspect(db.engine).get_table_names() == []


def _put(folder: Path, place: str, content: dict[str, bytes]) -> None:
    for name, each in content.items():
        (folder / name).write_bytes(each)
        open_storage(place).put(name, folder / name)
