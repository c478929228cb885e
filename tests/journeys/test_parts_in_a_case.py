"""Each part in a case by itself, from signing in, by keyboard: who asks, the desk, the expert, and the others."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.cases import CONTEXT, PAPER, a_case, confirm_scope, deliver, open_deed, ref_of
from tests.journeys.conftest import prove_who_is_there, sign_in

SMALL = {"width": 360, "dark": True}


def test_whoever_asked_finds_what_waits_reads_what_is_proposed_and_makes_the_circle_smaller(
    visit, living_app
):
    case = a_case(living_app, "A gymnasium with a leaking roof", "scoped")
    page = visit(**SMALL)
    sign_in(page, "amina")
    page.goto("/consultations")
    waits = page.get_by_role("region", name="Waiting for you")
    waits.get_by_role("listitem").filter(has_text=ref_of(case)).get_by_role("link").press("Enter")
    first = page.get_by_role("region", name="You have the next move.")
    expect(first.get_by_text("We answer it as it stands.")).to_be_visible()
    _press(page, "button", "Yes, answer this")
    expect(page.locator(".state", has_text="Looking for an expert")).to_be_visible()
    _fits(page)
    open_deed(page, case, "Make the circle of readers smaller")
    page.get_by_label("Sealed").first.press("Space")
    _press(page, "button", "Make it smaller")
    prove_who_is_there(page)
    expect(page.locator(".badge", has_text="Sealed")).to_be_visible()
    desk = visit("chandra")
    assert desk.goto(case).status == 404


def test_the_desk_sees_what_is_late_and_alike_declines_with_a_reason_and_accepts(visit, living_app):
    late = a_case(living_app, "A gymnasium behind the harbour wall", days_ago=40)
    twin = a_case(living_app, "A gymnasium behind the harbour walls")
    page = visit()
    sign_in(page, "chandra")
    page.goto("/consultations")
    _press(page, "link", "Consultation desk")
    row = page.get_by_role("listitem").filter(has=page.locator(f"h2 a[href$='{ref_of(late)}']"))
    expect(row).to_contain_text("Late")
    expect(row).to_contain_text("due:")
    expect(row).to_contain_text(f"Asks much the same:{ref_of(twin)}")

    _press(page, "link", "A gymnasium behind the harbour walls", exact=True)
    _press(page, "button", "Take it up")
    expect(page.get_by_text("Done.")).to_be_visible()
    open_deed(page, twin, "Decline")
    reason = page.get_by_label("Reason").locator("visible=true")
    reason.fill("   ")
    _press(page, "button", "Decline with this reason")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Reason")).to_have_accessible_description(
        "Error: Say why; it stays with the case."
    )
    page.get_by_label("Reason").fill("The older case asks the same; its answer is yours too.")
    _press(page, "button", "Decline with this reason")
    expect(page.get_by_text("Declined").first).to_be_visible()

    open_deed(page, late, "Take up this case")
    _press(page, "button", "Take it up")
    open_deed(page, late, "Propose the scope")
    page.get_by_label("Your text").locator("visible=true").fill("We answer what the lease allows.")
    _press(page, "button", "Send to the asker")
    expect(page.get_by_text("We answer what the lease allows.")).to_be_visible()
    confirm_scope(living_app, late)
    page.goto(late)
    _press(page, "link", "Who fits this case")
    _press(page, "button", "Propose Dalia Nasser")
    expect(page.get_by_text("Expert, proposed")).to_be_visible()


def test_an_expert_declares_before_anything_opens_then_drafts_cites_notes_and_hands_over(
    visit, living_app
):
    case = a_case(living_app, "A gymnasium beside the tannery", "invited")
    page = visit()
    sign_in(page, "dalia")
    assert page.goto(f"{case}/papers").status == 404
    page.goto("/consultations")
    waits = page.get_by_role("listitem").filter(has_text=ref_of(case))
    waits.get_by_role("link").first.press("Enter")
    expect(page.get_by_text("Please declare first")).to_be_visible()
    expect(page.get_by_text(CONTEXT)).to_have_count(0)
    page.get_by_label("I have none: I take the case").press("Space")
    _press(page, "button", "Declare")
    expect(page.get_by_text(CONTEXT)).to_be_visible()
    _press(page, "link", "Documents of this case")
    expect(page.get_by_text(PAPER)).to_be_visible()

    open_deed(page, case, "Draft of the answer")
    page.get_by_role("textbox", name="Draft of the answer").fill("Write to the owner first [1].")
    _press(page, "button", "Save the draft")
    expect(page.get_by_role("heading", name="The draft, version 1")).to_be_visible()
    _press(page, "link", "Draft of the answer")
    expect(page.get_by_role("textbox", name="Draft of the answer")).to_be_visible()
    _press(page, "link", "Notes, points of the review and sources")
    page.get_by_text("Cite law or literature").press("Enter")
    page.get_by_label("Title").locator("visible=true").fill("Act on empty buildings, section 4")
    _press(page, "button", "Add the source")
    expect(page.get_by_text("Act on empty buildings, section 4")).to_be_visible()
    page.get_by_label("Your note").fill("The lease ends in May: is section 4 enough?")
    _press(page, "button", "Add the note")
    expect(page.get_by_role("article").filter(has_text="The lease ends in May")).to_be_visible()

    open_deed(page, case, "Hand the draft over for review")
    _press(page, "button", "Hand it over")
    expect(page.get_by_text("Hand the draft over for review")).to_have_count(0)
    asker = visit("amina")
    asker.goto(case)
    for unread in ("The lease ends in May", "Write to the owner first", "section 4"):
        expect(asker.get_by_text(unread)).to_have_count(0)


def test_a_reviewer_asks_for_changes_point_by_point_and_approves_what_became_of_them(
    visit, living_app
):
    case = a_case(living_app, "A gymnasium under the viaduct", "peer_review")
    page = visit(**SMALL)
    sign_in(page, "ruth")
    page.goto("/")
    page.locator(f"a[href*='{ref_of(case)}']").first.press("Enter")
    expect(page.get_by_role("article").filter(has_text="Write to the owner first.")).to_be_visible()
    _review(page, case, "It has to change")
    page.get_by_label("What has to change").fill("Name the section\nSay what it costs")
    _press(page, "button", "Give your review")
    expect(page.get_by_text("Done.")).to_be_visible()
    _fits(page)

    author = visit("dalia", **SMALL)
    author.goto(f"{case}/work")
    for asked in ("Name the section", "Say what it costs"):
        point = author.get_by_role("listitem").filter(has_text=asked)
        point.get_by_text("Settle this point").press("Enter")
        point.get_by_label("Done: the draft says so now").press("Space")
        point.get_by_role("button", name="Settle it").press("Enter")
        expect(author.get_by_text("Done.", exact=True)).to_be_visible()
    expect(author.get_by_text("Every point is settled.")).to_be_visible()
    _fits(author)
    open_deed(author, case, "Hand the draft over for review")
    _press(author, "button", "Hand it over")

    _review(page, case, "It can be signed")
    _press(page, "button", "Give your review")
    expect(page.locator(".state", has_text="Waits for a signature")).to_be_visible()


def test_who_wrote_it_cannot_sign_and_the_signer_reads_signs_and_has_a_paper(visit, living_app):
    case = a_case(living_app, "A gymnasium above the cinema", "sign_off")
    author = visit("dalia")
    author.goto(case)
    expect(author.get_by_text("Sign the answer")).to_have_count(0)
    page = visit(**SMALL)
    sign_in(page, "chandra")
    open_deed(page, case, "Sign the answer")
    expect(page.get_by_role("article").filter(has_text="Write to the owner first.")).to_be_visible()
    _press(page, "button", "Sign this version")
    expect(page.get_by_text("Sign the answer", exact=True)).to_have_count(0)
    _fits(page)
    deliver(living_app, case)
    page.goto(case)
    expect(page.get_by_role("heading", name=f"Answer {ref_of(case)}.v1")).to_be_visible()
    with page.expect_download() as paper:
        _press(page, "link", "Download as PDF")
    assert Path(paper.value.path()).read_bytes().startswith(b"%PDF")


def _press(page: Page, role, name: str, **how) -> None:
    page.get_by_role(role, name=name, **how).locator("visible=true").first.press("Enter")


def _review(page: Page, case: str, verdict: str) -> None:
    open_deed(page, case, "Review the draft")
    page.get_by_label(verdict).press("Space")


def _fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
