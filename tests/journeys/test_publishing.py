"""A copy for the public, through four browsers on small dark screens without scripts."""

from playwright.sync_api import Page, expect
from sqlalchemy import select

from hrcn_community.consultations.models import Case
from hrcn_community.consultations.models.publication import CasePublication
from hrcn_community.core.db import db


def test_a_copy_is_redacted_agreed_to_signed_published_and_withdrawn(visit, living_app):
    how = {"javascript": False, "width": 360, "dark": True}
    gareth, jonas, cleo, public = (visit(who, **how) for who in ("gareth", "jonas", "cleo", ""))
    here = _waiting(living_app)

    _redact(jonas, here)
    gareth.goto("/")
    gareth.get_by_role("link", name="and say yes or no").first.click()
    expect(gareth.get_by_text("Begin in [a city], with one report.")).to_be_visible()
    _agree(gareth, "Yes, I agree")
    jonas.goto(here)
    _agree(jonas, "Yes, I agree")
    cleo.goto(here)
    _agree(cleo, "Sign it")
    cleo.get_by_role("button", name="Publish it").click()

    public.goto("/answers")
    public.get_by_role("link", name="When a data series behind an indicator ends").click()
    expect(public.get_by_text("Begin in [a city], with one report.")).to_be_visible()
    expect(public.get_by_text("Jonas Feldkamp")).to_be_visible()
    expect(public.get_by_text("Gareth")).to_have_count(0)
    address = public.url

    gareth.goto(here)
    gareth.get_by_text("Withdraw the copy").click()
    gareth.get_by_label("Reason").locator("visible=true").fill("The council reads it as a promise.")
    gareth.get_by_role("button", name="Withdraw it").click()
    assert public.goto(address).status == 410
    expect(public.get_by_role("heading", level=1)).to_contain_text("no longer here")


def _redact(jonas: Page, here: str) -> None:
    """Add a sentence that tells, see that it was found, and replace what tells."""
    jonas.goto(f"{here}/redaction")
    box = jonas.get_by_label("Answer, for the public")
    box.fill(f"{box.input_value()}\n\nBegin in York, with one report.")
    jonas.get_by_role("button", name="Save and look again").click()
    found = jonas.get_by_role("group", name="York")
    found.get_by_label("Replace it").check()
    expect(found.get_by_label("In its place")).to_have_value("[a city]")
    jonas.get_by_role("button", name="Save and look again").click()
    expect(jonas.get_by_text("Nothing is left that might tell.")).to_be_visible()
    jonas.goto(here)
    jonas.get_by_label("Name me as an author of the answer").check()
    jonas.get_by_role("button", name="Save", exact=True).click()
    jonas.get_by_role("button", name="Ask for consent").click()
    expect(jonas.get_by_role("button", name="Ask for consent")).to_have_count(0)
    assert jonas.evaluate("document.documentElement.scrollWidth") <= 360


def _agree(page: Page, button: str) -> None:
    page.get_by_label("I have read the whole text").check()
    page.get_by_role("button", name=button).click()


def _waiting(app) -> str:
    with app.app_context():
        ref = select(Case.ref).join(CasePublication, CasePublication.case_id == Case.id)
        return f"/consultations/{db.session.scalars(ref.where(CasePublication.state == 'redacted')).one()}/publication"
