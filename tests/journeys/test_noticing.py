"""A notice from the public goes its whole way: claimed, decided, its reasons read, appealed, reversed."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.barriers import barriers_on


@pytest.mark.timeout(300)  # five browsers, and axe looks at what nobody else is shown
def test_a_notice_goes_its_whole_way_and_an_appeal_turns_it(visit):
    public: Page = visit("", width=360)
    public.goto("/spaces/city-square")
    public.locator(".thread-row a, .rows a").first.click()
    public.get_by_role("link", name="Give notice of it").first.click()
    public.get_by_label("It breaks a rule of this house").check()
    public.get_by_label("Why do you think so?").fill("The stairwell is told too exactly.")
    public.get_by_label("I believe in good faith").check()
    public.get_by_role("button", name="Send the notice").click()
    expect(public.get_by_text("It has come in")).to_be_visible()
    kept = public.url

    chandra = visit("chandra", for_axe=True)
    chandra.goto("/moderation")
    chandra.locator(".desk-row a").last.click()
    chandra.get_by_role("button", name="Claim it").click()
    expect(chandra.get_by_text("The stairwell is told too exactly.")).to_be_visible()
    assert barriers_on(chandra, "the form of a decision") == []
    chandra.get_by_label("A warning").check()
    chandra.get_by_label("Which facts does it rest on?").fill("It gives the number of the stairs.")
    chandra.get_by_role("textbox", name="Why?").fill("Neighbours would know the family.")
    about = chandra.locator("main a[href^='/people/']").first.get_attribute("href") or ""
    wrote = about.rpartition("/")[2]
    chandra.get_by_role("button", name="Decide it").click()
    expect(chandra.get_by_text("It is decided.")).to_be_visible()

    author = visit(wrote, width=360, dark=True, for_axe=True)
    author.goto("/moderation/statements")
    author.get_by_role("link", name="A warning").first.click()
    expect(author.get_by_text("Neighbours would know the family.")).to_be_visible()
    assert barriers_on(author, "the reasons, with an appeal") == []
    author.get_by_label("Why is the decision wrong?").fill("I changed the number before I wrote.")
    author.get_by_role("button", name="Appeal").click()
    expect(author.get_by_text("Your appeal has come in").first).to_be_visible()

    other = next(each for each in ("cleo", "tomas") if each != wrote)  # nobody judges themselves
    judge = visit(other, javascript=False)
    judge.goto("/moderation")
    judge.get_by_role("link", name="Against:").first.click()
    expect(judge.get_by_text("I changed the number before I wrote.")).to_be_visible()
    judge.get_by_label("The decision is reversed").check()
    judge.get_by_label("Why?").fill("Then nobody can be known by it.")
    judge.get_by_role("button", name="Decide the appeal").click()
    expect(judge.get_by_text("The appeal is decided")).to_be_visible()

    author.reload()
    expect(author.get_by_text("What was decided here holds no longer.")).to_be_visible()
    public.goto(kept)
    expect(public.get_by_text("Since then the decision has been undone.")).to_be_visible()
