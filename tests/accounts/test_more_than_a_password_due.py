"""Who needs more than a password, has days to enrol it, and then finds every other door closed."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from config import SettingsError, read_settings
from hrcn_community.accounts.models import Person
from hrcn_community.core import clock
from hrcn_community.core.db import db
from tests.accounts.devices import TWO_STEP, enrol_app
from tests.browsing import PASSWORD

BANNER = "Your role needs a second step"
LATER = timedelta(days=15)


@pytest.mark.parametrize("who", ["omar", "dalia", "cleo", "chandra"])
def test_whoever_bears_such_a_role_reads_how_many_days_are_left_and_then_nothing_else(
    world, cast, who
):
    thread = world.thread(world.space(facilitator=cast.chandra), cast.ben)
    browser = getattr(cast, who).browser
    page = browser.page(thread.address)
    assert BANNER in page
    assert "within 14 days" in page
    with clock.at(clock.now() + timedelta(days=12, hours=20)):
        assert "within 2 days" in browser.page(thread.address)
    with clock.at(clock.now() + LATER):
        for path in (thread.address, "/", "/people", "/settings", "/notifications", "/nowhere"):
            assert browser.get(path).headers.get("Location") == TWO_STEP, path
        answer = browser.post(f"{thread.address}/replies", body="Half an hour of writing.")
        assert answer.status_code == 409
        assert "Half an hour of writing." in answer.text
        assert browser.get("/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == TWO_STEP


def test_what_stays_open_is_what_one_needs_to_enrol_and_the_way_out(world, cast):
    browser = cast.cleo.browser
    with clock.at(clock.now() + LATER):
        page = browser.page(TWO_STEP)
        assert "nothing else opens" in page
        for path in ("/help", "/privacy", "/contact", "/settings/password", "/settings/step-up"):
            assert browser.sees(path) == 200, path
        assert browser.get(f"{TWO_STEP}/app").headers["Location"].startswith("/settings/step-up")
        assert browser.post("/settings/step-up", password=PASSWORD).status_code == 303
        enrol_app(browser)
        assert BANNER not in browser.page("/people")
        assert browser.post(f"{TWO_STEP}/app/end").status_code == 303
        assert browser.get("/people").headers["Location"] == TWO_STEP
        assert browser.post("/sign-out").headers["Location"] == "/"
        assert browser.sees("/") == 200


def test_nobody_else_is_asked_for_it(world, cast):
    world.space(member=cast.amina)
    with clock.at(clock.now() + 10 * LATER):
        cast.amina.browser.post("/sign-out")
        cast.amina.browser.let_in(cast.amina.id)
        assert BANNER not in cast.amina.browser.page("/people")


def test_the_days_begin_with_the_role_also_while_somebody_is_signed_in(world, cast):
    browser, start = cast.amina.browser, clock.now()
    assert BANNER not in browser.page("/people")
    official = update(Person).where(Person.id == cast.amina.id).values(site_role="official")
    world.do(lambda: db.session.execute(official))
    with clock.at(start + timedelta(days=20)):
        assert BANNER not in browser.page("/people")  # only noted beside this page
        assert "within 14 days" in browser.page("/people")
    with clock.at(start + timedelta(days=20) + LATER):
        assert browser.get("/people").headers["Location"] == TWO_STEP


def test_how_many_days_is_a_setting(monkeypatch, tmp_path):
    monkeypatch.setenv("INSTANCE_PATH", str(tmp_path))
    assert read_settings({"INSTANCE_PATH": str(tmp_path)})["TWO_STEP_GRACE_DAYS"] == 14
    assert (
        read_settings({"INSTANCE_PATH": str(tmp_path), "TWO_STEP_GRACE_DAYS": "0"})[
            "TWO_STEP_GRACE_DAYS"
        ]
        == 0
    )
    with pytest.raises(SettingsError, match="TWO_STEP_GRACE_DAYS"):
        read_settings({"INSTANCE_PATH": str(tmp_path), "TWO_STEP_GRACE_DAYS": "a while"})
