"""Every page that can be opened: no barrier that axe finds, nothing wider than a small screen.

The pages are those of the url_map, so that a new room is walked by itself. Of each kind of page one
that the demonstration has is opened, of some several.
"""

from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.addresses import filled, rules

AXE = (Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js").read_text()
FIND = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
  (each) => `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`)"""
TRIED, OPENED = 40, 1  # of each kind of page
MORE_OPENED = {"/threads/<ref>": 4, "/spaces/<slug>": 2}  # kinds whose pages differ most
NOT_PAGES = {"health.healthz", "health.readyz", "health.metrics"}
MORE = ("/threads?before=9", "/search?q=housing", "/search?q=nothingatall", "/nowhere",
        "/threads/new?space=housing", "/threads?language=x")  # fmt: skip
WHO = ("", "amina", "cleo")


@pytest.fixture(scope="session")
def pages(living_app: Flask) -> dict[str, list[str]]:
    """Every address of a page, by its rule."""
    found: dict[str, list[str]] = defaultdict(list)
    with living_app.app_context():
        for rule in rules(living_app, "GET"):
            if rule.endpoint not in NOT_PAGES:
                found[rule.rule] = list(filled(rule))
    return found


@pytest.mark.parametrize("who", WHO, ids=lambda who: who or "public")
def test_no_page_has_a_barrier_in_light_or_dark_or_on_a_small_screen(visit, pages, who):
    small, large = visit(who, width=360), visit(who, for_axe=True)
    wrong = []
    for address in [*_some_that_open(small, pages), *MORE]:
        small.goto(address)
        wide = small.evaluate("document.documentElement.scrollWidth")
        wrong += [f"{address}: {wide} px wide at 360"] if wide > 360 else []
        large.goto(address)
        large.evaluate(AXE)
        for colours in ("light", "dark"):
            large.emulate_media(color_scheme=colours)
            wrong += [f"{address} ({colours}): {each}" for each in large.evaluate(FIND)]
    assert wrong == []


def _some_that_open(page: Page, pages: dict[str, list[str]]) -> list[str]:
    """Return the first few addresses of each rule that answer with a page, asked without opening them."""
    found = []
    for rule, addresses in pages.items():
        opened = 0
        for address in _spread(addresses):
            answer = page.request.get(address, max_redirects=0)
            is_page = "text/html" in answer.headers.get("content-type", "")
            if answer.status == 200 and is_page and "<html" in answer.text():
                found.append(urlsplit(answer.url).path)
                opened += 1
            if opened == MORE_OPENED.get(rule, OPENED):
                break
    return found


def _spread(addresses: list[str]) -> list[str]:
    """Return some of `addresses`, from all over."""
    return addresses[:: max(len(addresses) // TRIED, 1)]
