"""Saying how much one wants to be told, and being told so."""

import re

from playwright.sync_api import Page, expect

from hrcn_community.worker import work_off

TITLE = "A bench for whoever waits at the office"


def start(page: Page) -> str:
    """Let somebody begin a thread in a space of the network; return its address."""
    page.goto("/threads/new?space=housing")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Your text").fill("People stand for two hours. What did you do?")
    page.get_by_role("button", name="Start the thread").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return re.sub(r"[?#].*", "", page.url)


def write(page: Page, address: str, words: str) -> None:
    page.goto(address)
    page.get_by_role("textbox", name="Your reply").fill(words)
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.get_by_text(words).first).to_be_visible()


def say(page: Page, level: str) -> None:
    """Choose a level by keyboard alone."""
    page.locator(".level summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile(f"^{level}")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".level summary")).to_contain_text(level)


def test_somebody_follows_a_space_and_a_thread_and_mutes_it_again(visit, living_app):
    eve = visit("eve", width=360)
    eve.goto("/spaces/housing")
    say(eve, "Following")
    amina = visit("amina")
    address = start(amina)
    work_off(living_app)

    eve.goto("/notifications")
    eve.get_by_role("link", name=f"began “{TITLE}”").click()
    expect(eve.get_by_role("heading", level=1)).to_have_text(TITLE)
    say(eve, "Watching")
    for words in ("A bench costs 300 euros.", "And a number on paper costs nothing."):
        write(amina, address, words)
    work_off(living_app)
    eve.goto("/notifications")
    eve.get_by_role("link", name=f"2 replies in “{TITLE}”").click()
    expect(eve.get_by_text("A bench costs 300 euros.")).to_be_in_viewport()

    say(eve, "Muted")
    write(amina, address, "Does @eve know more?")
    work_off(living_app)
    eve.goto("/notifications")
    expect(eve.get_by_text("mentioned you in")).to_have_count(0)
    eve.get_by_role("link", name="Choose how you are told").click()
    expect(eve.get_by_role("listitem").filter(has_text=TITLE)).to_contain_text("Muted")
    expect(eve.get_by_role("listitem").filter(has_text="Housing")).to_contain_text("Following")


def test_somebody_chooses_how_they_are_told_without_scripts(visit):
    page = visit("ben", javascript=False, dark=True)
    page.goto("/settings/notices")
    replies = page.get_by_role("group", name="Something is added where I follow")
    replies.get_by_label("By mail").select_option("Never")
    page.get_by_role("radio", name="Once a week").check()
    page.get_by_label("Hour", exact=True).select_option("19:00")
    page.get_by_label("Send me no mail in quiet hours").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("From now on you are told so.")).to_be_visible()
    expect(replies.get_by_label("By mail")).to_have_value("never")
    expect(page.get_by_role("radio", name="Once a week")).to_be_checked()


def test_the_bell_tells_of_what_is_new_while_a_page_stays_open(visit, living_app):
    chandra = visit("chandra")
    chandra.goto("/threads")
    before = int(chandra.locator("[data-bell]").get_attribute("data-unread") or 0)
    amina = visit("amina")
    write(amina, start(amina), "Does @chandra know?")
    work_off(living_app)
    chandra.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(chandra.locator("[data-bell]")).to_have_attribute("data-unread", str(before + 1))
    expect(chandra).to_have_title(re.compile(rf"^\({before + 1}\) "))
