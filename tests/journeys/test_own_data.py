"""Taking one's data along, being erased with the keyboard, and thinking better of it."""

import json
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from hrcn_community.demo.people import PASSWORD
from hrcn_community.worker import work_off
from tests.journeys.barriers import barriers_on
from tests.journeys.conftest import Visit, prove_who_is_there


@pytest.fixture
def astrid_signs_in(visit: Visit):
    """Somebody with a sign-in of her own: the one that journeys share must not end."""
    page = visit("", width=360)
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill("astrid@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url("**/")
    return page


def _reads_without_a_network(chromium: Browser, folder: Path) -> None:
    """What was unpacked is a page for everybody, and asks nothing of any network."""
    context, asked = chromium.new_context(offline=True), []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "index.html").as_uri())
    expect(page.get_by_role("heading", level=1)).to_contain_text("keeps of Astrid")
    page.get_by_role("link", name="What you did, and when").press("Enter")
    assert barriers_on(page, "archive") == []
    names = {"index.html", "style.css"}
    assert {url.split("#")[0] for url in asked} == {(folder / name).as_uri() for name in names}
    context.close()


def test_somebody_takes_their_data_along_goes_and_comes_back(
    living_app: Flask, astrid_signs_in, chromium: Browser, tmp_path: Path
):
    page = astrid_signs_in
    page.goto("/settings")
    page.get_by_role("link", name="My data").click()
    page.get_by_role("button", name="Make the archive").click()
    prove_who_is_there(page)
    page.get_by_role("button", name="Make the archive").click()
    expect(page.get_by_text("Your archive is being made").first).to_be_visible()
    work_off(living_app)
    page.reload()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Fetch the archive").click()
    fetched.value.save_as(tmp_path / "mine.zip")
    with zipfile.ZipFile(tmp_path / "mine.zip") as archive:
        assert json.loads(archive.read("data.json"))["handle"] == "astrid"
        archive.extractall(tmp_path)
    _reads_without_a_network(chromium, tmp_path)

    page.get_by_role("link", name="What that means").click()
    page.get_by_role("radio", name="It stays, without my name").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("somebody")
    page.keyboard.press("Enter")
    expect(page.get_by_text("That is not your handle").first).to_be_visible()
    page.get_by_label("Your handle").fill("astrid")
    page.get_by_label("Your handle").press("Enter")
    expect(page.get_by_text("days you can sign in and come back")).to_be_visible()

    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill("astrid@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is closed")
    page.get_by_role("button", name="Come back").press("Enter")
    expect(page.get_by_text("Your account is open again")).to_be_visible()
