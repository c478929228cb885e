"""Somebody looks for something: by words, as they type, by fields, by operators, and without scripts."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.barriers import barriers_on


def test_somebody_types_and_sees_what_there_is_before_they_are_done(visit):
    page = visit("amina")
    page.goto("/search")
    field = page.get_by_role("searchbox", name="Words to find")
    field.press_sequentially("tenan")
    expect(page.locator(".result").first).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="shown")).to_be_visible()
    expect(page.locator(".result mark").first).to_have_text(re.compile("tenan", re.I))
    field.fill("zzzznothing")
    expect(page.get_by_role("heading", name="Nothing was found")).to_be_visible()
    expect(field).to_be_focused()


def test_the_same_is_found_by_a_field_and_by_an_operator_and_taken_away_again(visit):
    page = visit("amina")
    page.goto("/search?q=rights")
    page.get_by_text("Where, who, when").click()
    page.get_by_label("Room", exact=True).select_option("Learning")
    page.get_by_role("main").get_by_role("button", name="Find").click()
    found = page.locator(".result__title").all_text_contents()
    assert found
    expect(page.locator(".result__kind").first).to_contain_text("Learning")
    _ask(page, "rights in:learning")
    expect(page.locator(".result__title")).to_have_text(found)
    page.get_by_role("link", name="Ask without this: Room: Learning").click()
    expect(page.get_by_label("Room", exact=True)).to_have_value("")
    expect(page.get_by_role("searchbox", name="Words to find")).to_have_value("rights")
    assert page.locator(".result__title").all_text_contents() != found


def test_who_writes_something_wrong_is_told_what_there_is(visit):
    page = visit()
    page.goto("/search")
    _ask(page, "rights after:yesterday lang:xx")
    expect(page.get_by_text("names no day")).to_be_visible()
    expect(page.get_by_text("There are: en, de, nl, sv, fr")).to_be_visible()
    page.get_by_role("link", name="Look for the words alone, everywhere").click()
    expect(page.locator(".result").first).to_be_visible()


def test_without_scripts_the_form_alone_finds_and_leads_to_the_next_page(visit):
    page = visit("ben", javascript=False)
    page.goto("/search")
    _ask(page, '"human rights" -hotel')
    expect(page.locator("mark").first).to_have_text(re.compile("human", re.I))
    first = page.locator(".result__title a").first.get_attribute("href")
    page.get_by_role("link", name="More").click()
    expect(page.locator(".result").first).to_be_visible()
    assert page.locator(".result__title a").first.get_attribute("href") != first
    page.get_by_role("link", name="Best matches").click()
    expect(page.locator(".result__title a").first).to_have_attribute("href", first or "")


def test_the_page_of_results_is_for_everybody(visit):
    for who, address in (
        ("amina", "/search?q=rights+lang:en+-%22hotel+bar%22&is=open"),
        ("", "/search?q=housing+after:x"),
        ("ben", "/search?q=utrecht"),
        ("", "/search?q=zzzz"),
    ):
        page = visit(who, for_axe=True)
        page.goto(address)
        for summary in page.locator("main summary").all():
            if not summary.evaluate("each => each.parentElement.open"):
                summary.click()
        assert barriers_on(page, address) == []


def _ask(page: Page, query: str) -> None:
    page.get_by_role("searchbox", name="Words to find").fill(query)
    page.get_by_role("main").get_by_role("button", name="Find").click()
