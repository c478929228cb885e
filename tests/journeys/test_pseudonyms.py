"""Writing under a pseudonym, being warned, being asked about, as people meet it."""

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import update

from hrcn_community.core.db import db
from hrcn_community.spaces.models import Pseudonyms, Space


@pytest.fixture(autouse=True)
def masks_are_worn(living_app: Flask) -> None:
    with living_app.app_context():
        allowed = {"pseudonyms": Pseudonyms.ALLOWED}
        db.session.execute(update(Space).where(Space.slug == "participation").values(allowed))
        db.session.commit()


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
