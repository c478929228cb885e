"""Being told by mail, reading it, and stopping it by the link in it: without signing in, by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.models import Follow
from hrcn_community.core.db import db
from hrcn_community.discussions.actions import reply, start_thread
from hrcn_community.notifications.models import NoticeChoice
from hrcn_community.spaces.models import Space
from hrcn_community.worker import work_off
from tests.conftest import mails_from
from tests.journeys.barriers import barriers_on
from tests.letterbox import Received, read

LONG = "a-very-long-address-" * 12
WORDS = f"""Thank you, @amina. Three things, from our **street**:

1. We asked at every door, see [how](https://example.org/{LONG}).
2. `{LONG}`

> What did it cost?

| year | homes |
| --- | --- |
| 2024 | 112 |
"""


@pytest.fixture
def mail(living_app) -> Received:
    """A mail to Amina, who was named in a reply."""
    with living_app.app_context():
        ids = dict(db.session.execute(select(Person.handle, Person.id)).all())
        space = db.session.scalars(select(Space).where(Space.slug == "participation")).one()
        thread = start_thread(space, "Warm homes, again", "Who?", by=viewer_of(ids["amina"]))
        reply(thread, WORDS, by=viewer_of(ids["ben"]))
        db.session.commit()
    work_off(living_app)
    return read(mails_from(living_app), to="amina@example.org")[-1]


def test_a_mail_reads_well_in_the_light_in_the_dark_and_on_a_phone(visit, mail):
    page = visit(for_axe=True)
    page.set_content(mail.html)
    expect(page.get_by_role("heading", level=1)).to_contain_text("mentioned you in")
    expect(page.get_by_role("link", name="Read on in HRCN Community")).to_be_visible()
    assert barriers_on(page, "a mail") == []


def test_mail_is_stopped_by_keyboard_without_signing_in(visit, mail, living_app):
    link = re.sub(r"<http://[^/]+(.*)>", r"\1", mail.headers["List-Unsubscribe"])
    page = visit(javascript=False, width=360)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Stop mail")
    _press(page, "Stop this kind of mail")
    expect(page.get_by_text("It has stopped")).to_be_visible()
    expect(
        page.get_by_text("No mail of this kind comes any more: Somebody mentions me.")
    ).to_be_visible()
    _press(page, "Mute this conversation")
    expect(page.get_by_text("Nothing more of that conversation is told to you")).to_be_visible()
    with living_app.app_context():
        amina = select(Person.id).where(Person.handle == "amina").scalar_subquery()
        choices = select(NoticeChoice.topic, NoticeChoice.by_mail)
        chosen = db.session.execute(choices.where(NoticeChoice.person_id == amina)).all()
        assert ("mention", "never") in [tuple(row) for row in chosen]
        levels = select(Follow.level).where(Follow.person_id == amina)
        assert "muted" in list(db.session.scalars(levels))


def test_the_page_that_stops_mail_has_no_barriers(visit, mail):
    link = re.sub(r"<http://[^/]+(.*)>", r"\1", mail.headers["List-Unsubscribe"])
    page = visit(for_axe=True)
    page.goto(link)
    wrong = barriers_on(page, "before")
    page.get_by_role("button", name="Stop all other mail").click()
    expect(page.get_by_text("It has stopped")).to_be_visible()
    assert wrong + barriers_on(page, "after") == []


def _press(page: Page, name: str) -> None:
    """Go on from link to button by Tab until the one of that name is reached, and press it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText").strip() == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} is not reached")
