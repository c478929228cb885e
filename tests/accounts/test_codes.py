"""An app that shows codes, and recovery codes: enrolling, the second step, proving anew."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import update

from hrcn_community.accounts.models import (
    CodeKey,
    Person,
    RecoveryCode,
    SignIn,
    Standing,
    WrongTry,
)
from hrcn_community.cli.people import person as person_command
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from tests.accounts.devices import STEP_UP, TWO_STEP, enrol_app, recovery_codes
from tests.browsing import PASSWORD, Browser, follow
from tests.letterbox import read
from tests.racing import sent_at_once

SECOND = "/sign-in/second-step"
WRONG = "This code is wrong, was used already, or is too old."


@pytest.fixture
def enrolled(cast):
    """Amina's app; her browser is signed in and has just proved who she is."""
    return enrol_app(cast.amina.browser)


@pytest.fixture
def half_way(app, cast, enrolled) -> Browser:
    """Another browser, in which Amina's password was given."""
    browser = Browser(app)
    answer = browser.post("/sign-in", email=cast.amina.email, password=PASSWORD, next="/people")
    assert answer.headers["Location"] == f"{SECOND}?next=/people"
    return browser


def test_an_app_is_enrolled_by_its_first_code_and_ten_recovery_codes_are_shown_once(
    world, cast, worker, mailbox
):
    browser = cast.amina.browser
    assert browser.get(f"{TWO_STEP}/app").headers["Location"].startswith(STEP_UP)
    browser.step_up()
    page = browser.page(f"{TWO_STEP}/app")
    assert "<svg" in page
    assert "style=" not in page.split("<svg", 1)[1].split("</svg>")[0]
    wrong = browser.post(f"{TWO_STEP}/app", code="000000")
    assert wrong.status_code == 422
    assert "not the code of this moment" in wrong.text
    assert browser.page(f"{TWO_STEP}/app").split("qr__key")[1][:60] == page.split("qr__key")[1][:60]
    app = enrol_app(browser)
    assert len(set(app.recovery)) == 10
    assert recovery_codes(browser.page(f"{TWO_STEP}/codes")) == []
    [key] = world.rows(CodeKey)
    assert app.key not in key.sealed
    kept = {row.code_hash for row in world.rows(RecoveryCode)}
    assert not kept & {code.replace("-", "") for code in app.recovery}
    worker()
    assert "an app that shows codes was added" in read(mailbox(), cast.amina.email)[-1].text


def test_after_the_password_the_code_is_asked_for_and_until_then_nobody_is_in(
    world, cast, enrolled, half_way
):
    before = len(world.rows(SignIn))
    assert half_way.sees("/settings") == 401
    assert len(world.rows(SignIn)) == before
    assert half_way.post(SECOND, code="000000").status_code == 422
    answer = half_way.post(
        SECOND, code=f" {enrolled.code()[:3]} {enrolled.code()[3:]}", next="/people"
    )
    assert answer.headers["Location"] == "/people"
    assert "by password and code" in half_way.page("/settings/sign-ins")


def test_a_code_is_good_once_and_so_is_half_a_sign_in(app, cast, enrolled, half_way):
    cookie = half_way.client.get_cookie("hrcn").value
    code = enrolled.code()
    assert half_way.post(SECOND, code=code).status_code == 303
    again = Browser(app)
    again.sign_in(cast.amina.email)
    answer = again.post(SECOND, code=code)
    assert answer.status_code == 422
    assert WRONG in answer.text
    thief = Browser(app)
    thief.client.set_cookie("hrcn", cookie)
    thief.client.set_cookie("device", half_way.client.get_cookie("device").value)
    assert thief.post(SECOND, code=enrolled.recovery[0]).status_code == 409
    assert thief.sees("/settings") == 401


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 422), (0, 303), (1, 303), (2, 422)])
def test_the_clock_of_the_app_may_be_one_step_off(steps, status, enrolled, half_way):
    """The step before was used up by enrolling."""
    assert half_way.post(SECOND, code=enrolled.code(steps)).status_code == status


def test_half_a_sign_in_dies_with_time_in_another_browser_with_a_new_password_and_a_suspension(
    app, world, cast, enrolled, half_way
):
    thief = Browser(app)
    thief.client.set_cookie("hrcn", half_way.client.get_cookie("hrcn").value)
    assert thief.post(SECOND, code=enrolled.code()).status_code == 409
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert half_way.post(SECOND, code=enrolled.code()).status_code == 409
    mine = update(Person).where(Person.id == cast.amina.id)
    suspended, member = ({"standing": each} for each in (Standing.SUSPENDED, Standing.MEMBER))
    world.do(lambda: db.session.execute(mine.values(**suspended)))
    assert half_way.post(SECOND, code=enrolled.code()).status_code == 409
    world.do(lambda: db.session.execute(mine.values(**member, password_hash="another")))
    assert half_way.post(SECOND, code=enrolled.code()).status_code == 409
    assert half_way.get(SECOND).headers["Location"] == "/sign-in"


def test_wrong_codes_are_few_and_the_owner_passes_on_a_device_of_their_own(
    app, cast, enrolled, half_way
):
    own = Browser(app)
    own.sign_in(cast.amina.email)
    assert own.post(SECOND, code=enrolled.code()).status_code == 303
    own.post("/sign-out")
    assert [half_way.post(SECOND, code="000000").status_code for _ in range(11)] == [422] * 10 + [
        409
    ]
    assert "many wrong codes" in half_way.post(SECOND, code=enrolled.code(1)).text
    own.sign_in(cast.amina.email)
    assert own.post(SECOND, code=enrolled.code(1)).status_code == 303


def test_wrong_codes_that_come_all_at_once_are_no_more_than_those_that_come_in_turn(
    world, cast, enrolled, half_way
):
    for _ in range(7):
        assert half_way.post(SECOND, code="000000").status_code == 422
    tries = sent_at_once(*[(half_way, SECOND)] * 8, code="000000")
    assert [answer.status_code for answer in tries] == [409] * 5 + [422] * 3
    assert "many wrong codes" in tries[0].text
    assert half_way.post(SECOND, code=enrolled.code(1)).status_code == 409
    with clock.at(clock.now() + timedelta(minutes=61)):
        fresh = Browser(cast.amina.app)
        fresh.sign_in(cast.amina.email)
        assert fresh.post(SECOND, code=enrolled.code()).status_code == 303
    assert len(world.rows(WrongTry)) == 0


def test_a_right_code_is_not_counted_among_the_wrong_ones(world, cast, enrolled, half_way):
    for _ in range(9):
        half_way.post(SECOND, code="000000")
    assert half_way.post(SECOND, code=enrolled.code()).status_code == 303
    assert len(world.rows(WrongTry)) == 9


def test_a_recovery_code_opens_once_however_it_is_typed_and_its_owner_is_told(
    app, cast, enrolled, half_way, worker, mailbox
):
    code = enrolled.recovery[3]
    assert half_way.post(SECOND, code=f" {code.upper().replace('-', ' ')}").status_code == 303
    assert "9 are left" in half_way.page(TWO_STEP)
    worker()
    assert any("recovery code was used" in mail.text for mail in read(mailbox(), cast.amina.email))
    again = Browser(app)
    again.sign_in(cast.amina.email)
    assert again.post(SECOND, code=code).status_code == 422


def test_recovery_codes_are_of_one_person(app, cast, enrolled):
    other = enrol_app(cast.ben.browser)
    browser = Browser(app)
    browser.sign_in(cast.amina.email)
    assert browser.post(SECOND, code=other.recovery[0]).status_code == 422
    assert browser.post(SECOND, code=other.code()).status_code == 422


def test_new_recovery_codes_end_the_old_ones(cast, enrolled, half_way):
    answer = cast.amina.browser.post(f"{TWO_STEP}/codes")
    fresh = recovery_codes(follow(cast.amina.browser, answer))
    assert len(fresh) == 10
    assert half_way.post(SECOND, code=enrolled.recovery[0]).status_code == 422
    assert half_way.post(SECOND, code=fresh[0]).status_code == 303


def test_codes_renewed_in_two_tabs_at_once_are_ten_and_without_anything_enrolled_none(
    app, world, cast, enrolled, public
):
    here, tab = cast.amina.browser, Browser(app)
    tab.let_in(cast.amina.id)
    tab.step_up()
    assert public.post(f"{TWO_STEP}/codes").status_code == 401
    sent = sent_at_once((here, f"{TWO_STEP}/codes"), (tab, f"{TWO_STEP}/codes"))
    shown = [recovery_codes(follow(b, a)) for b, a in zip((here, tab), sent, strict=True)]
    assert [len(codes) for codes in shown] == [10, 10]
    assert len(world.rows(RecoveryCode)) == 10
    good = [opens(cast, codes[0]) for codes in shown]
    assert sorted(good) == [False, True]
    ben = cast.ben.browser
    ben.step_up()
    told = follow(ben, ben.post(f"{TWO_STEP}/codes"))
    assert "You need recovery codes only beside a passkey or an app." in told
    assert world.rows(RecoveryCode, person_id=cast.ben.id) == []


def opens(cast, code: str) -> bool:
    """Does a code open the second step, after Amina's password?"""
    browser = Browser(cast.amina.app)
    browser.sign_in(cast.amina.email)
    return browser.post(SECOND, code=code).status_code == 303


def test_the_app_removed_in_two_tabs_at_once_or_again_is_removed_once_and_nobody_elses(
    app, world, cast, enrolled, public
):
    here, tab, end = cast.amina.browser, Browser(app), f"{TWO_STEP}/app/end"
    tab.let_in(cast.amina.id)
    tab.step_up()
    cast.ben.browser.step_up()
    assert public.post(end).status_code == 401
    assert cast.ben.browser.post(end).status_code == 303
    assert len(world.rows(CodeKey)) == 1
    done, late = sent_at_once((here, end), (tab, end))
    assert done.status_code == 303
    assert late.status_code in {303, 401}  # the first ended the proof in the other tab, too
    here.step_up()
    assert "The app is removed" in follow(here, here.post(end))
    removed = [
        each
        for each in world.rows(Entry, name="TwoStepChanged")
        if each.facts["how"] == "app_removed"
    ]
    assert [each.actor_id for each in removed] == [cast.amina.id]
    assert world.rows(CodeKey) == world.rows(RecoveryCode) == []


def test_where_an_app_is_enrolled_the_password_alone_proves_nothing(cast, enrolled):
    browser = cast.amina.browser
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert browser.post(f"{TWO_STEP}/app/end").status_code == 401
        assert browser.post(STEP_UP, password=PASSWORD).status_code == 422
        assert browser.post(f"{TWO_STEP}/app/end").status_code == 401
        assert browser.post(STEP_UP, code=enrolled.code()).status_code == 303
        assert browser.post(f"{TWO_STEP}/app/end").status_code == 303


def test_without_its_app_an_account_asks_for_no_code_and_proofs_end(world, app, cast, enrolled):
    cast.amina.browser.post(f"{TWO_STEP}/app/end")
    assert world.rows(RecoveryCode) == world.rows(CodeKey) == []
    assert cast.amina.browser.get(f"{TWO_STEP}/app").status_code == 303
    assert Browser(app).sign_in(cast.amina.email).headers["Location"] == "/"


def test_a_forgotten_password_does_not_take_the_second_step_away(
    public, cast, enrolled, worker, mailbox
):
    public.post("/sign-in/reset", email=cast.amina.email)
    worker()
    link = read(mailbox(), cast.amina.email)[-1].link
    assert public.post(link, password="a quite different sentence").status_code == 303
    answer = public.sign_in(cast.amina.email, "a quite different sentence")
    assert answer.headers["Location"].startswith(SECOND)


def test_text_that_was_kept_survives_the_second_step(world, cast, enrolled, public):
    thread = world.thread(world.space(), cast.ben)
    answer = public.post(f"{thread.address}/replies", body="Half an hour of writing.")
    for path, fields in (
        ("/sign-in", {"email": cast.amina.email, "password": PASSWORD}),
        (SECOND, {"code": "000000"}),
        (SECOND, {"code": enrolled.code()}),
    ):
        kept = re.search(r'name="kept" value="([^"]*)"', answer.text)
        assert kept
        answer = public.post(path, {"kept": unescape(kept[1]), **fields})
    assert "Half an hour of writing." in answer.text
    assert f'action="{thread.address}/replies"' in answer.text


def test_somebody_who_lost_everything_gets_in_again_by_the_core_teams_command(
    app, world, cast, enrolled, public, worker, mailbox
):
    done = app.test_cli_runner().invoke(person_command, ["reset-two-step", cast.amina.email])
    assert done.exit_code == 0, done.output
    assert cast.amina.browser.sees("/settings") == 401
    assert public.sign_in(cast.amina.email).headers["Location"] == "/"
    worker()
    assert any("as you had lost it" in mail.text for mail in read(mailbox(), cast.amina.email))
    done = app.test_cli_runner().invoke(person_command, ["reset-two-step", "nobody@example.org"])
    assert done.exit_code == 1
    assert "No member has this address." in done.output
