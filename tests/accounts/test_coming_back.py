"""Coming back from leaving, by whatever way somebody signs in; and not by a part of it."""

import re

from hrcn_community.accounts.models import Person, SignIn, Standing
from hrcn_community.core import clock
from tests.accounts.devices import Device, enrol_app
from tests.browsing import Browser, follow
from tests.privacy.leaving import AFTER, ask_to_go, let_days_pass
from tests.racing import at_once

RETURN, SECOND = "/sign-in/return", "/sign-in/second-step"


def standing(world, person) -> str:
    return world.rows(Person, id=person.id)[0].standing


def way_back(page: str) -> dict[str, str]:
    found = re.search(r'name="pass" value="([^"]+)"', page)
    assert found, page
    return {"pass": found[1]}


def gone(world, person) -> None:
    assert ask_to_go(person).status_code == 303
    assert standing(world, person) == Standing.LEAVING


def test_by_a_passkey_alone(app, world, cast, public):
    phone = Device()
    cast.amina.browser.step_up()
    assert phone.register(cast.amina.browser).status_code == 303
    gone(world, cast.amina)
    before = len(world.rows(SignIn))
    page = phone.use(public, "/sign-in/passkey").text
    assert "You can come back" in page
    assert len(world.rows(SignIn)) == before  # nobody is in before they said so
    assert public.get("/settings").status_code == 401
    assert "Sign in as before" in follow(public, public.post(RETURN, way_back(page)))
    assert standing(world, cast.amina) == Standing.MEMBER
    assert phone.use(public, "/sign-in/passkey").status_code == 303
    let_days_pass(app)
    assert cast.ben.browser.sees("/people/amina") == 200


def test_by_password_and_code_and_never_by_the_password_alone(app, world, cast):
    codes = enrol_app(cast.amina.browser)
    gone(world, cast.amina)
    browser = Browser(app)
    half = browser.sign_in(cast.amina.email)
    assert half.headers["Location"].startswith(SECOND)  # not opened by a password that was stolen
    refused = browser.post(SECOND, code="000000")
    assert refused.status_code == 422
    assert 'name="pass"' not in refused.text
    token = way_back(browser.post(SECOND, code=codes.code()).text)
    csrf = {"csrf_token": browser.form_token()}
    sent = [lambda: browser.client.post(RETURN, data={**token, **csrf}) for _ in range(2)]
    assert sorted(answer.status_code for answer in at_once(sent)) == [303, 409]
    assert standing(world, cast.amina) == Standing.MEMBER


def test_by_password_and_a_recovery_code_or_a_passkey(app, world, cast):
    codes, phone = enrol_app(cast.amina.browser), Device()
    cast.amina.browser.step_up()
    phone.register(cast.amina.browser)
    gone(world, cast.amina)
    for prove in (
        lambda browser: browser.post(SECOND, code=codes.recovery[0]),
        lambda browser: phone.use(browser, f"{SECOND}/passkey"),
    ):
        browser = Browser(app)
        browser.sign_in(cast.amina.email)
        assert "You can come back" in prove(browser).text
    follow(browser, browser.post(RETURN, way_back(prove_again(app, cast, phone))))
    assert standing(world, cast.amina) == Standing.MEMBER


def prove_again(app, cast, phone) -> str:
    return phone.use(Browser(app), "/sign-in/passkey").text


def test_once_the_erasing_has_begun_no_way_leads_back(app, world, cast, public):
    phone = Device()
    cast.amina.browser.step_up()
    phone.register(cast.amina.browser)
    gone(world, cast.amina)
    token = way_back(phone.use(public, "/sign-in/passkey").text)
    let_days_pass(app)
    assert phone.use(Browser(app), "/sign-in/passkey").status_code == 422
    with clock.at(clock.now() + AFTER):
        assert public.post(RETURN, token).status_code in (404, 409)
    assert standing(world, cast.amina) == Standing.ERASED
