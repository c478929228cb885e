"""The page of results: whatever is asked, page after page, as one types, with what was found marked."""

import re
from base64 import urlsafe_b64decode
from html import unescape
from urllib.parse import quote

import pytest

from hrcn_community.accounts.viewer import PUBLIC as ANYBODY
from hrcn_community.conversations.models import Post
from hrcn_community.search.asked import Known, parse
from hrcn_community.search.excerpts import excerpt
from hrcn_community.search.queries import find
from hrcn_community.search.runs import wanted_runs
from tests.counting import count_queries
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC, RESTRICTED

NEXT = re.compile(r'rel="next" href="([^"]+)"')
HOSTILE = ['"', "c++", "foo-bar", "x" * 10_000, '"' * 5_000, "(a|b)*" * 500, "\0", "a\0b", "%", "_", "\\",
           "'; DROP TABLE posts; --", "NEAR(a b, 3)", "title_terms : x", "^a AND", "a:* & !b", "<->",
           "after:9999-12-31", "before:0001", "before:1", "by:%", "by:" + "x" * 900, "in:" * 300,
           "\U0001f600", "\u202e", "ﷺ" * 50, "a " * 4_000, "-" * 9_000, "*" * 9_000, "in:\"", "is:\\",
           "2147483648 9223372036854775808", "{{7*7}}", "<script>alert(1)</script>", "\r\n\r\nX: y"]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_finds_something_or_nothing_and_never_fails(
    public, world, cast, caplog, query
):
    caplog.set_level(0)
    for address in (
        f"/search?q={quote(query)}",
        f"/search?by={quote(query)}&after={quote(query[:50])}",
    ):
        answer = public.get(f"{address}&typing=1", headers={"HX-Request": "true"})
        assert answer.status_code == 200
        answer = public.get(address)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
    assert query not in caplog.text or len(query) < 3
    assert "Traceback" not in caplog.text


def test_each_hit_comes_once_on_some_page_while_others_write(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina, "Zeppelin", "The first.")
    for n in range(45):
        world.reply(thread, cast.ben, f"A zeppelin, number {n}.")
    address, seen = "/search?q=zeppelin", []
    while address:
        page = public.page(address)
        seen += re.findall(r"number (\d+)", page)
        world.reply(thread, cast.ben, f"A zeppelin, number {100 + len(seen)}.")
        more = NEXT.search(page)
        address = unescape(more[1]) if more else ""
    assert sorted(map(int, seen)) == list(range(45))


def test_the_key_of_the_next_page_says_nothing_and_serves_no_other_query(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina, "Zeppelin", "A balloon.")
    for n in range(21):
        world.reply(thread, cast.ben, f"A zeppelin, a balloon, number {n}.")
    first = public.page("/search?q=zeppelin")
    more = NEXT.search(first)
    assert more
    key = unescape(more[1]).partition("key=")[2]
    last = world.rows(Post)[-1]
    told = urlsafe_b64decode(key)
    for fact in (str(last.id), str(last.created_at.timestamp()), "zeppelin"):
        assert fact.encode() not in told
    for other in (key[:-8] + "AAAAAAA=", "x", "1-2", "", key.swapcase()):
        again = public.page(f"/search?q=zeppelin&key={other}")
        assert "number 20" in again
    assert "number 20" in public.page(f"/search?q=balloon&key={key}")
    assert "number 20" not in public.page(f"/search?q=zeppelin&key={key}")


def test_counting_ends_at_a_hundred_and_counts_only_what_one_may_read(world, cast, public):
    hidden = world.thread(
        world.space(CONFIDENTIAL, member=cast.amina), cast.amina, "X", "Zeppelin."
    )
    thread = world.thread(world.space(PUBLIC), cast.amina, "Balloons", "One zeppelin.")
    assert "1 text was found." in public.page("/search?q=zeppelin")
    assert "2 texts were found." in cast.amina.browser.page("/search?q=zeppelin")
    for _ in range(100):
        world.reply(hidden, cast.amina, "A zeppelin.")
    assert "1 text was found." in public.page("/search?q=zeppelin")
    assert "More than 100 texts were found." in cast.amina.browser.page("/search?q=zeppelin")
    for n in range(99):
        world.reply(thread, cast.ben, f"Zeppelin {n}.")
    assert "100 texts were found." in public.page("/search?q=zeppelin")


def test_a_word_that_is_being_typed_finds_already(world, cast, public):
    world.thread(world.space(PUBLIC), cast.amina, "Roofs", "Housing for all.")
    for typed in ("ho", "hou", "hous", "housi", "housin", "housing", "roo", "roof housi"):
        part = public.get(f"/search?q={typed}&typing=1", headers={"HX-Request": "true"}).text
        assert "Roofs" in part, typed
        assert "<html" not in part
        assert "1 text is shown." in part
    assert "Roofs" not in public.page("/search?q=housin")
    assert "Roofs" in public.page("/search?q=housin*")
    assert "<html" in public.page("/search?q=housin&typing=1")


def test_a_page_asks_the_database_as_often_however_much_is_found(world, cast, app):
    thread = world.thread(world.space(PUBLIC), cast.amina, "Zeppelin", "A zeppelin.")
    assert cast.ben.browser.page("/search?q=zeppelin")
    with count_queries(app) as few:
        cast.ben.browser.page("/search?q=zeppelin")
    for n in range(30):
        world.reply(thread, cast.amina, f"A zeppelin, number {n}.")
    with count_queries(app) as many:
        cast.ben.browser.page("/search?q=zeppelin")
    assert len(few) == len(many) <= 8


def test_spaces_cities_and_people_are_found_by_their_names_by_those_who_may_know(
    world, cast, public
):
    for visibility in (PUBLIC, NETWORK, RESTRICTED, CONFIDENTIAL):
        world.space(visibility, f"Zeppelin {visibility}", member=cast.amina)
    world.person("Zora Zeppelin", city="Zeppelinia")
    open_ = {"Zeppelin network", "Zeppelin public", "Zeppelinia", "Zora Zeppelin"}
    expected = [
        (public, {"Zeppelin public", "Zeppelinia"}),
        (cast.eve.browser, open_ | {"Zeppelin restricted"}),
        (cast.amina.browser, open_ | {"Zeppelin confidential"}),
    ]
    for browser, names in expected:
        page = browser.page("/search?q=zeppelin")
        section = re.search(r'<section class="search__named".*?</section>', page, re.S)
        assert section
        assert set(re.findall(r'<li><a href="[^"]+">(.*?)</a>', section[0])) == names
    assert "search__named" not in public.page("/search?q=zeppelin+lang:en")


def test_beside_somebody_who_was_found_stands_the_way_to_what_they_wrote(world, cast):
    zora = world.person("Zora Zeppelin")
    world.thread(world.space(NETWORK), zora, "Of balloons")
    page = cast.amina.browser.page("/search?q=zora+zeppelin")
    assert "No text was found" in page
    way = re.search(r'href="([^"]+)">What Zora Zeppelin wrote</a>', page)
    assert way
    assert "Of balloons" in cast.amina.browser.page(way[1])


def test_whoever_finds_nothing_signed_out_is_told_that_members_search_more(cast, public):
    told = "members search more"
    page = public.page("/search?q=zeppelin+-hotel")
    assert told in page
    assert "/sign-in?next=/search%3Fq%3Dzeppelin%2520-hotel" in page
    assert told not in cast.amina.browser.page("/search?q=zeppelin")


@pytest.mark.parametrize(
    ("query", "language", "text", "marked"),
    [
        ("evict", "en", "Tenants were evicted & houses sold.", ["evicted"]),
        ('"human rights"', "en", "Rights are human; human rights are rights.", ["human", "rights"]),
        ("rechte", "de", "Die Menschenrechte, nicht die Richter.", ["Menschenrechte"]),
        ("egalite", "fr", "L’e\u0301galite\u0301 pour tous", ["égalité"]),
        ("hou*", "en", "A house, its housing, a hoop.", ["house", "housing"]),
        ("-house home", "en", "A home, no house.", ["home"]),
        ("lang:en", "en", "Nothing is marked.", []),
        ("b script", "en", "<b>script</b>", ["b", "script", "b"]),
    ],
)  # fmt: skip
def test_what_was_found_is_marked_and_nothing_else(query, language, text, marked):
    known = Known({"lang": {"en": "en"}})
    shown = excerpt(text, language, wanted_runs(parse(query, known)))
    assert re.findall(r"<mark>(.*?)</mark>", shown) == marked
    assert "<b>" not in shown


def test_a_title_in_another_language_than_its_text_says_so(world, cast, public):
    text = "The zeppelin is warm and it is here."
    world.thread(world.space(PUBLIC), cast.amina, "Wärme", text, language="de")
    page = public.page("/search?q=zeppelin")
    assert re.search(r'<a href="[^"]+" lang="de">Wärme</a>', page)


def test_a_broken_page_number_of_old_is_the_first_page(world, cast, public):
    world.thread(world.space(PUBLIC), cast.amina, "Zeppelin")
    assert "Zeppelin" in public.page("/search?q=zeppelin&page=9")
    assert len(world.ask(lambda: find("zeppelin", viewer=ANYBODY, after="9").hits)) == 1


def test_an_excerpt_begins_and_ends_between_words_and_holds_what_was_found():
    text = " ".join(f"word{n}" for n in range(200)) + " zeppelin " + "tail " * 100
    shown = excerpt(text, "en", wanted_runs(parse("zeppelin", Known())))
    assert re.fullmatch(r"… (word\d+ )+<mark>zeppelin</mark>( tail)+ …", shown)
    unbroken = excerpt("x" * 500 + " zeppelin", "en", wanted_runs(parse("zeppelin", Known())))
    assert "<mark>zeppelin</mark>" in unbroken


def test_no_half_of_a_word_is_marked_where_an_excerpt_is_cut():
    text = "zeppelin" + "." * 321 + "houses" + "x" * 90
    shown = excerpt(text, "en", wanted_runs(parse("zeppelin hou*", Known())))
    assert re.findall(r"<mark>(.*?)</mark>", shown) == ["zeppelin"]


def test_the_rooms_own_spaces_are_not_among_the_names(world, cast, public):
    world.space(PUBLIC, name="Zeppelin hangar")
    world.space(PUBLIC, name="Zeppelin cellar", listed=False)
    page = public.page("/search?q=zeppelin")
    assert "Zeppelin hangar" in page
    assert "Zeppelin cellar" not in page
