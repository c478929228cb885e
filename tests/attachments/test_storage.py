"""A folder and a storage that speaks S3 keep the same promises."""

import io
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest

from hrcn_community.attachments.storage import Storage, StorageAway, open_storage
from hrcn_community.core import clock
from hrcn_community.worker import work_off
from tests.attachments.sending import add, links_in, picture, reply_with, send
from tests.browsing import follow
from tests.objects import buckets

NAME = "abcdefgh"


@pytest.fixture(scope="module")
def new_bucket() -> Iterator[Callable[[], str]]:
    with buckets() as new:
        yield new


@pytest.fixture
def bucket(new_bucket: Callable[[], str]) -> str:
    """The address of an empty bucket."""
    return new_bucket()


@pytest.fixture(params=["folder", "s3"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "folder":
        return f"file://{tmp_path / 'files'}"
    return request.getfixturevalue("bucket")


@pytest.fixture
def store(address: str) -> Storage:
    return open_storage(address)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "given"
    path.write_bytes(os.urandom(700_000))
    return path


def test_what_was_put_is_read_again_whole(store: Storage, source: Path):
    store.put(NAME, source)
    pieces = list(store.read(NAME))
    assert b"".join(pieces) == source.read_bytes()
    assert len(pieces) > 1


def test_what_was_deleted_is_not_there_and_deleting_twice_is_no_harm(store: Storage, source: Path):
    store.put(NAME, source)
    store.delete([NAME, "neverwasthere"])
    store.delete([NAME])
    with pytest.raises(StorageAway):
        store.read(NAME)


def test_names_are_listed_once_they_are_old_enough(store: Storage, source: Path):
    for name in (NAME, f"{NAME}.small", "zyxwvuts"):
        store.put(name, source)
    later = clock.now() + timedelta(hours=1)
    assert sorted(chain.from_iterable(store.older_than(later))) == [
        NAME,
        f"{NAME}.small",
        "zyxwvuts",
    ]
    assert list(chain.from_iterable(store.older_than(clock.now() - timedelta(hours=1)))) == []


@pytest.mark.parametrize("name", ["../etc/passwd", "/etc/passwd", "ab", "a b c d", "abcd/efgh", ""])
def test_a_name_that_is_not_ours_is_no_path(store: Storage, source: Path, name: str):
    for deed in (lambda: store.put(name, source), lambda: store.read(name)):
        with pytest.raises(ValueError, match=r".*"):
            deed()


def test_the_whole_way_of_a_file(app, world, cast, address, monkeypatch):
    monkeypatch.setitem(app.config, "STORAGE_URL", address)
    thread = world.thread(world.space(), cast.amina)
    follow(cast.ben.browser, reply_with(cast.ben, thread, add(cast.ben.browser)))
    [link] = links_in(cast.amina.browser.page(thread.address))
    assert cast.amina.browser.get(link).data.startswith(b"\x89PNG")
    assert cast.amina.browser.get(f"{link}/small").mimetype == "image/webp"


def test_an_archive_of_many_pages_of_posts_lies_in_an_object_storage(
    app, world, cast, bucket, worker, monkeypatch
):
    """It is made, fetched in pieces and let go there as in a folder; nothing of it lies there readable."""
    monkeypatch.setitem(app.config, "STORAGE_URL", bucket)
    amina = cast.amina
    said = [f"The {number}th thing that I said." for number in range(1, 66)]  # on four pages
    thread = world.thread(
        world.space(), amina, body=said[0], replies=[(amina, w) for w in said[1:]]
    )
    follow(amina.browser, reply_with(amina, thread, add(amina.browser), body="And a picture."))
    amina.browser.step_up()
    assert amina.browser.post("/settings/data", {}).status_code == 303
    worker()
    [link] = set(re.findall(r"/settings/data/[0-9a-z]{20,}", amina.browser.page("/settings/data")))
    archive = zipfile.ZipFile(io.BytesIO(amina.browser.get(link).data))
    assert archive.testzip() is None
    posts = json.loads(archive.read("data.json"))["chapters"]["posts"]
    assert [post["source"] for post in posts] == [*said, "And a picture."]
    [picture_] = [name for name in archive.namelist() if name.startswith("files/")]
    assert archive.read(picture_).startswith(b"\x89PNG")
    store = open_storage(bucket)
    kept = list(chain.from_iterable(store.older_than(clock.now() + timedelta(days=1))))
    [stored] = [name for name in kept if name.startswith("export")]
    assert b"thing that I said" not in b"".join(store.read(stored))
    with clock.at(clock.now() + timedelta(days=8)):
        work_off(app)
    with pytest.raises(StorageAway):
        store.read(stored)


def test_an_object_storage_that_is_away_is_said_in_words(app, cast, monkeypatch):
    nowhere = "s3://key:secret@files/x?endpoint=http://127.0.0.1:9"
    monkeypatch.setitem(app.config, "STORAGE_URL", nowhere)
    answer = send(cast.ben.browser, picture())
    assert answer.status_code == 503
    assert "Files cannot be reached or stored at the moment." in answer.text


def test_a_bucket_that_does_not_exist_is_said_in_words(app, cast, bucket, monkeypatch):
    nowhere = f"s3://key:secret@no-such-bucket/x?{bucket.partition('?')[2]}"
    monkeypatch.setitem(app.config, "STORAGE_URL", nowhere)
    assert send(cast.ben.browser, picture()).status_code == 503
