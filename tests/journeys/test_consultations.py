"""The whole life of a confidential case, through the browsers of six people."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from hrcn_community.worker import work_off
from tests.journeys.cases import CONTEXT, DRAFT, open_deed, ref_of


@pytest.mark.parametrize(
    ("title", "how"),
    [
        ("An empty gymnasium in winter", {"javascript": False}),
        ("An empty gymnasium in the dark", {"width": 360, "dark": True}),
    ],
    ids=["without scripts", "on a small dark screen"],
)
def test_a_case_lives_from_the_question_to_its_close(visit, living_app, title, how, photograph):
    amina, chandra, dalia = (visit(who, **how) for who in ("amina", "chandra", "dalia"))
    ruth, eve = (visit(who, **how) for who in ("ruth", "eve"))

    case = _ask(amina, title)
    lead = visit(_lead_of(amina), **how)
    assert eve.goto(case).status == 404
    _take_up_and_scope(chandra, case)
    _do(amina, case, "Confirm the scope", "Yes, answer this")
    _invite(lead, case, "Invite an expert", "Invite", "Dalia Nasser")
    _declare(dalia, living_app, case)
    assert eve.goto(case).status == 404

    _write_draft(dalia, case)
    amina.goto(case)
    expect(amina.get_by_text("Write to the owner first.")).to_have_count(0)
    _invite(lead, case, "Find a reviewer", "Go on", "Ruth Okonkwo")
    _declare(ruth, living_app, case)
    _do(dalia, case, "Hand the draft over for review", "Hand it over")
    open_deed(ruth, case, "Review the draft")
    ruth.get_by_label("It can be signed").check()
    ruth.get_by_role("button", name="Give your review").click()
    _do(lead, case, "Sign the answer", "Sign this version")
    _do(lead, case, "Deliver the signed answer", "Deliver it")

    _read_answer(amina, living_app, case)
    if "dark" not in how:
        photograph(amina, "case")
    open_deed(amina, case, "Close the case")
    amina.get_by_label("Reason").locator("visible=true").fill("It helped: the owner has answered.")
    amina.get_by_role("button", name="Close it").click()
    expect(amina.get_by_text("Closed").first).to_be_visible()
    assert eve.goto(case).status == 404


def test_a_request_is_saved_while_it_is_written_and_two_tabs_are_told_apart(visit):
    one = visit("amina")
    one.goto("/consultations/new")
    one.get_by_label("Your question").fill("What can a city do about benches nobody can lie on?")
    expect(one.get_by_text("This may answer you already")).to_be_visible()
    _press(one, "Go on and ask", "What you ask")
    two = one.context.new_page()
    two.goto(one.url)
    one.get_by_label("Context").fill("Three squares have new benches.")
    expect(one.get_by_text("Draft saved")).to_be_visible()
    two.get_by_label("Context").fill("Four squares have new benches.")
    expect(two.get_by_text("Not saved: this step was changed in another tab.")).to_be_visible()
    two.get_by_label("Title").fill("Benches")
    two.get_by_role("button", name="Save and go on", exact=True).click()
    expect(two.get_by_text("Nothing was written over.")).to_be_visible()
    expect(two.locator("pre.kept", has_text="Three squares")).to_be_visible()
    expect(two.get_by_label("Context")).to_have_value("Four squares have new benches.")


def test_an_expert_with_a_conflict_never_sees_the_case(visit, living_app):
    amina, chandra, jonas = visit("amina"), visit("chandra"), visit("jonas")
    title = "A lease with a neighbour in it"
    case = _ask(amina, title)
    lead = visit(_lead_of(amina))
    _take_up_and_scope(chandra, case)
    _do(amina, case, "Confirm the scope", "Yes, answer this")
    _invite(lead, case, "Invite an expert", "Invite", "Jonas Feldkamp")
    _find_invitation(jonas, living_app, case)
    expect(jonas.get_by_text(CONTEXT)).to_have_count(0)
    jonas.get_by_label("I have one: the case stays closed to me").check()
    jonas.get_by_label("In your own words").fill("I rent from the same owner.")
    jonas.get_by_role("button", name="Declare").click()
    expect(jonas.get_by_text("Thank you for saying so.")).to_be_visible()
    assert jonas.goto(case).status == 404


def _ask(page: Page, title: str) -> str:
    page.goto("/consultations")
    page.get_by_role("link", name="Ask for advice").click()
    page.get_by_label("Your question").fill("May a city open an empty gymnasium by itself?")
    _press(page, "Go on and ask", "What you ask")
    expect(page.get_by_label("Your question")).to_have_value(re.compile("empty gymnasium"))
    page.get_by_label("Title").fill(title)
    page.get_by_label("Context").fill(CONTEXT)
    _press(page, "Save and go on", "Where it belongs")
    page.get_by_label("Housing").check()
    _press(page, "Back", "What you ask")
    expect(page.get_by_label("Context")).to_have_value(CONTEXT)
    _press(page, "Save and go on", "Where it belongs")
    _press(page, "Save and go on", "The answer you need")
    _press(page, "Save and go on", "Who reads it")
    page.get_by_label("Persons could be recognised").check()
    page.get_by_label("Confidential: only you").check()
    _press(page, "Save and go on", "Look it over and send")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    expect(page.get_by_text("Your question is with the desk.")).to_be_visible()
    return page.url


def _press(page: Page, button: str, then: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("heading", name=then, level=1)).to_be_visible()


def _lead_of(page: Page) -> str:
    """Return whose turn it was: the case says so to whoever asked."""
    line = page.get_by_role("listitem").filter(has_text="Lead").filter(has=page.get_by_role("link"))
    return (line.get_by_role("link").first.get_attribute("href") or "").rsplit("/", 1)[1]


def _take_up_and_scope(desk: Page, case: str) -> None:
    desk.goto("/consultations/desk")
    desk.locator(f"h2 a[href='/consultations/{ref_of(case)}']").click()
    open_deed(desk, case, "Take up this case")
    desk.get_by_role("button", name="Take it up").click()
    expect(desk.get_by_text("Done.")).to_be_visible()
    open_deed(desk, case, "Propose the scope")
    scope = desk.locator("details[open]").filter(has_text="Propose the scope")
    scope.get_by_label("Your text").fill("We answer the question as it stands.")
    desk.get_by_role("button", name="Send to the asker").click()
    expect(desk.get_by_text("We answer the question as it stands.")).to_be_visible()


def _invite(lead: Page, case: str, deed: str, button: str, name: str) -> None:
    open_deed(lead, case, deed)
    sheet = lead.locator("details[open]").filter(has_text=deed)
    expert = sheet.get_by_role("combobox", name="Expert")
    option = expert.get_by_role("option").filter(has_text=name)
    expert.select_option(option.get_attribute("value"))
    sheet.get_by_role("button", name=button, exact=True).click()
    expect(lead.get_by_text("invited, has not declared yet")).to_be_visible()


def _find_invitation(expert: Page, app: Flask, case: str) -> None:
    work_off(app)
    expert.goto("/consultations")
    waits = expert.get_by_role("listitem").filter(has_text=ref_of(case))
    waits.get_by_role("link").first.click()
    expect(expert.get_by_text("Please declare first")).to_be_visible()


def _declare(expert: Page, app: Flask, case: str) -> None:
    _find_invitation(expert, app, case)
    expect(expert.get_by_text(CONTEXT)).to_have_count(0)
    expert.get_by_label("I have none: I take the case").check()
    expert.get_by_role("button", name="Declare").click()
    expect(expert.get_by_text(CONTEXT)).to_be_visible()


def _write_draft(advisor: Page, case: str) -> None:
    open_deed(advisor, case, "Draft of the answer")
    advisor.get_by_role("textbox", name="Draft of the answer").fill(DRAFT)
    advisor.get_by_role("button", name="Save the draft").click()
    expect(advisor.get_by_role("heading", name="The draft, version 1")).to_be_visible()


def _read_answer(asker: Page, app: Flask, case: str) -> None:
    work_off(app)
    asker.goto("/notifications")
    asker.locator(f'a[href*="{ref_of(case)}"]').first.click()
    answer = asker.get_by_role("article", name="An empty gymnasium")
    expect(answer.locator("strong")).to_have_text("Write to the owner first.")
    expect(answer).to_contain_text("Dalia Nasser")
    expect(answer).to_contain_text("reviewed by Ruth Okonkwo")
    expect(answer).to_contain_text("signed by")


def _do(page: Page, case: str, deed: str, button: str) -> None:
    open_deed(page, case, deed)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text(deed, exact=True)).to_have_count(0)
