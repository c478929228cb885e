"""Muting somebody, and a note that facilitators alone read, as people meet them."""

import re

from playwright.sync_api import expect

from tests.journeys.barriers import barriers_on

WHO = "Only facilitators of this space read this"


def test_a_muted_person_is_folded_and_a_note_is_for_facilitators_alone(visit):
    chandra = visit("chandra", width=360)
    chandra.goto("/spaces/city-square")
    chandra.get_by_role("link", name="How this square works").first.click()
    expect(chandra.get_by_role("heading", name="How this square works", level=1)).to_be_visible()
    thread = re.sub(r"[?#].*", "", chandra.url)
    chandra.goto(thread)
    chandra.get_by_label("More about post 1", exact=True).press("Enter")
    chandra.get_by_role("link", name="Note for facilitators").first.press("Enter")
    expect(chandra.get_by_text(WHO, exact=True)).to_be_visible()
    chandra.get_by_role("textbox", name="Your note").fill("Keep an eye on this one.")
    chandra.get_by_role("button", name="Keep the note").press("Enter")
    expect(chandra.get_by_text("Keep an eye on this one.")).to_be_visible()
    chandra.goto(thread)
    expect(chandra.get_by_text("Keep an eye on this one.")).to_be_visible()

    ben = visit("ben", width=360, for_axe=True)
    ben.goto(thread)
    expect(ben.get_by_text(WHO)).to_have_count(0)
    name = ben.locator(".post__author a").first.inner_text()
    ben.get_by_label("More about post 1", exact=True).press("Enter")
    ben.get_by_role("link", name="Mute or block its author").first.press("Enter")
    ben.get_by_role("button", name="Mute them").press("Enter")
    folded = ben.locator(".post__folded > summary").first
    expect(folded).to_contain_text("is by somebody whom you muted")
    assert barriers_on(ben, "a thread that is folded") == []
    folded.press("Enter")
    expect(ben.locator(".post__author").first).to_have_text(name)
    expect(ben.locator(".post__author").first).to_be_visible()

    ben.goto("/settings/people")
    assert barriers_on(ben, "muted and blocked") == []
    ben.get_by_role("button", name=f"Mute no longer {name}").press("Enter")
    ben.goto(thread)
    expect(ben.locator(".post__folded")).to_have_count(0)
