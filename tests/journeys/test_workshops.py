"""Taking a seat or a place in the line, putting a statement forward, voting, reading the results."""

import pytest
from playwright.sync_api import Page, expect

UPCOMING = "Dress rehearsal: a self-assessment with residents"
RUNNING = "Which measures would residents choose?"


def test_somebody_joins_the_waiting_list_of_a_full_workshop_and_leaves_it_again(visit):
    lucie = visit("lucie")
    lucie.goto("/workshops")
    lucie.get_by_role("link", name=UPCOMING).click()
    lucie.get_by_role("button", name="Join the waiting list").click()
    expect(lucie.get_by_text("You are number")).to_be_visible()
    assert "BEGIN:VCALENDAR" in lucie.request.get(f"{lucie.url.split('?')[0]}.ics").text()
    _give_back(lucie)
    expect(lucie.get_by_role("button", name="Join the waiting list")).to_be_visible()


def test_a_seat_that_is_given_back_goes_to_whoever_waits(visit, photograph):
    amina = visit("amina")
    amina.goto("/workshops")
    amina.get_by_role("link", name=UPCOMING).click()
    expect(amina.get_by_text("You have a seat.")).to_be_visible()
    expect(amina.get_by_role("heading", name="Agenda")).to_be_visible()
    photograph(amina, "workshop")
    _give_back(amina)
    expect(amina.get_by_text("You have a seat.")).not_to_be_visible()


@pytest.mark.parametrize(
    ("who", "how"),
    [("ben", {"javascript": False}), ("eve", {"width": 360, "dark": True})],
    ids=["without scripts", "on a small dark screen"],
)
def test_statements_are_voted_on_one_at_a_time(visit, who, how, photograph):
    page = visit(who, **how)
    page.goto("/workshops")
    page.get_by_role("link", name=RUNNING).click()
    page.get_by_role("link", name="Vote on the statements").click()
    page.get_by_label("Your statement").fill(f"A measure that {who} would choose.")
    page.get_by_role("button", name="Put it forward").click()
    expect(page.get_by_role("heading", name="Statements", level=1)).to_be_visible()
    if "dark" in how:
        photograph(page, "dark-mobile")
    for _ in range(40):
        if page.get_by_role("heading", name="You have voted on every statement").is_visible():
            break
        before = page.get_by_role("progressbar").first.get_attribute("value")
        page.get_by_role("button", name="Agree", exact=True).click()
        expect(page.get_by_role("progressbar").first).not_to_have_attribute("value", before or "")
    expect(page.get_by_role("heading", name="You have voted on every statement")).to_be_visible()
    page.goto(page.url.split("?")[0].replace("/statements", "/results"))
    expect(page.get_by_role("table", name="Votes on each statement")).to_be_visible()


def test_the_past_workshop_tells_its_outcomes(visit):
    amina = visit("amina")
    amina.goto("/workshops")
    amina.get_by_role("link", name="At the front door").click()
    amina.get_by_role("link", name="Notes and outcomes").click()
    expect(amina.get_by_role("heading", level=1)).to_be_visible()


def _give_back(page: Page) -> None:
    page.get_by_text("I cannot come", exact=True).click()
    page.get_by_role("button", name="Give it back").click()
