"""Every page that can be opened: no barrier that axe finds, nothing wider than a small screen.

The pages are those of the url_map, so that a new room is walked by itself, as the public and as one
of every role; some of each kind, and in `make prove` all. A page that is made of nothing new is not
looked at closely again.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from hrcn_community.accounts.models import Person, SignIn
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.demo.people import PASSWORD
from tests.addresses import filled, rules, some
from tests.browsing import Browser
from tests.journeys.barriers import barriers_on
from tests.journeys.shapes import Shape, shapes_of

TRIED = 5  # of each kind of page
NOT_PAGES = {"health.healthz", "health.readyz", "health.metrics"}
MORE = ("/threads?before=9", "/search?q=housing", "/search?q=nothingatall", "/nowhere",
        "/threads/new?space=housing", "/threads?language=x")  # fmt: skip
# The public, and one of every role; Chandra facilitates, Cleo is of the core team.
WHO = ("", "amina", "chandra", "omar", "dalia", "cleo")
pytestmark = pytest.mark.timeout(600)  # a hundred pages and more, on a busy machine


@pytest.fixture(scope="session")
def addresses(living_app: Flask) -> list[str]:
    """Some addresses of every kind of page, from all over."""
    found = []
    with living_app.app_context():
        for rule in rules(living_app, "GET"):
            if rule.endpoint not in NOT_PAGES:
                found += some(list(filled(rule)), TRIED)
    return [*found, *MORE]


@pytest.fixture(scope="session")
def seen() -> set[Shape]:
    """What has been looked at closely already, whoever it was shown to."""
    return set()


@pytest.fixture
def proved(living_app: Flask) -> Iterator[Callable[[str], None]]:
    """Step up wherever somebody is signed in, as some pages ask, until the test ends."""

    def write(who: str, moment: datetime | None) -> None:
        theirs = select(Person.id).where(Person.handle == who).scalar_subquery()
        with living_app.app_context():
            sign_ins = update(SignIn).where(SignIn.person_id == theirs)
            db.session.execute(sign_ins.values(stepped_up_at=moment))
            db.session.commit()

    yield lambda who: write(who, clock.now())
    for who in WHO:
        write(who, None)


@pytest.mark.parametrize("who", WHO, ids=lambda who: who or "public")
def test_no_page_has_a_barrier_in_light_or_dark_or_on_a_small_screen(
    visit, living_app, addresses, seen, proved, who
):
    page, browser, wrong = visit(who, for_axe=True), _browser(living_app, who), []
    proved(who)
    for address in _with_something_new(browser, addresses, seen):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        page.goto(address)
        wrong += barriers_on(page, address)
    assert not wrong, "\n".join(wrong)


def _browser(app: Flask, who: str) -> Browser:
    browser = Browser(app)
    if who:
        assert browser.sign_in(f"{who}@example.org", PASSWORD).status_code == 303
    return browser


def _with_something_new(browser: Browser, addresses: list[str], seen: set[Shape]) -> Iterator[str]:
    """Return the addresses of pages in which something stands that has not been seen yet."""
    for address in addresses:
        answer = browser.get(address)
        is_page = answer.mimetype == "text/html" and "<html" in answer.text
        new = shapes_of(answer.text) - seen if is_page else set()
        if new:
            seen |= new
            yield address
