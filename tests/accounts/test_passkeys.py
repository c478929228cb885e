"""Passkeys: added, named and removed; alone at the front door, as the second step, as a proof."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from hrcn_community.accounts.models import Passkey, Person, RecoveryCode, Standing
from hrcn_community.accounts.passkeys import remove_passkey
from hrcn_community.accounts.two_step import remove_app
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from tests.accounts.devices import (
    PRESENT,
    STEP_UP,
    TWO_STEP,
    Device,
    asked,
    enrol_app,
    recovery_codes,
)
from tests.browsing import PASSWORD, Browser, follow
from tests.racing import meanwhile, on_postgresql, sent_at_once

DOOR, SECOND = "/sign-in/passkey", "/sign-in/second-step/passkey"


@pytest.fixture
def phone(cast) -> Device:
    """Amina's phone, which holds a passkey."""
    device = Device()
    cast.amina.browser.step_up()
    answer = device.register(cast.amina.browser)
    assert answer.status_code == 303, answer.text
    assert len(recovery_codes(cast.amina.browser.page(answer.headers["Location"]))) == 10
    return device


def test_several_passkeys_are_added_named_and_removed(world, cast, phone):
    browser = cast.amina.browser
    assert browser.page(f"{TWO_STEP}/passkeys/new")
    assert Device().register(browser, "").status_code == 422
    key = Device()
    assert key.register(browser, "The key on my ring").headers["Location"] == TWO_STEP
    page = browser.page(TWO_STEP)
    assert "My phone" in page
    assert "The key on my ring" in page
    assert phone.register(browser).status_code == 422  # the same once more
    ring = world.rows(Passkey)[1]
    assert cast.ben.browser.post(f"{TWO_STEP}/passkeys/{ring.ref}/end").status_code == 404
    assert browser.post(f"{TWO_STEP}/passkeys/{ring.ref}/end").status_code == 303
    assert "The key on my ring" not in browser.page(TWO_STEP)
    assert key.use(Browser(cast.amina.app), DOOR).status_code == 422


def test_a_passkey_removed_in_two_tabs_at_once_or_again_is_removed_once_and_no_other_one(
    app, world, cast, phone, public
):
    here, tab = cast.amina.browser, Browser(app)
    tab.let_in(cast.amina.id)
    tab.step_up()
    assert Device().register(here, "The key on my ring").status_code == 303
    mine, ring = (f"{TWO_STEP}/passkeys/{each.ref}/end" for each in world.rows(Passkey))
    assert public.post(ring).status_code == 401
    assert cast.ben.browser.post(ring).status_code == 404
    done, late = sent_at_once((here, ring), (tab, ring))
    assert done.status_code == 303
    assert late.status_code in {303, 401, 404}  # found before, its proof ended, or found no more
    here.step_up()
    assert here.post(ring).status_code == 404
    assert here.post(f"{TWO_STEP}/passkeys/0000000000/end").status_code == 404
    assert [each.name for each in world.rows(Passkey)] == ["My phone"]
    told = [each.facts["how"] for each in world.rows(Entry, name="TwoStepChanged")]
    assert told.count("passkey_removed") == 1
    assert "The passkey is removed" in follow(here, here.post(mine))
    assert world.rows(Person, id=cast.amina.id)[0].two_step_since is None


@on_postgresql
def test_the_last_two_removed_at_once_leave_no_second_step_and_no_codes(app, world, cast, phone):
    enrol_app(cast.amina.browser)
    [row] = world.rows(Passkey)
    data = {"csrf_token": cast.amina.browser.form_token()}
    here = f"{TWO_STEP}/passkeys/{row.ref}/end"

    def remove() -> None:
        remove_app(by=viewer_of(cast.amina.id))

    assert meanwhile(app, remove, lambda: cast.amina.browser.client.post(here, data=data)) is None
    assert world.rows(RecoveryCode) == world.rows(Passkey) == []
    assert world.rows(Person, id=cast.amina.id)[0].two_step_since is None


@on_postgresql
def test_what_is_added_while_the_last_other_is_removed_is_asked_for(app, world, cast, phone):
    amina, [row] = cast.amina.browser, world.rows(Passkey)
    device = Device()
    options = asked(amina, f"{TWO_STEP}/passkeys/options")
    data = {"csrf_token": amina.form_token(), "credential": device.made(options), "name": "New"}

    def remove() -> None:
        remove_passkey(db.session.get_one(Passkey, row.id), by=viewer_of(cast.amina.id))

    def add() -> None:
        amina.client.post(f"{TWO_STEP}/passkeys", data=data)

    assert meanwhile(app, remove, add) is None
    assert [each.name for each in world.rows(Passkey)] == ["New"]
    assert world.rows(Person, id=cast.amina.id)[0].two_step_since
    assert len(world.rows(RecoveryCode)) == 10


def test_a_passkey_alone_opens_the_front_door(world, public, phone):
    answer = phone.use(public, DOOR, next="/people")
    assert answer.headers["Location"] == "/people"
    assert "by passkey" in public.page("/settings/sign-ins")
    assert world.rows(Passkey)[0].last_used_at
    assert asked(public, f"{DOOR}/options")["allowCredentials"] == []


def test_a_passkey_is_the_second_step_after_the_password_of_its_owner_alone(app, cast, phone):
    browser = Browser(app)
    assert browser.sign_in(cast.amina.email).headers["Location"].startswith("/sign-in/second-step")
    bens = Device()
    cast.ben.browser.step_up()
    bens.register(cast.ben.browser)
    assert bens.use(browser, SECOND).status_code == 422
    assert phone.use(browser, SECOND).status_code == 303
    assert "Account of Amina" in browser.page("/")


def test_a_passkey_proves_anew_and_an_answer_for_one_purpose_is_worth_nothing_for_another(
    app, cast, public, phone
):
    browser = cast.amina.browser
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert browser.post(STEP_UP, password=PASSWORD).status_code == 422
        given = phone.answer(asked(browser, f"{DOOR}/options"))
        assert browser.post(f"{STEP_UP}/passkey", credential=given).status_code == 422
        given = phone.answer(asked(browser, f"{STEP_UP}/passkey/options"))
        assert browser.post(DOOR, credential=given).status_code == 422
        assert (
            phone.use(browser, f"{STEP_UP}/passkey", next=TWO_STEP).headers["Location"] == TWO_STEP
        )
        assert browser.sees(f"{TWO_STEP}/passkeys/new") == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://localhost:5001"},
        {"origin": "https://evil.example"},
        {"rp_id": "evil.example"},
        {"flags": PRESENT},
        {"flags": 0},
        {"counts": False, "count": 1},
        {"owner": b"somebody else"},
        {"key": Device().key},
    ],
    ids=" ".join,
)
def test_a_device_that_answers_for_elsewhere_or_verified_nobody_opens_nothing(public, phone, wrong):
    assert phone.use(public, DOOR).status_code == 303
    stranger = Browser(public.app)
    for name, value in wrong.items():
        setattr(phone, name, value)
    answer = phone.use(stranger, DOOR)
    assert answer.status_code == 422
    assert "This passkey was not taken." in answer.text
    assert stranger.sees("/settings") == 401


def test_a_device_that_never_counts_is_taken_as_it_is(app, cast):
    device = Device(counts=False)
    cast.amina.browser.step_up()
    device.register(cast.amina.browser)
    assert device.use(Browser(app), DOOR).status_code == 303
    assert device.use(Browser(app), DOOR).status_code == 303


def test_a_question_is_good_once_for_five_minutes_in_the_browser_that_was_asked(app, public, phone):
    options = asked(public, f"{DOOR}/options")
    cookie = public.client.get_cookie("hrcn").value
    elsewhere = Browser(app)
    assert elsewhere.post(DOOR, credential=phone.answer(options)).status_code == 422
    given = phone.answer(options)
    assert public.post(DOOR, credential=given).status_code == 303
    thief = Browser(app)
    thief.client.set_cookie("hrcn", cookie)
    assert thief.post(DOOR, credential=given).status_code == 422
    assert thief.post(DOOR, credential=phone.answer(options)).status_code == 422
    late = Browser(app)
    options = asked(late, f"{DOOR}/options")
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert late.post(DOOR, credential=phone.answer(options)).status_code == 422


@pytest.mark.parametrize(
    "broken", ["", "{", "[]", "null", '{"id": 1}', '{"id": "a", "rawId": "a"}']
)
def test_what_is_no_answer_at_all_is_refused_in_words(public, cast, phone, broken):
    assert asked(public, f"{DOOR}/options")
    assert public.post(DOOR, credential=broken).status_code == 422
    asked(cast.amina.browser, f"{TWO_STEP}/passkeys/options")
    form = {"credential": broken, "name": "Odd"}
    assert cast.amina.browser.post(f"{TWO_STEP}/passkeys", form).status_code == 422


def test_a_passkey_of_somebody_suspended_opens_nothing(world, public, phone):
    world.do(lambda: db.session.execute(update(Person).values(standing=Standing.SUSPENDED)))
    assert phone.use(public, DOOR).status_code == 422


def test_where_passkeys_hold_follows_our_own_address_never_the_host_that_was_asked(public):
    there = {"base_url": "http://127.0.0.1"}
    page = public.client.get("/sign-in", **there).text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    answer = public.client.post(f"{DOOR}/options", data={"csrf_token": found[1]}, **there)
    assert answer.json["rpId"] == "localhost"


def test_nothing_is_added_without_a_proof(cast):
    for path in ("passkeys/options", "passkeys", "codes", "app", "app/end"):
        assert cast.amina.browser.post(f"{TWO_STEP}/{path}").status_code == 401
