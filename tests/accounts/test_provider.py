"""Signing in by another house that vouches for people, against a real one on this machine."""

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests
from flask import Flask

from config import ROOT, SettingsError, read_settings
from hrcn_community.accounts import vouching
from hrcn_community.accounts.models import LinkedIdentity, Person, SignIn
from hrcn_community.core import clock
from tests.accounts.devices import enrol_app
from tests.browsing import Browser
from tests.letterbox import read
from tests.privacy.leaving import ask_to_go

BACK = "http://localhost:5000/sign-in/provider/back"
PAGE, LINK = "/settings/provider", "/settings/provider/link"


class House:
    """The other house, and somebody's browser while it is there."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"

    def expect(self, sub: str, *amr: str) -> None:
        """Let whoever comes next be `sub` there."""
        requests.get(f"{self.issuer}/expect", params={"sub": sub, "amr": amr}, timeout=5)

    def visit(self, address: str) -> str:
        """Go there with a browser that was never there, and return where it leads back to."""
        with requests.Session() as visitor:
            for _ in range(8):
                answer = visitor.get(address, allow_redirects=False, timeout=5)
                assert answer.is_redirect, answer.text
                address = urljoin(address, answer.headers["Location"])
                if address.startswith(BACK):
                    return address.removeprefix("http://localhost:5000")
        raise AssertionError("it never came back")


@pytest.fixture(scope="module")
def running() -> Iterator[House]:
    script = Path(__file__).parent / "provider.mjs"
    command = ["node", str(script), str(ROOT / "node_modules"), BACK]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, **pipes) as process:
        try:
            assert process.stdout
            yield House(int(process.stdout.readline()))
        finally:
            process.terminate()


@pytest.fixture
def house(app: Flask, running: House) -> Iterator[House]:
    before = {name: app.config[name] for name in app.config if name.startswith("OIDC_")}
    app.config.update(OIDC_ISSUER=running.issuer, OIDC_CLIENT_ID="hrcn", OIDC_NAME="Town hall")
    app.config.update(OIDC_CLIENT_SECRET="a-secret-of-the-tests", BASE_URL="http://localhost:5000")
    yield running
    app.config.update(before)


def leave(browser: Browser, path: str = "/sign-in/provider?next=/people") -> str:
    answer = browser.get(path)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def link(house: House, browser: Browser, sub: str) -> int:
    """Link the account of whoever sits there to `sub`; return the status of the last form."""
    house.expect(sub)
    browser.step_up()
    assert "Link your account here" in browser.page(house.visit(leave(browser, LINK)))
    return browser.post(PAGE).status_code


def test_whoever_linked_their_account_signs_in_by_it(
    house, app, world, cast, public, worker, mailbox
):
    assert cast.amina.browser.get(LINK).headers["Location"].startswith("/settings/step-up")
    assert link(house, cast.amina.browser, "amina-there") == 303
    assert "Linked since" in cast.amina.browser.page(PAGE)
    [row] = world.rows(LinkedIdentity)
    assert (row.issuer, row.subject, row.person_id) == (house.issuer, "amina-there", cast.amina.id)
    worker()
    assert "was linked to another house" in read(mailbox(), cast.amina.email)[-1].text
    assert "Sign in with Town hall" in public.page("/sign-in")
    assert "Town hall knows you" in public.page(house.visit(leave(public)))
    answer = public.post("/sign-in/provider")
    assert answer.headers["Location"] == "/people"
    assert "by another house that knows you" in public.page("/settings/sign-ins")


def test_who_is_unknown_is_told_so_and_no_account_is_made_whatever_address_they_have_there(
    house, world, cast, public
):
    before = len(world.rows(Person)), len(world.rows(SignIn))
    house.expect(cast.amina.email)
    public.page(house.visit(leave(public)))
    answer = public.post("/sign-in/provider")
    assert answer.status_code == 422
    assert "Nobody here has linked" in answer.text
    assert public.sees("/settings") == 401
    assert (len(world.rows(Person)), len(world.rows(SignIn))) == (before[0] + 1, before[1])


def test_a_second_step_is_still_asked_for_unless_the_other_house_is_trusted_to_have_asked(
    house, app, cast, public
):
    link(house, cast.amina.browser, "amina-there")
    codes = enrol_app(cast.amina.browser)
    house.expect("amina-there", "mfa")
    public.page(house.visit(leave(public)))
    assert public.post("/sign-in/provider").headers["Location"].startswith("/sign-in/second-step")
    assert public.sees("/settings") == 401
    assert public.post("/sign-in/second-step", code=codes.code()).status_code == 303
    app.config["OIDC_TRUSTED_AMR"] = ["mfa"]
    other = Browser(app)
    other.page(house.visit(leave(other)))
    assert other.post("/sign-in/provider").headers["Location"] == "/people"


def test_what_is_linked_to_one_is_linked_to_nobody_else_and_the_link_is_ended(house, app, cast):
    link(house, cast.amina.browser, "amina-there")
    assert link(house, cast.ben.browser, "amina-there") == 409
    assert link(house, cast.amina.browser, "another") == 409
    assert cast.amina.browser.post(f"{PAGE}/end").status_code == 303
    stranger = Browser(app)
    house.expect("amina-there")
    stranger.page(house.visit(leave(stranger)))
    assert stranger.post("/sign-in/provider").status_code == 422


def test_an_answer_to_another_browser_to_another_question_or_given_twice_is_refused(
    house, app, cast, public
):
    link(house, cast.amina.browser, "amina-there")
    back = house.visit(leave(public))
    cookie = public.client.get_cookie("hrcn").value
    assert Browser(app).sees(back) == 409
    assert public.sees(back.replace("state=", "state=x")) == 409
    assert public.sees(back) == 409  # the question was used up by the wrong answer
    public.client.set_cookie("hrcn", cookie)
    assert public.sees(back) == 200
    vouched = public.client.get_cookie("hrcn").value
    assert public.post("/sign-in/provider").status_code == 303
    thief = Browser(app)
    thief.client.set_cookie("hrcn", vouched)
    assert thief.post("/sign-in/provider").status_code == 409
    thief.client.set_cookie("hrcn", cookie)
    assert thief.sees(back) == 409  # the code was used at the other house


def test_a_wrong_nonce_an_old_question_and_an_answer_for_another_purpose_are_refused(
    house, app, cast, public
):
    link(house, cast.amina.browser, "amina-there")
    there = leave(public)
    nonce = parse_qs(urlsplit(there).query)["nonce"][0]
    assert public.sees(house.visit(there.replace(nonce, "anothernonce"))) == 409
    back = house.visit(leave(public))
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert public.sees(back) == 409
    back = house.visit(leave(public))
    assert public.sees(back.split("&iss=")[0] + "&iss=https://evil.example") == 409
    public.page(house.visit(leave(public)))
    public.let_in(cast.ben.id)
    public.step_up()
    assert public.post(PAGE).status_code == 409


def test_a_link_is_made_by_whoever_began_it_alone(house, app, cast):
    browser = cast.amina.browser
    house.expect("amina-there")
    browser.step_up()
    browser.page(house.visit(leave(browser, LINK)))
    with browser.client.session_transaction() as session:
        vouched = session["vouched"]
    with cast.ben.browser.client.session_transaction() as session:
        session["vouched"] = vouched
    cast.ben.browser.step_up()
    assert cast.ben.browser.post(PAGE).status_code == 409


def test_an_answer_that_names_another_audience_or_issuer_is_none(house, app):
    claims = {"iss": house.issuer, "aud": "hrcn", "sub": "amina-there"}
    with app.app_context():
        assert vouching._checked(claims)["subject"] == "amina-there"
        for wrong in ({"aud": ["other"]}, {"iss": "https://evil.example"}, {"sub": ""}, {"sub": 7}):
            with pytest.raises(vouching.NotVouched):
                vouching._checked({**claims, **wrong})


def test_while_the_other_house_is_away_that_is_said_in_words(house, app, public):
    app.config["OIDC_ISSUER"] = "http://127.0.0.1:9"
    answer = public.get("/sign-in/provider")
    assert answer.status_code == 503
    assert "Town hall does not answer at the moment." in answer.text


def test_without_one_nothing_is_offered(public, cast):
    assert "/sign-in/provider" not in public.page("/sign-in")
    assert public.sees("/sign-in/provider") == 404
    assert public.sees("/sign-in/provider/back?code=1&state=1") == 409
    assert cast.amina.browser.sees(PAGE) == 404


def test_it_is_set_whole_or_not_at_all(tmp_path):
    whole = {
        "INSTANCE_PATH": str(tmp_path),
        "OIDC_ISSUER": "https://id.example.org",
        "OIDC_CLIENT_ID": "hrcn",
        "OIDC_CLIENT_SECRET": "secret",
        "OIDC_NAME": "Town hall",
    }
    assert read_settings(whole)["OIDC_NAME"] == "Town hall"
    for name in ("OIDC_ISSUER", "OIDC_NAME"):
        with pytest.raises(SettingsError, match=name):
            read_settings({**whole, name: ""})
    with pytest.raises(SettingsError, match="https"):
        read_settings({**whole, "OIDC_ISSUER": "http://id.example.org"})


def test_whoever_is_leaving_comes_back_by_the_other_house(app, world, cast, house, public):
    link(house, cast.amina.browser, "amina-there")
    assert ask_to_go(cast.amina).status_code == 303
    house.expect("amina-there")
    public.page(house.visit(leave(public)))
    page = public.post("/sign-in/provider").text
    assert "You can come back" in page
    assert public.get("/settings").status_code == 401
    token = page.split('name="pass" value="')[1].split('"')[0]
    assert public.post("/sign-in/return", {"pass": token}).status_code == 303
    assert world.rows(Person, id=cast.amina.id)[0].standing == "member"
