"""Discussions as an official, a facilitator, a practitioner and somebody outside go through them."""

import re

import pytest
from playwright.sync_api import Page, expect


def test_keys_lead_through_a_thread_and_can_be_switched_off(visit):
    page = visit("amina")
    _open(page, "212 cold flats")
    page.keyboard.press("j")
    expect(page.locator("#p1")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#p2")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#p1")).to_be_focused()
    expect(page.locator("[data-way-here]")).to_contain_text("of 25")
    page.keyboard.press("r")
    expect(page.get_by_role("textbox", name="Your reply")).to_be_focused()
    page.keyboard.type("jk")  # while one types a key is a letter
    expect(page.get_by_role("textbox", name="Your reply")).to_have_value(re.compile("jk$"))
    page.locator("#p2").focus()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_be_visible()
    sheet.get_by_role("checkbox", name="Single keys work in this browser").uncheck()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.locator("#p2").focus()
    page.keyboard.press("j")
    expect(page.locator("#p2")).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
def test_one_line_says_which_post_one_reads_from_the_first_to_the_composer(visit, width):
    page = visit("omar", width=width)
    _open(page, "212 cold flats")
    here, address = page.locator("[data-way-here]"), page.url
    for number in (2, 12, 25):
        page.goto(f"{address}?post={number}#p{number}")
        expect(here).to_have_text(f"Post {number} of 25")
        expect(here).to_be_in_viewport()
    page.get_by_role("textbox", name="Your reply").scroll_into_view_if_needed()
    expect(here).to_have_text("Post 25 of 25")
    expect(here).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    expect(here).to_have_text("Post 21 of 25")


def test_n_leads_to_the_first_unread_post(visit):
    page = visit("amina")
    page.goto("/threads?view=unread")
    page.locator(".thread__title a").first.click()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(r"\?post=\d+#p\d+$"))


def test_an_official_votes_otherwise_and_is_offered_no_pseudonym(visit):
    page = visit("omar")
    _open(page, "Looking for two cities to walk their hottest street")
    poll = page.locator(".poll").first
    before = poll.locator(".poll__mine b").inner_text()
    poll.get_by_text("Change or withdraw my vote").click()
    poll.locator("input[type=radio]:not(:checked)").first.check()
    poll.get_by_role("button", name=re.compile("[Vv]ote")).first.click()
    expect(page.locator(".poll__mine b").first).not_to_have_text(before)
    page.goto("/threads/new?space=equality")
    expect(page.get_by_text("Write as")).to_have_count(0)


def test_a_facilitator_lets_a_first_post_through_and_pins_a_thread(visit):
    page = visit("chandra")
    page.goto("/spaces/drafting-table/held")
    words = page.locator(".waits .prose").first.inner_text()[:40]
    page.get_by_role("button", name="Let it through").first.click()
    page.goto("/spaces/drafting-table")
    page.locator(".thread__title a").first.click()
    expect(page.locator(".posts")).to_contain_text(words)
    page.get_by_role("link", name="Pin it").click()
    page.get_by_role("button", name="Pin").click()
    expect(page.get_by_role("link", name="Unpin it")).to_be_visible()


def test_a_practitioner_reads_a_consolidated_reply_and_follows_it_to_its_source(visit):
    page = visit("ben", width=360, dark=True)
    _open(page, "Five languages in one room")
    expect(page.get_by_role("heading", name="The consolidated reply")).to_be_visible()
    page.get_by_role("link", name="Read the whole reply").click()
    page.locator(".post--answer").get_by_role("link", name="#2").first.click()
    expect(page).to_have_url(re.compile(r"#p2$"))


def test_whoever_stands_outside_finds_no_closed_room_and_reads_the_open_ones(visit):
    page = visit(javascript=False)
    page.goto("/threads?view=top&period=year")
    expect(page.locator(".thread__title").first).to_be_visible()
    expect(page.get_by_text("Restricted")).to_have_count(0)
    answer = page.goto("/spaces/drafting-table")
    assert answer is not None
    assert answer.status == 404
    page.goto("/threads?view=unanswered")
    expect(page.get_by_role("heading", name="Threads", level=1)).to_be_visible()


def _open(page: Page, title: str) -> None:
    page.goto(f"/search?q={title.replace(' ', '+')}")
    page.get_by_role("link", name=title).first.click()
    page.goto(page.url.partition("?")[0])
