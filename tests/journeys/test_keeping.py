"""New terms are read and accepted; and wherever somebody goes, nobody else hears of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import delete, update

from hrcn_community.accounts.models import Acceptance, Person
from hrcn_community.core.cache import lately
from hrcn_community.core.db import db
from hrcn_community.demo.deeds import person
from hrcn_community.discussions import actions as discussions
from hrcn_community.privacy.keeping_models import PageVersion
from hrcn_community.site.cookies import cookies
from hrcn_community.spaces.models import Space
from tests.journeys.barriers import barriers_on

WALK = ("/", "/threads", "/learning", "/workshops", "/consultations", "/knowledge", "/cities",
        "/spaces", "/search?q=housing", "/privacy", "/terms", "/help")  # fmt: skip
REMOTE = "![a picture](https://pictures.example.com/p.png)\n\nSee https://example.com/there too."


@pytest.fixture
def newest_terms(living_app: Flask) -> Iterator[None]:
    """Put the terms back as they were: other journeys go through the same house."""
    yield
    with living_app.app_context():
        db.session.execute(delete(PageVersion))
        db.session.execute(delete(Acceptance))
        db.session.execute(update(Person).values(accepted_terms=0, accepted_privacy=0))
        db.session.commit()
    lately.forget()


def test_new_terms_are_published_read_and_accepted(visit, living_app, newest_terms):
    cleo = visit("cleo")
    cleo.goto("/admin/pages")
    cleo.get_by_role("link", name="Terms: what we promise each other").click()
    english = cleo.get_by_role("group").filter(has_text="English").first
    text = english.get_by_label("Text").input_value()
    english.get_by_label("Text").fill(text + "\n\nWipe your feet at the door.")
    english.get_by_label("What is different, in a sentence").fill("There is a mat now.")
    cleo.get_by_label("Members must accept it anew").check()
    cleo.get_by_role("button", name="Publish").click()
    expect(cleo.get_by_text("There is a mat now.")).to_be_visible()
    _let_it_be_due(living_app)

    amina = visit("amina", width=360, for_axe=True)
    amina.goto("/spaces")
    expect(amina.get_by_role("heading", level=1)).to_have_text("Please read what has changed")
    expect(amina.locator("ins").filter(has_text="feet")).to_be_visible()
    assert barriers_on(amina, "/accept") == []
    amina.set_viewport_size({"width": 360, "height": 800})
    amina.get_by_label("I have read it and accept it.").focus()
    amina.keyboard.press("Space")
    amina.keyboard.press("Tab")
    amina.keyboard.press("Enter")
    amina.wait_for_url("**/spaces")
    expect(amina.get_by_role("heading", level=1)).to_have_text("Spaces")


def test_wherever_somebody_goes_nobody_else_hears_of_it(visit, living_app, server):
    address, asked = _with_something_remote(living_app), []
    for who in ("", "amina"):
        page = visit(who)
        page.on("request", lambda request: asked.append(request.url))
        for path in (*WALK, address):
            answer = page.goto(path)
            assert answer
            policy = answer.headers["content-security-policy"]
            assert "default-src 'self'" in policy
            assert "img-src 'self' data:" in policy
            assert "http" not in policy
        _cookies_are_listed(page, living_app)
    assert len(asked) > 50
    assert [url for url in asked if not url.startswith((server, "data:"))] == []


def _cookies_are_listed(page: Page, app: Flask) -> None:
    """Every cookie is one that the notice names, with what it is for."""
    left = {str(cookie.get("name")) for cookie in page.context.cookies()}
    with app.test_request_context():
        listed = {name: str(purpose) for name, purpose, _stays in cookies()}
    assert left <= set(listed)
    page.goto("/privacy")
    for name, purpose in listed.items():
        row = page.get_by_role("row").filter(has=page.get_by_text(name, exact=True))
        expect(row.first).to_contain_text(purpose)


def _let_it_be_due(app: Flask) -> None:
    with app.app_context():
        long_ago = datetime.now(UTC) - timedelta(days=20)
        db.session.execute(update(PageVersion).values(published_at=long_ago))
        db.session.commit()
    lately.forget()


def _with_something_remote(app: Flask) -> str:
    """Return the address of a post with a picture from elsewhere."""
    with app.app_context():
        square = db.session.query(Space).filter_by(slug="city-square").one()
        thread = discussions.start_thread(square, "From elsewhere", REMOTE, by=person("ben"))
        db.session.commit()
        return f"/threads/{thread.ref}"
