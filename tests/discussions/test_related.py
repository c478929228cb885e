"""What is about the same as a thread: of any room, only what one may read, the nearest first."""

import re

import pytest

from hrcn_community.accounts.places import put_outside
from hrcn_community.conversations.models import ConversationTerm
from hrcn_community.core.db import db
from hrcn_community.register.models import Term
from hrcn_community.spaces.models import Space
from tests.counting import count_queries
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC, RESTRICTED
from tests.knowledge.telling import a_guideline, a_verified_practice
from tests.learning.lessons import publish
from tests.workshops.making import a_workshop


@pytest.fixture
def thread(world, cast):
    return world.thread(world.space(PUBLIC), cast.amina, "Warm homes behind closed doors")


def names(browser, thread) -> list[str]:
    page = browser.page(f"{thread.address}/related")
    return re.findall(r'<li><a href="[^"]+" lang="..">(.*?)</a>', page)


def test_things_of_every_room_are_there_once_each(world, cast, thread):
    publish(world, cast.chandra)
    a_workshop(world, cast.chandra)
    a_guideline(world, cast.amina, "Homes for guidelines")
    a_verified_practice(world, cast, "Doors opened")
    found = names(cast.ben.browser, thread)
    assert set(found) == {
        "Closed doors",
        "Warm homes for all",
        "Homes for guidelines",
        "Doors opened",
    }
    assert len(found) == 4


def test_more_words_stand_before_fewer_and_five_are_enough(world, cast, thread, public):
    space = world.space(PUBLIC)
    for n in range(4):
        world.thread(space, cast.ben, f"Homes {n}")
    world.thread(space, cast.ben, "Warm homes")
    world.thread(space, cast.ben, "Doors that were closed: warm homes")
    world.thread(space, cast.ben, "Quite another thing")
    found = names(public, thread)
    assert found[:3] == ["Doors that were closed: warm homes", "Warm homes", "Homes 3"]
    assert len(found) == 5


def test_a_theme_in_common_brings_things_together(world, cast, thread, public):
    other = world.thread(world.space(PUBLIC), cast.ben, "Insulation")

    def tag() -> None:
        term = Term(vocabulary="themes", slug="housing", name="Housing")
        db.session.add(term)
        db.session.flush()
        for each in (thread, other):
            db.session.add(ConversationTerm(conversation_id=each.conversation_id, term_id=term.id))

    assert names(public, thread) == []
    assert "Nothing else here is about the same." in public.page(f"{thread.address}/related")
    world.do(tag)
    assert names(public, thread) == ["Insulation"]


def test_only_what_one_may_read_is_there_and_nothing_confidential_beside_what_is_open(
    world, cast, thread, public
):
    places = {}
    for visibility in (PUBLIC, NETWORK, RESTRICTED, CONFIDENTIAL):
        places[visibility] = world.space(visibility, member=cast.amina)
        world.thread(places[visibility], cast.amina, f"Warm homes, {visibility}")
    open_ = {"Warm homes, public", "Warm homes, network"}
    assert set(names(public, thread)) == {"Warm homes, public"}
    for who in (cast.eve, cast.cleo, cast.dalia, cast.omar):
        assert set(names(who.browser, thread)) == open_
    assert set(names(cast.amina.browser, thread)) == open_ | {"Warm homes, restricted"}
    inside = world.thread(places[CONFIDENTIAL], cast.amina, "Homes kept warm")
    assert "Warm homes, confidential" in names(cast.amina.browser, inside)
    assert cast.eve.browser.sees(f"{inside.address}/related") == 404
    leave = lambda: put_outside(db.session.get_one(Space, places[RESTRICTED].id), cast.amina.id)  # noqa: E731
    world.do(leave)
    assert set(names(cast.amina.browser, thread)) == open_


def test_the_thread_loads_it_lazily_and_leads_there_without_scripts(
    world, cast, thread, public, app
):
    page = public.page(thread.address)
    assert f'hx-get="{thread.address}/related"' in page
    assert f'href="{thread.address}/related"' in page
    part = public.get(f"{thread.address}/related", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    with count_queries(app) as few:
        public.page(f"{thread.address}/related")
    for n in range(30):
        world.thread(world.space(PUBLIC), cast.ben, f"Warm homes {n}")
    with count_queries(app) as many:
        public.page(f"{thread.address}/related")
    assert len(few) == len(many)


def test_where_readers_are_logged_it_is_asked_for_by_a_page_of_its_own(world, cast):
    space = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.amina, "Warm homes")
    page = cast.ben.browser.page(thread.address)
    assert "hx-get" not in page.partition('id="related-title"')[2].partition("</section>")[0]
    assert f'href="{thread.address}/related"' in page
