"""Whoever was erased since a backup was made is erased again when it is brought back."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from hrcn_community.accounts.models import Person, SignIn
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.privacy.models import Erasure
from hrcn_community.worker import work_off
from tests.browsing import Browser
from tests.conftest import mails_from
from tests.factories import NETWORK
from tests.privacy.leaving import AFTER, be_erased
from tests.privacy.walking import columns_that_hold, files_that_hold, ties_to
from tests.running.houses import call, empty_house, restored

NAME, HANDLE = "Zora Zaunkoenig", "zora-zaunkoenig"
EMAIL = f"{HANDLE}@example.org"


@pytest.fixture
def files(app, tmp_path, monkeypatch) -> Path:
    """A storage of this house's own: no other test's ledger lies in it."""
    monkeypatch.setitem(app.config, "STORAGE_URL", f"file://{tmp_path / 'files'}")
    return tmp_path / "files"


def test_whoever_was_erased_since_the_backup_is_erased_again(app, world, cast, files, tmp_path):
    zora = world.person(NAME, id=987_654_321)
    space = world.space(NETWORK, member=[zora, cast.ben])
    thread = world.thread(
        space, zora, "Roofs", "I am for roofs.", [(cast.ben, f"So says @{HANDLE}.")]
    )
    assert zora.browser.sees("/settings") == 200
    kept = tmp_path / "one.hrcn"
    assert call(app, "backup", str(kept)).exit_code == 0
    be_erased(zora)
    assert columns_that_hold(app, NAME, EMAIL) == {}

    # The database is lost, and of the files all but what was never in a backup: the ledger.
    shutil.copytree(files / "le", tmp_path / "new" / "stored" / "le")
    with empty_house(tmp_path / "new") as new:
        done = restored(new, kept)
        assert done.exit_code == 0, done.output
        assert Browser(new).sign_in(EMAIL).status_code == 422, "nobody comes in meanwhile"
        with clock.at(clock.now() + AFTER + timedelta(hours=1)):
            work_off(new)
        assert columns_that_hold(new, NAME, EMAIL, f"@{HANDLE}") == {}
        assert ties_to(new, zora.id) == []
        assert files_that_hold(tmp_path / "new" / "stored", NAME, EMAIL) == []
        with new.app_context():
            [erasure] = db.session.scalars(select(Erasure)).all()
            assert erasure.done_at
            assert db.session.get_one(Person, zora.id).name == "Erased account"
            assert db.session.scalars(select(SignIn).where(SignIn.person_id == zora.id)).all() == []
        assert mails_from(new) == [], "they had their last mail"
        reader = Browser(new)
        reader.let_in(cast.ben.id)
        page = reader.page(thread.address)
        assert "I am for roofs." in page
        assert "Erased account" in page
        assert "So says @(erased)." in page
