"""Searching by operator and by field: each finds the same, and only what one may read."""

import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urlencode

import pytest
from sqlalchemy import update

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.personas import acting_as_persona
from hrcn_community.accounts.places import put_outside
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.models import Conversation, ConversationTerm, Post, PostState
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.discussions import actions as discussions
from hrcn_community.discussions.models import ThreadKind
from hrcn_community.discussions.queries import find_thread
from hrcn_community.register.models import City, Term
from hrcn_community.spaces.models import Pseudonyms, Space
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC


def titles(browser, **fields: str) -> list[str]:
    page = browser.page(f"/search?{urlencode(fields)}")
    return [unescape(each) for each in re.findall(r'result__title"><a[^>]*>(.*?)</a>', page)]


@pytest.fixture
def shelf(world, cast):
    """Threads that differ in whatever an operator asks for."""
    space = world.space(PUBLIC, "Market hall", facilitator=cast.chandra)
    with clock.at(datetime(2025, 3, 9, 23, 30, tzinfo=UTC)):
        old = world.thread(space, cast.amina, "Old heating", "A boiler.")
    german = world.thread(space, cast.ben, "Neue Heizung", "Ein boiler.", language="de")
    asks = world.thread(space, cast.ben, "Who knows?", "A boiler?", kind=ThreadKind.QUESTION)
    answered = world.thread(space, cast.omar, "Which one?", "A boiler?",
                            [(cast.amina, "This boiler.")], kind=ThreadKind.QUESTION)  # fmt: skip

    def arrange() -> None:
        thread = find_thread(answered.ref, viewer=viewer_of(cast.omar.id))
        assert thread is not None
        reply = db.session.query(Post).filter_by(conversation_id=answered.conversation_id, number=2)
        discussions.accept_answer(thread, reply.one(), by=viewer_of(cast.omar.id))
        term = Term(vocabulary="themes", slug="housing", name="Housing", names={"de": "Wohnen"})
        city = City(slug="graz-2", name="Grätz", country="AT")
        db.session.add_all([term, city])
        db.session.flush()
        db.session.add(ConversationTerm(conversation_id=old.conversation_id, term_id=term.id))
        db.session.get_one(Conversation, old.conversation_id).city_id = city.id
        db.session.get_one(Conversation, german.conversation_id).closed_at = clock.now()

    world.do(arrange)
    return {"old": old, "german": german, "asks": asks, "answered": answered, "space": space}


ALL = ["Which one?", "Which one?", "Who knows?", "Neue Heizung", "Old heating"]


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("in", "threads", ALL),
        ("in", "workshops", []),
        ("by", "amina", ["Which one?", "Old heating"]),
        ("by", "AM", ["Which one?", "Old heating"]),
        ("by", "@omar", ["Which one?"]),
        ("by", "mina", []),
        ("by", "@", []),
        ("by", "\u0301", []),
        ("theme", "housing", ["Old heating"]),
        ("theme", "Wohnen", ["Old heating"]),
        ("city", "grätz", ["Old heating"]),
        ("lang", "de", ["Neue Heizung"]),
        ("after", "2025-03-11", ALL[:4]),
        ("after", "2025-03-10", ALL),  # in Brussels it was half past midnight
        ("before", "2025-03-11", ["Old heating"]),
        ("before", "2025-03-10", []),
        ("is", "unanswered", ["Who knows?"]),
        ("is", "answered", ["Which one?", "Which one?"]),
        ("is", "closed", ["Neue Heizung"]),
        ("is", "open", [title for title in ALL if title != "Neue Heizung"]),
    ],
)
def test_an_operator_and_its_field_find_the_same(shelf, cast, operator, value, expected):
    browser = cast.eve.browser
    assert sorted(titles(browser, q=f"boiler {operator}:{value}")) == sorted(expected)
    assert sorted(titles(browser, q="boiler", **{operator: value})) == sorted(expected)
    others = sorted(ALL)
    for title in expected:
        others.remove(title)
    assert sorted(titles(browser, q=f"boiler -{operator}:{value}")) == others


def test_a_space_is_named_by_its_address(shelf, cast, world):
    other = world.space(PUBLIC)
    world.thread(other, cast.amina, "Elsewhere", "A boiler.")
    assert titles(cast.eve.browser, q=f"boiler space:{other.slug}") == ["Elsewhere"]
    assert sorted(titles(cast.eve.browser, q=f"boiler space:{shelf['space'].slug}")) == sorted(ALL)


def test_operators_stand_together_and_need_no_words(shelf, cast):
    browser = cast.eve.browser
    assert titles(browser, q="is:unanswered by:ben") == ["Who knows?"]
    assert sorted(titles(browser, q="by:ben")) == ["Neue Heizung", "Who knows?"]
    assert sorted(titles(browser, q="by:ben by:omar -lang:de")) == ["Which one?", "Who knows?"]
    assert titles(browser, q="by:me") == []
    assert sorted(titles(cast.ben.browser, q="by:me")) == ["Neue Heizung", "Who knows?"]
    assert titles(browser, q="-boiler") == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("after:yesterday", "names no day"),
        ("lang:xx", "There are: en, de, nl, sv, fr"),
        ("theme:unknown", "There are: housing"),
        ("in:kitchen", "There are: threads, learning"),
        ("is:purple", "There are: unanswered"),
        ("city:atlantis", "There are: "),
    ],
)
def test_a_value_that_is_none_finds_nothing_and_the_page_says_what_there_is(
    shelf, public, query, told
):
    page = public.page(f"/search?{urlencode({'q': f'boiler {query}'})}")
    assert told in page
    assert "result__title" not in page
    assert "result__title" in public.page(f"/search?{urlencode({'q': f'boiler -{query}'})}")


def test_what_is_asked_is_shown_in_fields_and_each_can_be_taken_away(shelf, public):
    page = public.page('/search?q=boiler+lang:de+-"old+heating"&is=closed')
    assert re.search(r'<option value="de" selected>', page)
    assert re.search(r'<option value="closed" selected>', page)
    chips = re.search(r'<ul class="search__chips".*?</ul>', page, re.S)
    assert chips
    ways = [unescape(href) for href in re.findall(r'<a href="([^"]+)"', chips[0])]
    assert ways == [
        "/search?q=boiler+-%22old+heating%22+is%3Aclosed",
        "/search?q=boiler+lang%3Ade+is%3Aclosed",
        "/search?q=boiler+lang%3Ade+-%22old+heating%22",
    ]


def test_a_pseudonym_is_found_by_its_own_name_and_by_nobody_elses(world, cast):
    space = world.space(NETWORK, member=cast.amina, pseudonyms=Pseudonyms.ALLOWED)

    def write() -> str:
        place = db.session.get_one(Space, space.id)
        masked = acting_as_persona(viewer_of(cast.amina.id), place)
        discussions.start_thread(place, "Masked", "A boiler.", by=masked)
        return masked.name

    name = world.do(write)
    for browser in (cast.amina.browser, cast.eve.browser):
        assert titles(browser, q=f'boiler by:"{name}"') == ["Masked"]
        for other in ("amina", "me", "@amina"):
            assert titles(browser, q=f"boiler by:{other}") == []
            assert titles(browser, q=f"boiler -by:{other}") == ["Masked"]


def test_no_operator_finds_what_one_may_not_read_nor_does_the_page_tell(world, cast):
    """An author, a space, a day, a standing of what is hidden are as if they were not there."""
    space = world.space(CONFIDENTIAL, "Cellar", member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.amina, "Kept", "A boiler.", kind=ThreadKind.QUESTION)
    queries = ["by:amina", f"space:{space.slug}", "is:unanswered", "in:threads", "lang:en",
               "after:2020", '"a boiler"', "boil*", "-hotel boiler"]  # fmt: skip
    for query in queries:
        assert titles(cast.ben.browser, q=query) == ["Kept"], query
    world.do(lambda: put_outside(db.session.get_one(Space, space.id), cast.ben.id))
    for who in (cast.ben, cast.eve, cast.cleo, cast.dalia, cast.omar):
        for query in queries:
            page = who.browser.page(f"/search?{urlencode({'q': query, 'typing': 1})}")
            nothing = who.browser.page(f"/search?{urlencode({'q': 'z' * len(query)})}")
            assert "Kept" not in page, (who.name, query)
            assert "result__title" not in page
            assert "text was found" not in page
            assert "Nothing was found" in nothing
    assert thread.ref not in cast.ben.browser.page("/search?q=boiler")


def test_what_bears_no_name_is_by_nobody(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina, "Unsigned", "A boiler.")
    unsign = (
        update(Post).where(Post.conversation_id == thread.conversation_id).values(author_id=None)
    )
    world.do(lambda: db.session.execute(unsign))
    assert titles(public, q="boiler -by:amina") == ["Unsigned"]
    assert titles(public, q="boiler by:a") == []


def test_what_waits_or_was_taken_back_is_found_by_nothing_also_by_its_author(world, cast):
    thread = world.thread(world.space(PUBLIC), cast.amina, "Waiting", "A boiler.")
    for state in (
        PostState.DRAFT,
        PostState.HELD,
        PostState.REFUSED,
        PostState.HIDDEN,
        PostState.DELETED,
    ):
        of = Post.conversation_id == thread.conversation_id
        change = update(Post).where(of).values(state=state)
        world.do(lambda change=change: db.session.execute(change))
        for query in ("by:me", "boiler", "in:threads", "boil*"):
            assert titles(cast.amina.browser, q=query) == [], (state, query)


def test_whoever_was_suspended_is_still_found_by_the_name_that_stands_there(world, cast, public):
    world.thread(world.space(PUBLIC), cast.amina, "Signed", "A boiler.")
    gone = update(Person).where(Person.id == cast.amina.id).values(standing=Standing.SUSPENDED)
    world.do(lambda: db.session.execute(gone))
    assert titles(public, q="boiler by:amina") == ["Signed"]
