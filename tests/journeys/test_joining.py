"""A stranger comes in: by asking, or by an invitation."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from hrcn_community.worker import work_off
from tests.letterbox import Received, read

SECRET_WORDS = "the stairs have eleven steps"


@pytest.fixture
def mail_to(living_app: Flask) -> Callable[[str], Received]:
    """Let all mail go out, and return the last to an address."""

    def last(address: str) -> Received:
        work_off(living_app)
        folder = Path(living_app.config["MAIL_URL"].removeprefix("file://"))
        sent = sorted(folder.glob("*.eml"), key=lambda mail: mail.stat().st_mtime_ns)
        return read([mail.read_text() for mail in sent], address)[-1]

    return last


@pytest.mark.parametrize(
    ("name", "how"),
    [("Nora Berg", {"javascript": False}), ("Nora Holm", {"width": 360, "dark": True})],
    ids=["without scripts", "on a small dark screen"],
)
def test_a_stranger_asks_confirms_is_let_in_and_signs_in(visit, mail_to, name, how):
    address = f"{name.replace(' ', '.').lower()}@example.org"
    stranger = visit(**how)
    stranger.goto("/")
    stranger.get_by_role("link", name="Ask to join").first.click()
    stranger.get_by_label("Your name").fill(name)
    stranger.get_by_label("E-mail address").fill(address)
    stranger.get_by_label("Password").fill(SECRET_WORDS)
    stranger.get_by_label("Why would you like to join?").fill(f"I am {address} and keep a shelter.")
    stranger.get_by_label("I have read the terms").check()
    stranger.get_by_role("button", name="Ask to join").click()
    expect(stranger.get_by_role("heading", name="mailbox")).to_be_visible()

    stranger.goto(mail_to(address).link)
    stranger.get_by_label("Password").fill(SECRET_WORDS)
    stranger.get_by_role("button", name="This is my address").click()
    expect(stranger.get_by_role("heading", level=1)).to_be_visible()

    cleo = visit("cleo", **how)
    cleo.goto("/admin")
    cleo.get_by_role("link", name="Applications that wait").click()
    _open_application(cleo, address)
    cleo.get_by_role("button", name="Let them in").click()
    assert mail_to(address).subject == "Welcome to HRCN Community"
    _sign_in(stranger, address)


def test_a_mistake_in_the_request_is_said_and_nothing_is_lost(visit):
    stranger = visit()
    stranger.goto("/join")
    stranger.get_by_label("Your name").fill("Nora Lind")
    stranger.get_by_label("E-mail address").fill("nora@example.org")
    stranger.get_by_label("Password").fill("short")
    stranger.get_by_label("Why would you like to join?").fill("I keep a shelter.")
    stranger.get_by_label("I have read the terms").check()
    stranger.get_by_role("button", name="Ask to join").click()
    expect(stranger.get_by_label("Password")).to_have_attribute("aria-invalid", "true")
    expect(stranger.get_by_label("Why would you like to join?")).to_have_value("I keep a shelter.")


def test_an_invitation_opens_the_door_to_one_address(visit, mail_to):
    cleo = visit("cleo")
    cleo.goto("/admin")
    cleo.get_by_role("link", name="Open invitations").click()
    cleo.get_by_label("E-mail address").fill("pia@example.org")
    cleo.get_by_role("button", name="Send the invitation").click()
    expect(cleo.get_by_role("heading", name="pia@example.org")).to_be_visible()

    pia = visit()
    link = mail_to("pia@example.org").link
    pia.goto(link)
    pia.get_by_label("Your name").fill("Pia Roth")
    pia.get_by_label("Password").fill(SECRET_WORDS)
    pia.get_by_label("I have read the terms").check()
    pia.get_by_role("button", name="Come in").click()
    expect(pia.get_by_text("Welcome. Tell the others a little about yourself.")).to_be_visible()

    late = visit()
    late.goto(link)
    late.get_by_label("Your name").fill("Somebody Else")
    late.get_by_label("Password").fill(SECRET_WORDS)
    late.get_by_label("I have read the terms").check()
    late.get_by_role("button", name="Come in").click()
    expect(late.get_by_text("Welcome. Tell the others")).to_have_count(0)
    assert late.goto("/settings").status == 401


def _open_application(page: Page, address: str) -> None:
    row = page.get_by_role("listitem").filter(has_text=re.compile(re.escape(address)))
    row.get_by_role("link", name=re.compile("^Nora")).click()
    expect(page.get_by_text(f"I am {address}")).to_be_visible()


def _sign_in(page: Page, address: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(SECRET_WORDS)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Welcome, Nora")).to_be_visible()
