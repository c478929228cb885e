"""Finding posts: every word of the query, in five languages, and only what one may read."""

import re
from functools import partial
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hrcn_community.accounts.viewer import PUBLIC as ANYBODY
from hrcn_community.search.queries import find
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC, RESTRICTED

TEXTS = {
    "Warm homes": "Tenants were evicted from their houses in winter.",
    "Wohnungen": "In unserer Straße gehören die Wohnungen der Stadt.",
    "Rättigheter": "Mänskliga rättigheter på kommunens dagordning.",
    "Logements": "Le droit au logement, une réalité pour les élus.",
    "Huizen": "De rechten van huurders in Utrecht.",
    "Figures": "Indicator 12 fell by 40 per cent in 2025.",
}


@pytest.fixture
def library(world, cast):
    space = world.space(PUBLIC)
    languages = {"Wohnungen": "de", "Rättigheter": "sv", "Logements": "fr", "Huizen": "nl"}
    for title, body in TEXTS.items():
        world.thread(space, cast.amina, title, body, language=languages.get(title, "en"))
    return space


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("evicting houses", {"Warm homes"}),
        ("HOUSE", {"Warm homes"}),
        ("strasse", {"Wohnungen"}),
        ("Straße Wohnung", {"Wohnungen"}),
        ("rattighet", {"Rättigheter"}),
        ("réalité", {"Logements"}),
        ("realite elus", {"Logements"}),
        ("huurder", {"Huizen"}),
        ("recht", {"Huizen"}),
        ("40 2025", {"Figures"}),
        ("winter utrecht", set()),
        ("warm", {"Warm homes"}),
        ("", set()),
        ("???", set()),
        ("nothingatall", set()),
    ],
)
def test_every_word_of_a_query_is_found_in_its_forms(world, library, query, titles):
    """The same list on both databases: this test runs on each."""
    hits = world.ask(lambda: find(query, viewer=ANYBODY).hits)
    assert {hit.title for hit in hits} == titles


def test_only_what_one_may_read_is_found(world, cast, public):
    spaces = [
        world.space(each, member=cast.amina) for each in (PUBLIC, NETWORK, RESTRICTED, CONFIDENTIAL)
    ]
    for space in spaces:
        world.thread(space, cast.amina, f"Zeppelin in {space.name}")
    for person, count in ((None, 1), (cast.eve, 2), (cast.cleo, 2), (cast.amina, 4)):
        viewer = world.viewer(person) if person else ANYBODY
        assert len(world.ask(partial(find, "zeppelin", viewer=viewer)).hits) == count
    assert "Zeppelin in Public" in public.page("/search?q=zeppelin")
    assert "Zeppelin in Confidential" not in cast.cleo.browser.page("/search?q=zeppelin")


def test_a_title_counts_for_more_than_a_body_and_the_newer_stands_first(world, cast):
    space = world.space(PUBLIC)
    world.thread(space, cast.amina, "Zeppelin", "In the title.")
    for n in range(3):
        world.thread(space, cast.amina, f"Body {n}", "A zeppelin in the body.")
    hits = world.ask(lambda: find("zeppelin", viewer=ANYBODY).hits)
    assert [hit.title for hit in hits] == ["Zeppelin", "Body 2", "Body 1", "Body 0"]


def test_pages_of_results_follow_each_other(world, cast, public):
    space = world.space(PUBLIC)
    thread = world.thread(space, cast.amina, "Balloons", "The first.")
    for n in range(24):
        world.reply(thread, cast.ben, f"A zeppelin, number {n}.")
    first = public.page("/search?q=zeppelin")
    key = re.search(r'href="(/search\?q=zeppelin&amp;key=[^"]+)"', first)
    assert key
    second = public.page(unescape(key[1]))
    found = [re.findall(r"number (\d+)", page) for page in (first, second)]
    assert [len(each) for each in found] == [20, 4]
    assert not set(found[0]) & set(found[1])
    assert 'rel="next"' not in second


def test_what_was_found_is_shown_around_its_first_word_and_no_markup_comes_through(
    world, cast, public
):
    body = "word " * 200 + "the Zeppelin <b>lands</b> & stays"
    world.thread(world.space(PUBLIC), cast.amina, "Far down", body)
    page = public.page("/search?q=zeppelin")
    assert "<mark>Zeppelin</mark>" in page
    assert "<b>lands" not in page
    page = public.page("/search?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "query",
    ['"', "'", "''", '""', "a OR b", "NEAR(a b)", "a*", "col:a", "-a", "a & b", "a | !b", "(", "\\",
     "a:*", "<->", ";DROP TABLE posts", "%", "_", "\ud83d", "ﷺ ⑴ ½ ŉ", "a" * 2000, "a " * 900,
     "title_terms : x", "{a b} : c", "^a", "٣ 五 ê"],
)  # fmt: skip
def test_no_query_breaks_the_search(world, library, query):
    world.ask(lambda: find(query.encode("utf-8", "replace").decode(), viewer=ANYBODY))


@given(st.text(max_size=60))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_query_at_all_breaks_the_search(world, query):
    world.ask(lambda: find(query.replace("\x00", ""), viewer=ANYBODY))
