"""Somebody of the core team, who is no engineer, looks after the house."""

import pytest
from playwright.sync_api import expect

from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from tests.journeys.barriers import barriers_on


@pytest.fixture
def put_aside(living_app) -> int:
    """An event that was given up."""
    with living_app.app_context():
        now = clock.now()
        entry = Entry(
            name="PasswordChanged",
            facts={"person_id": 1},
            happened_at=now,
            due_at=now,
            parked_at=now,
            attempts=8,
            failure="ConnectionRefusedError",
        )
        db.session.add(entry)
        db.session.commit()
        return entry.id


@pytest.mark.parametrize(
    "how",
    [{}, {"javascript": False, "width": 360, "dark": True}],
    ids=["with scripts", "without, on a small dark screen"],
)
def test_what_was_put_aside_is_tried_again_a_word_gets_its_german_name_and_it_stands_in_the_log(
    visit, put_aside, how
):
    cleo = visit("cleo", **how)
    cleo.goto("/admin")
    cleo.get_by_role("link", name="Events and mails put aside").click()
    row = cleo.locator(f"#event-{put_aside}")
    expect(row).to_contain_text("ConnectionRefusedError")
    row.get_by_text("Drop", exact=True).first.click()
    row.get_by_role("button", name="Drop").click()
    expect(cleo.locator(f"#event-{put_aside}")).to_contain_text("Say why")
    cleo.locator(f"#event-{put_aside}").get_by_role("button", name="Try again").focus()
    cleo.keyboard.press("Enter")
    expect(cleo.get_by_text("The event is tried again.")).to_be_visible()

    cleo.goto("/admin")
    cleo.get_by_role("link", name="Words, and their translations").click()
    cleo.get_by_role("link", name="Rights themes").click()
    cleo.get_by_role("button", name="Move Housing down").click()
    expect(cleo.get_by_text("The order is saved.")).to_be_visible()
    cleo.get_by_role("link", name="Housing", exact=True).click()
    cleo.get_by_label("Deutsch").fill("Wohnen und Zuhause")
    cleo.get_by_role("button", name="Save the word").click()
    expect(cleo.get_by_text("The word is saved.")).to_be_visible()

    cleo.goto("/admin/log")
    cleo.get_by_label("Person").fill("cleo")
    cleo.get_by_role("button", name="Look").click()
    expect(cleo.get_by_role("heading", name="A word was moved in its list").first).to_be_visible()
    expect(cleo.get_by_text("Word: Housing").first).to_be_visible()
    expect(
        cleo.get_by_role("heading", name="An event that failed was tried again").first
    ).to_be_visible()


def test_a_notice_above_every_page_is_put_up_and_taken_down(visit, put_aside):
    cleo, ben = visit("cleo", for_axe=True), visit("ben")
    cleo.goto("/admin/settings")
    cleo.get_by_label("English").last.fill("Repairs tonight at ten.")
    cleo.get_by_role("button", name="Save the settings").click()
    expect(cleo.get_by_text("The settings are saved.")).to_be_visible()
    ben.goto("/threads")
    expect(ben.get_by_role("region", name="Notice to everybody")).to_contain_text("Repairs")
    cleo.goto("/admin/worker")
    expect(cleo.locator(f"#event-{put_aside}")).to_be_visible()
    assert barriers_on(cleo, "the worker, with something put aside") == []
    cleo.goto("/admin/settings")
    cleo.get_by_label("English").last.fill("")
    cleo.get_by_role("button", name="Save the settings").click()
    ben.goto("/threads")
    expect(ben.get_by_role("region", name="Notice to everybody")).to_have_count(0)
