"""Giving notice, claiming and deciding, as tests do it."""

from typing import Any

from werkzeug.test import TestResponse

from hrcn_community.moderation.models import ContentNotice, Decision, Matter
from tests.browsing import Browser
from tests.discussions.posts import post_of
from tests.factories import Somebody, Told, World

OURS = {"Referer": "http://localhost/moderation/notices/new"}
WHY = "It names a tenant who never agreed."


def give_notice(browser: Browser, address: str, **more: Any) -> TestResponse:
    """Send the form as its own page does."""
    said = {"category": "rule", "rule": "3", "explanation": WHY, "good_faith": "y"}
    fields = {"address": address, **said, **more}
    return browser.client.post("/moderation/notices", data=fields, headers=OURS)


def ask_appeal(browser: Browser, ref: str, side: str = "author", **more: Any) -> TestResponse:
    fields = {"ref": ref, "side": side, "reason": "It is a quotation.", **more}
    return browser.client.post("/moderation/appeals", data=fields, headers=OURS)


def address_of(world: World, thread: Told, number: int = 1) -> str:
    return f"/posts/{post_of(world, thread, number).ref}"


def the_matter(world: World) -> Matter:
    [matter] = world.rows(Matter)
    return matter


def the_decision(world: World) -> Decision:
    return world.rows(Decision)[-1]


def the_notice(world: World) -> ContentNotice:
    return world.rows(ContentNotice)[-1]


def decide(who: Somebody, matter: Matter, *, claims: Any = True, **more: Any) -> TestResponse:
    where = f"/moderation/matters/{matter.ref}"
    if claims:
        assert who.browser.post(f"{where}/claim").status_code == 303
    said = {"measure": "keep", "sanction": "none", "ground": "rule", "rule": "3"}
    reasons = {"facts": "The post gives her street.", "reason": "She can be found by it."}
    return who.browser.post(f"{where}/decision", {**said, **reasons, **more})
