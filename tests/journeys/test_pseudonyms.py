"""Writing under a pseudonym, being warned, being asked about, as people meet it."""

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import update

from hrcn_community.core.db import db
from hrcn_community.spaces.models import Pseudonyms, Space
from tests.journeys.conftest import end_the_session, sign_in


@pytest.fixture(autouse=True)
def masks_are_worn(living_app: Flask) -> None:
    _let_masks(living_app, Pseudonyms.ALLOWED)


def test_somebody_asks_under_a_pseudonym_and_learns_who_wants_to_know(visit):
    amina = visit("amina", width=360)
    amina.goto("/threads/new?space=participation")
    amina.get_by_role("textbox", name="Title").fill("Told to be silent")
    amina.get_by_role("textbox", name="Your text").fill("Amina was told not to publish.")
    amina.get_by_role("radio", name="A pseudonym, which you are given").check()
    amina.get_by_role("button", name="Start the thread").click()
    expect(amina.get_by_role("alert")).to_contain_text("that may tell who you are")
    amina.get_by_role("textbox", name="Your text").fill("We were told not to publish.")
    amina.get_by_role("button", name="Start the thread").click()
    expect(amina.get_by_role("heading", name="Told to be silent", level=1)).to_be_visible()
    thread, name = amina.url, amina.locator(".post__author").first.inner_text()
    expect(amina.get_by_role("radio", name=f"{name}, your pseudonym here")).to_be_checked()

    ben = visit("ben", javascript=False)
    ben.goto(thread)
    expect(ben.locator(".post__author").first).to_have_text(name)
    expect(ben.get_by_role("article").first).not_to_contain_text("Amina")

    cleo = visit("cleo")
    cleo.goto(thread)
    cleo.get_by_label("More about post 1").click()
    cleo.get_by_role("link", name="Ask who wrote this").first.click()
    cleo.get_by_role("textbox", name="Why must it be known?").fill("Somebody is in danger.")
    cleo.get_by_role("button", name="Ask").click()
    expect(cleo.get_by_text("Another person of the core team decides").first).to_be_visible()
    expect(cleo.get_by_role("button", name="Show the name")).to_have_count(0)

    amina.goto("/settings/pseudonyms")
    expect(amina.get_by_role("heading", name=name)).to_be_visible()
    expect(amina.get_by_text("Somebody is in danger.")).to_be_visible()


def test_where_the_mask_is_no_more_nothing_is_kept_until_its_writer_decides(visit, living_app):
    ben = visit("ben")
    ben.goto("/threads/new?space=participation")
    ben.get_by_role("radio", name="A pseudonym, which you are given").check()
    text = ben.get_by_role("textbox", name="Your text")
    text.fill("We were told to wait.")
    expect(ben.get_by_text("Draft saved")).to_be_visible()
    _let_masks(living_app, Pseudonyms.ENDED)
    text.fill("We were told to wait for years.")
    expect(ben.get_by_text("This place takes your draft no longer")).to_be_visible()
    ben.reload()
    box = ben.get_by_role("checkbox", name="Write under a pseudonym")
    expect(box).to_be_checked()
    ben.get_by_role("textbox", name="Title").fill("Told to wait")
    ben.get_by_role("button", name="Start the thread").click()
    expect(ben.get_by_role("alert")).to_contain_text("Nothing was sent")
    box.uncheck()
    expect(ben.get_by_text("Draft saved")).to_be_visible()
    ben.get_by_role("button", name="Start the thread").click()
    expect(ben.locator(".post__author").first).to_contain_text("Ben")


def test_what_could_not_be_saved_comes_back_to_its_writer_alone_and_still_masked(visit):
    page = visit("amina")
    new, words = "/threads/new?space=participation", "Nobody must know that this is mine."
    page.goto(new)
    text = page.get_by_role("textbox", name="Your text")
    mask = page.get_by_role("radio", name="pseudonym")
    text.fill(words)
    expect(page.get_by_text("Draft saved")).to_be_visible()
    end_the_session(page)
    mask.check()
    expect(page.get_by_text("You have been signed out")).to_be_visible()
    sign_in(page, "ben")
    page.goto(new)
    expect(text).to_have_value("")
    end_the_session(page)
    sign_in(page, "amina")
    page.goto(new)
    expect(text).to_have_value(words)
    expect(mask).to_be_checked()


def test_nor_is_it_sent_by_name_where_the_mask_is_no_more(visit, living_app):
    page = visit("amina")
    new, words = "/threads/new?space=participation", "This is still nobody's business."
    page.goto(new)
    text = page.get_by_role("textbox", name="Your text")
    end_the_session(page)
    page.get_by_role("radio", name="pseudonym").check()
    text.fill(words)
    expect(page.get_by_text("You have been signed out")).to_be_visible()
    _let_masks(living_app, Pseudonyms.ENDED)
    sign_in(page, "amina")
    page.goto(new)
    expect(text).to_have_value(words)
    page.get_by_role("textbox", name="Title").fill("Nobody's business")
    page.get_by_role("button", name="Start the thread").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was sent")
    expect(page.get_by_role("checkbox", name="Write under a pseudonym")).to_be_checked()


def _let_masks(app: Flask, be: Pseudonyms) -> None:
    with app.app_context():
        where = Space.slug == "participation"
        db.session.execute(update(Space).where(where).values(pseudonyms=be))
        db.session.commit()
