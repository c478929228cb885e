"""A real browser at a living house: the demonstration community, on a server of its own.

A journey of another room takes `visit` and speaks by accessible name:

    def test_a_learner_goes_on_where_they_stopped(visit):
        page = visit("ben")
        page.goto("/learning")
        page.get_by_role("link", name="Foundations").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Foundations")

`visit(who, javascript=False, width=360, dark=True)` opens a browser for the public ("") or somebody
of the demonstration, signed in. Whatever it does, a message on the console, a request to another host
or a mistake in a script fails the test at its end.
"""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from sqlalchemy import update
from werkzeug.serving import WSGIRequestHandler, make_server

from hrcn_community.accounts.models import Person
from hrcn_community.core.db import db
from hrcn_community.demo.people import PASSWORD
from tests.demonstration import house_in, put_demonstration


class _Quiet(WSGIRequestHandler):
    """Writes no line about each request: the house's own log does."""

    def log(self, type: str, message: str, *arguments: object) -> None:  # noqa: A002
        pass


Visit = Callable[..., Page]
# The server of these tests leaves a file open when a browser goes elsewhere while it is sent.
DROPPED = r"ignore:Exception ignored in. <_io.FileIO name='.*/static/:pytest.PytestUnraisableExceptionWarning"
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long in one go, so that at the end no core waits for it."""
    items.sort(key=lambda item: item.path.name != "test_every_page.py")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings(DROPPED))


@pytest.fixture(scope="session")
def living_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The house with its demonstration community, on SQLite."""
    folder = tmp_path_factory.mktemp("journeys")
    put_demonstration(folder, tmp_path_factory)
    app = house_in(folder)
    with app.app_context():
        db.session.execute(update(Person).values(locale="en"))  # journeys speak by English names
        db.session.commit()
    return app


@pytest.fixture(scope="session")
def server(living_app: Flask) -> Iterator[str]:
    """The address at which it can be visited."""
    serving = make_server("127.0.0.1", 0, living_app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{serving.server_port}"
    serving.shutdown()
    thread.join()
    serving.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["TEST_CHROMIUM"],
            args=os.environ.get("TEST_CHROMIUM_ARGS", "").split(),
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, server: str) -> Callable[[str], Any]:
    """Return the cookies of somebody of the demonstration, who signs in once for all journeys."""
    known: dict[str, Any] = {}

    def cookies(who: str) -> Any:
        if who not in known:
            context = chromium.new_context(base_url=server)
            page = context.new_page()
            sign_in(page, who)
            known[who] = context.storage_state()
            context.close()
        return known[who]

    return cookies


@pytest.fixture
def complaints(server: str) -> Iterator[list[str]]:
    """Whatever a page complained of; a journey that ends with one has failed."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def visit(
    chromium: Browser, server: str, signed_in: Callable[[str], Any], complaints: list[str]
) -> Iterator[Visit]:
    """Open a browser; see above."""
    opened: list[BrowserContext] = []

    def open_(
        who: str = "",
        *,
        javascript: bool = True,
        width: int = 1280,
        dark: bool = False,
        for_axe: bool = False,
    ) -> Page:
        context = chromium.new_context(
            base_url=server,
            java_script_enabled=javascript,
            bypass_csp=for_axe,  # axe brings styles of its own, which our policy would refuse
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="en-GB",
            storage_state=signed_in(who) if who else None,
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("request", lambda request: _stays_here(request.url, server, complaints))
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: _hear(page, message, complaints))
        return page

    yield open_
    for context in opened:
        context.close()


@pytest.fixture
def photograph() -> Callable[[Page, str], None]:
    """Keep a picture for the README, when HRCN_SCREENSHOTS is set."""
    folder = Path(__file__).resolve().parents[2] / "docs" / "screenshots"

    def take(page: Page, name: str) -> None:
        if os.environ.get("HRCN_SCREENSHOTS"):
            folder.mkdir(parents=True, exist_ok=True)
            page.set_viewport_size({"width": page.evaluate("innerWidth"), "height": 800})
            page.mouse.move(0, 0)
            page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
            page.screenshot(path=folder / f"{name}.png")

    return take


def end_the_session(page: Page) -> None:
    """Let the browser forget who is signed in, once no answer is on its way that would tell it again."""
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()


def prove_who_is_there(page: Page) -> None:
    """Step up by the password."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def sign_in(page: Page, who: str) -> None:
    """Sign in as somebody of the demonstration, by keyboard alone."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type(f"{who}@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")


def _stays_here(url: str, server: str, complaints: list[str]) -> None:
    if not url.startswith((server, "data:", "blob:", "about:")):
        complaints.append(f"asks {url}")


def _hear(page: Page, message: Any, complaints: list[str]) -> None:
    # The browser writes a line about every answer that is no success; pages say so in words.
    if message.type == "error" and "Failed to load resource" not in message.text:
        complaints.append(f"{page.url}: {message.text}")
