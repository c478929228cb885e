"""The files of a sealed case in a storage that speaks S3: what lies there says nothing without the keys."""

from datetime import timedelta
from itertools import chain

import pytest

from hrcn_community.attachments.storage import open_storage
from hrcn_community.cli.sealing import reseal
from hrcn_community.conversations.models import Attachment, StoredFile
from hrcn_community.core import clock
from tests.attachments.sending import add, picture
from tests.consultations.sealed import INSIDE, open_file
from tests.objects import buckets

WITHIN = (INSIDE[:20], b"PNG", b"RIFF")  # of a text, of a picture, of the small copy of a picture

pytestmark = [pytest.mark.usefixtures("proved"), pytest.mark.heavy("postgresql")]


@pytest.fixture
def bucket(app, monkeypatch):
    """The files of this house lie in an empty bucket."""
    with buckets() as new:
        monkeypatch.setitem(app.config, "STORAGE_URL", new())
        yield open_storage(app.config["STORAGE_URL"])


def test_files_lie_encrypted_in_a_bucket_and_open_to_whoever_may_read(
    app, world, cast, story, worker, bucket, monkeypatch
):
    story.ask(tier="confidential")
    refs = _add_papers(story, (INSIDE, "lease.txt"), (picture(), "plan.png"))
    opened = [open_file(world, cast.omar, ref).data for ref in refs]
    before = _lying(bucket)
    assert all(any(within in content for content in before.values()) for within in WITHIN)

    with monkeypatch.context() as patch:
        patch.setitem(app.config, "STORAGE_URL", "s3://k:s@files/x?endpoint=http://127.0.0.1:9")
        assert story.post(cast.omar, "tier", tier="sealed").status_code == 503
    assert story.case.tier == "confidential"
    assert {row.key_ref for row in world.rows(StoredFile)} == {None}

    story.done(cast.omar, "tier", tier="sealed")
    refs += _add_papers(story, (INSIDE, "again.txt"))
    opened.append(INSIDE)
    worker()
    sealed = _lying(bucket)
    _assert_silent(sealed)
    assert not before.keys() & sealed.keys()
    assert [open_file(world, cast.omar, ref).data for ref in refs] == opened
    assert cast.chandra.browser.sees(story.address) == 404
    assert open_file(world, cast.chandra, refs[0]).status_code == 404

    done = app.test_cli_runner().invoke(reseal, ["--new-space-keys"])
    assert "1 sealed consultations have another key" in done.output
    worker()
    anew = _lying(bucket)
    _assert_silent(anew)
    assert not sealed.keys() & anew.keys()
    assert not set(sealed.values()) & set(anew.values())
    assert len(anew) == len(world.rows(Attachment)) + 1  # the small copy of the picture
    assert [open_file(world, cast.omar, ref).data for ref in refs] == opened


def _add_papers(story, *files):
    refs = [add(story.asker.browser, content, name) for content, name in files]
    story.done(story.asker, "papers", about="What there is.", files=["", *refs])
    return refs


def _lying(store):
    names = chain.from_iterable(store.older_than(clock.now() + timedelta(hours=1)))
    return {name: b"".join(store.read(name)) for name in names}


def _assert_silent(lying):
    assert lying
    for name, content in lying.items():
        assert not any(within in content for within in WITHIN), name
