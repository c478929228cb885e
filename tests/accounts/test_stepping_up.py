"""Proving once more who one is, before what needs it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import update

from hrcn_community.accounts.models import SignIn
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.site.pressed import DEEDS
from hrcn_community.spaces.models import Space
from tests.browsing import PASSWORD, follow
from tests.factories import CONFIDENTIAL

STEP_UP = "/settings/step-up"


@pytest.fixture
def sealed(world, cast):
    """A thread in a sealed space: Amina and Ben are inside."""
    space = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.amina, "Sealed words", "Nobody else may read this.")
    world.do(lambda: db.session.execute(update(Space).values(is_sealed=True)))
    return thread


def test_what_is_sealed_opens_after_a_proof_for_a_quarter_of_an_hour(sealed, cast):
    browser, start = cast.amina.browser, clock.now()
    answer = browser.get(f"{sealed.address}?around=1")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{STEP_UP}?next={sealed.address}%3Faround%3D1"
    form = {"next": f"{sealed.address}?around=1"}
    wrong = browser.post(STEP_UP, form, password="not this one")
    assert wrong.status_code == 422
    assert "This is not your password." in wrong.text
    right = browser.post(STEP_UP, form, password=PASSWORD)
    assert right.headers["Location"] == form["next"]
    assert "Nobody else may read this." in browser.page(sealed.address)
    with clock.at(start + timedelta(minutes=16)):
        assert browser.sees(sealed.address) == 303


def test_signing_in_is_no_proof_and_a_proof_counts_in_its_own_browser_only(sealed, app, cast):
    from tests.browsing import Browser

    cast.amina.browser.step_up()
    other = Browser(app)
    other.sign_in(cast.amina.email)
    assert other.sees(sealed.address) == 303
    assert cast.amina.browser.sees(sealed.address) == 200


def test_a_changed_password_ends_every_proof(sealed, cast):
    cast.amina.browser.step_up()
    fields = {"current": PASSWORD, "password": "the stairs have eleven steps"}
    assert cast.amina.browser.post("/settings/password", fields).status_code == 303
    assert cast.amina.browser.sees(sealed.address) == 303


def test_text_that_was_sent_without_a_proof_is_there_after_it(sealed, cast):
    browser, text = cast.ben.browser, "Half an hour of careful words. " * 40
    fields = {"body": text, "place": f"reply:{sealed.ref}", "password": "hidden"}
    answer = browser.post(f"{sealed.address}/replies", fields)
    assert answer.status_code == 401
    assert "Is it you?" in answer.text
    kept = re.search(r'name="kept" value="([^"]*)"', answer.text)
    assert kept
    assert "hidden" not in unescape(kept[1])
    page = browser.post(STEP_UP, kept=unescape(kept[1]), password=PASSWORD)
    assert "A reply in “Sealed words”" in page.text
    fields = dict(re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>([^<]*)<', page.text))
    assert "Half an hour" in follow(browser, browser.post(f"{sealed.address}/replies", fields))


def _pressed(browser, address, **fields):
    """Press a button without a proof, prove, and return what is shown then."""
    asked = browser.post(address, **fields)
    assert asked.status_code == 401
    kept = re.search(r'name="kept" value="([^"]*)"', asked.text)
    assert kept
    return browser.post(STEP_UP, kept=unescape(kept[1]), password=PASSWORD)


def test_a_button_without_a_text_is_offered_again_in_its_own_words_and_does_nothing_by_itself(cast):
    browser = cast.amina.browser
    shown = _pressed(browser, "/settings/two-step/app/end").text
    assert "Press once more" in shown
    assert "Your text is here" not in shown
    assert re.search(r'action="/settings/two-step/app/end".*?Remove the app', shown, re.DOTALL)
    assert browser.post("/settings/two-step/app/end").status_code == 303


def test_a_button_without_words_of_its_own_is_not_offered_but_said_not_to_have_been_pressed(
    sealed, cast
):
    browser = cast.ben.browser
    answer = _pressed(browser, f"{sealed.address}/level", level="muted")
    assert "Nothing was done yet: press once more what you pressed." in follow(browser, answer)


def test_every_button_that_asks_for_a_proof_has_words_to_be_offered_again(app):
    one_try_only = {  # what these send holds for one moment: it cannot be carried along
        "two_step.add_app", "two_step.ask_for_new", "two_step.add_passkey", "provider.link"
    }  # fmt: skip
    asked = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and hasattr(app.view_functions[rule.endpoint], "steps_up")
    }  # fmt: skip
    assert asked == set(DEEDS) | one_try_only


def test_a_fragment_leads_the_whole_page_to_the_proof(sealed, cast):
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://localhost{sealed.address}"}
    answer = cast.amina.browser.get(sealed.address, headers=headers)
    assert answer.headers["HX-Redirect"] == f"{STEP_UP}?next={sealed.address}"
    headers["HX-Current-URL"] = "https://evil.example//evil.example/"
    answer = cast.amina.browser.get(sealed.address, headers=headers)
    assert answer.headers["HX-Redirect"] == f"{STEP_UP}?next=/"


def test_to_whom_it_does_not_exist_nothing_says_that_it_would_need_a_proof(sealed, cast, public):
    nowhere = sealed.address[:-3] + "000"
    for browser in (cast.eve.browser, cast.cleo.browser, public):
        assert browser.sees(sealed.address) == browser.sees(nowhere) == 404
    assert cast.eve.browser.post(f"{sealed.address}/replies", body="x").status_code == 404


def test_wrong_proofs_are_counted_and_slowed_down(cast):
    browser = cast.amina.browser
    for _ in range(20):
        assert browser.post(STEP_UP, password="wrong").status_code == 422
    answer = browser.post(STEP_UP, password=PASSWORD)
    assert answer.status_code == 409
    assert "many wrong tries" in answer.text


def test_where_the_proof_leads_is_in_this_house(cast):
    form = {"next": "https://evil.example/", "password": PASSWORD}
    assert cast.amina.browser.post(STEP_UP, form).headers["Location"] == "/"


def test_a_proof_is_asked_of_whoever_is_signed_in_alone(world, public):
    assert public.sees(STEP_UP) == 401
    assert public.post(STEP_UP, password=PASSWORD).status_code == 401
    assert world.rows(SignIn) == []
