"""Two people save the same form: the later one sees what the other saved, and nothing is lost unseen."""

import re

import pytest

from hrcn_community.core.db import db
from hrcn_community.discussions.actions.tending import About, edit_thread, hold_thread
from hrcn_community.discussions.models import Thread, ThreadKind
from hrcn_community.spaces.actions import hold_space
from hrcn_community.spaces.models import Space
from tests.discussions.tending import at_hand, conversation_of
from tests.factories import PUBLIC
from tests.racing import meanwhile, on_postgresql
from tests.site.test_running_spaces import FORM as SETTINGS

FILLED = re.compile(r'name="filled_from"[^>]* value="([^"]+)"')
ABOUT = {"title": "Warm homes", "kind": "discussion", "language": "en", "city": ""}
AS_IT_WAS = {
    "name": "Housing",
    "description": "",
    "language": "en",
    "starters": "members",
    "first_posts": "open",
    "slow_seconds": "0",
    "pseudonyms": "never",
}


@pytest.fixture
def space(world, cast):
    return world.space(PUBLIC, "Housing", facilitator=[cast.chandra, cast.ruth])


@pytest.fixture
def thread(world, cast, space):
    return world.thread(space, cast.amina, "Warm homes")


def opened(who, address: str) -> dict[str, str]:
    """Open a form, and return from what it was filled."""
    return {"filled_from": FILLED.findall(who.browser.page(address))[0]}


def test_settings_that_somebody_saved_meanwhile_are_shown_beside_ones_own(world, cast, space):
    here = f"/spaces/{space.slug}/settings"
    first, second = opened(cast.chandra, here), opened(cast.ruth, here)
    theirs = {**SETTINGS, "pseudonyms": "never", **first}
    assert cast.chandra.browser.post(here, theirs).status_code == 303
    mine = {**AS_IT_WAS, **second, "description": "For *tenants*."}
    answer = cast.ruth.browser.post(here, mine)
    assert answer.status_code == 409
    assert "Somebody saved this while you were writing" in answer.text
    stands = re.findall(r'<pre class="kept"[^>]*>(.*?)</pre>', answer.text)
    assert stands == [
        "Homes for all",
        "About **roofs**.",
        "Deutsch",
        "Only the facilitators",
        "Wait for a facilitator",
        "One post in 15 minutes",
    ]
    assert "For *tenants*.</textarea>" in answer.text
    assert world.rows(Space)[0].description == "About **roofs**."
    again = {**mine, "filled_from": FILLED.findall(answer.text)[0], "name": "Homes for all"}
    assert cast.ruth.browser.post(here, again).status_code == 303
    [row] = world.rows(Space)
    assert (row.name, row.description) == ("Homes for all", "For *tenants*.")


def test_what_a_thread_is_about_is_not_written_over_unseen(world, cast, thread):
    here = f"{thread.address}/edit"
    first, second = opened(cast.chandra, here), opened(cast.amina, here)
    cast.chandra.browser.post(here, {**ABOUT, **first, "title": "Warm flats", "kind": "question"})
    answer = cast.amina.browser.post(here, {**ABOUT, **second, "language": "de"})
    assert answer.status_code == 409
    assert 'value="Warm homes"' in answer.text
    stands = re.findall(r'<pre class="kept"[^>]*>(.*?)</pre>', answer.text)
    assert stands == ["Warm flats", "Question", "English"]
    assert conversation_of(world, thread).title == "Warm flats"
    again = {**ABOUT, "language": "de", "filled_from": FILLED.findall(answer.text)[0]}
    assert cast.amina.browser.post(here, again).status_code == 303
    assert conversation_of(world, thread).title == "Warm homes"


def test_who_saves_the_same_as_somebody_else_or_twice_is_asked_nothing(world, cast, space, thread):
    here, form = f"/spaces/{space.slug}/settings", {**SETTINGS, "pseudonyms": "never"}
    form |= opened(cast.chandra, here)
    for who in (cast.chandra, cast.chandra, cast.ruth):
        assert who.browser.post(here, form).status_code == 303
    here, form = f"{thread.address}/edit", {**ABOUT, "title": "Warm flats"}
    form |= opened(cast.chandra, here)
    for who in (cast.chandra, cast.chandra, cast.amina):
        assert who.browser.post(here, form).status_code == 303


def test_an_error_on_the_way_forgets_nothing(cast, space):
    here = f"/spaces/{space.slug}/settings"
    filled = opened(cast.chandra, here)
    answer = cast.chandra.browser.post(here, {**AS_IT_WAS, **filled, "name": " "})
    assert answer.status_code == 422
    assert FILLED.findall(answer.text) == [filled["filled_from"]]


@on_postgresql
def test_who_saves_while_somebody_else_does_waits_and_sees_it(app, world, cast, space, thread):
    places = f"/spaces/{space.slug}/settings", f"{thread.address}/edit"
    forms = {**AS_IT_WAS, "description": "Mine."}, {**ABOUT, "language": "de"}
    viewer = world.viewer(cast.chandra)

    def change_settings() -> None:
        found = db.session.get_one(Space, space.id)
        hold_space(found)
        found.name = "Homes for all"

    def change_thread() -> None:
        found = at_hand(thread.ref, viewer)
        hold_thread(found)
        edit_thread(found, About("Warm flats", ThreadKind.QUESTION, "en"), by=viewer)

    for place, form, deed in zip(places, forms, (change_settings, change_thread), strict=True):
        fields = {"csrf_token": cast.ruth.browser.token(), **form, **opened(cast.ruth, place)}
        told: list[int] = []

        def save(place=place, fields=fields, told=told) -> None:
            told.append(cast.ruth.browser.client.post(place, data=fields).status_code)

        assert meanwhile(app, deed, save) is None
        assert told == [409], place
    assert world.rows(Space)[0].name == "Homes for all"
    assert conversation_of(world, thread).title == "Warm flats"
    assert world.rows(Thread)[0].kind == "question"
