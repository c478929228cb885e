"""Whoever was erased since a backup was made is erased again when it is brought back."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from hrcn_community.accounts.models import Person, SignIn
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.privacy.actions.erasing import take_erasure_back
from hrcn_community.privacy.models import Erasure
from hrcn_community.worker import work_off
from tests.browsing import Browser
from tests.conftest import mails_from
from tests.factories import NETWORK
from tests.privacy.leaving import AFTER, ask_to_go, be_erased
from tests.privacy.walking import columns_that_hold, files_that_hold, ties_to
from tests.running.houses import call, empty_house, restored

NAME, HANDLE = "Zora Zaunkoenig", "zora-zaunkoenig"
EMAIL = f"{HANDLE}@example.org"
NOW, LATER = ["member", "leaving", "member"], ["member", "erased", "member"]


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


def _later(new, days: int) -> None:
    with clock.at(clock.now() + timedelta(days=days)):
        work_off(new)


def _standing(house, somebody) -> str:
    with house.app_context():
        return db.session.get_one(Person, somebody.id).standing


def test_whoever_asked_since_the_backup_is_not_forgotten_and_who_came_back_not_erased(
    app, world, cast, files, tmp_path
):
    kept = tmp_path / "one.hrcn"
    returned, asked, both = cast.amina, cast.ben, cast.chandra
    assert ask_to_go(returned).status_code == 303
    work_off(app)
    assert call(app, "backup", str(kept)).exit_code == 0
    for somebody in (asked, both):
        assert ask_to_go(somebody).status_code == 303
    work_off(app)
    for somebody in (returned, both):
        world.do(lambda each=somebody: take_erasure_back(each.id))
    work_off(app)
    shutil.copytree(files / "le", tmp_path / "new" / "stored" / "le")
    with empty_house(tmp_path / "new") as new, clock.at(clock.now() + timedelta(days=9)):
        done = restored(new, kept)
        assert done.exit_code == 0, done.output
        assert [_standing(new, each) for each in (returned, asked, both)] == NOW
        _later(new, 6)
        assert _standing(new, asked) == "leaving", "what was said since, nobody knows"
        _later(new, 9)
        assert [_standing(new, each) for each in (returned, asked, both)] == LATER


def test_who_waited_has_the_days_anew_where_no_ledger_says_whether_they_came_back(
    app, world, cast, files, tmp_path
):
    kept = tmp_path / "one.hrcn"
    assert ask_to_go(cast.amina).status_code == 303
    assert call(app, "backup", str(kept)).exit_code == 0
    with empty_house(tmp_path / "new") as new, clock.at(clock.now() + timedelta(days=20)):
        assert restored(new, kept).exit_code == 0
        assert _standing(new, cast.amina) == "leaving"
        with new.app_context():
            take_erasure_back(cast.amina.id)
            db.session.commit()
        _later(new, 9)
        assert _standing(new, cast.amina) == "member"
