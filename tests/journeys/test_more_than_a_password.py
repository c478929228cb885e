"""Signing in with more than a password: a passkey in the browser's own device, an app by keyboard."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from hrcn_community.accounts.models import Person, SiteRole, Standing
from hrcn_community.accounts.secrets import hash_password
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.demo.people import PASSWORD
from tests.accounts.devices import CodeApp
from tests.journeys.barriers import barriers_on
from tests.journeys.conftest import end_the_session, sign_in

TWO_STEP = "/settings/two-step"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def here(living_app: Flask, server: str) -> Iterator[str]:
    """The house as it names itself: passkeys hold for a name, never for a bare number."""
    before = living_app.config["BASE_URL"]
    living_app.config["BASE_URL"] = server.replace("127.0.0.1", "localhost")
    yield living_app.config["BASE_URL"]
    living_app.config["BASE_URL"] = before


@pytest.fixture
def somebody(living_app: Flask) -> Callable[[str], str]:
    """Add a person for one journey alone: what they enrol would be asked of every other journey."""

    def add(handle: str) -> str:
        with living_app.app_context():
            person = Person(
                handle=handle,
                name=handle.capitalize(),
                email=f"{handle}@example.org",
                password_hash=hash_password(PASSWORD),
                site_role=SiteRole.OFFICIAL,
                standing=Standing.MEMBER,
                locale="en",
                joined_at=clock.now(),
            )
            db.session.add(person)
            db.session.commit()
        return handle

    return add


@pytest.fixture
def open_here(chromium: Browser, here: str) -> Iterator[Callable[..., Page]]:
    """Open a page of a browser of its own, at the house's own name."""
    opened = []

    def open_(**more: Any) -> Page:
        context = chromium.new_context(
            base_url=here, locale="en-GB", reduced_motion="reduce", bypass_csp=True, **more
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_
    for context in opened:
        context.close()


def test_a_passkey_is_added_opens_the_door_and_proves_who_is_there(open_here, somebody):
    page, who, wrong = open_here(), somebody("piotr"), []
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    sign_in(page, who)
    expect(page.get_by_text("Your role needs a second step")).to_be_visible()
    page.get_by_role("link", name="Add it now").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name of this passkey").fill("The browser of this journey")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    wrong += barriers_on(page, "recovery codes")
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("The browser of this journey")).to_be_visible()
    expect(page.get_by_text("Your role needs a second step")).to_have_count(0)
    wrong += barriers_on(page, "second step with a passkey")

    end_the_session(page)
    page.goto("/sign-in?next=/settings/email")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    wrong += barriers_on(page, "step-up by passkey")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_label("New e-mail address")).to_be_visible()
    assert not wrong, "\n".join(wrong)


def test_an_app_is_enrolled_by_keyboard_on_a_small_screen_and_asked_for_at_the_door(
    open_here, somebody
):
    page, who, wrong = open_here(viewport={"width": 360, "height": 800}), somebody("kirsten"), []
    sign_in(page, who)
    page.goto(f"{TWO_STEP}/app")
    page.get_by_label("Password").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    key = page.locator(".qr__key").inner_text().replace(" ", "")
    page.get_by_label("Code").focus()
    page.keyboard.type(CodeApp(key, []).code(-1))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")

    end_the_session(page)
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(f"{who}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
    wrong += barriers_on(page, "the second step")
    page.get_by_label("Code").focus()
    page.keyboard.type(CodeApp(key, []).code())
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kirsten")
    assert not wrong, "\n".join(wrong)


def test_without_scripts_a_page_says_what_else_there_is(open_here):
    page = open_here(java_script_enabled=False)
    page.goto("/sign-in")
    expect(page.get_by_text("A passkey needs JavaScript.")).to_be_visible()
