"""Atom feeds of public spaces: valid, the same for everybody, and gone with what they tell of."""

import re
from datetime import datetime

import pytest
from lxml import etree  # type: ignore[attr-defined]

from hrcn_community.conversations.models import Post
from hrcn_community.core import clock
from hrcn_community.discussions.queries import feeds
from hrcn_community.downloads.atom import Entry, Feed, atom
from tests.discussions.masks import persona_in, reply_masked
from tests.discussions.posts import post_of
from tests.discussions.spaces import change
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC, RESTRICTED

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
EVERYTHING = "/threads/feed.atom"


@pytest.fixture
def space(world, cast):
    return world.space(PUBLIC, "Warm & dry", facilitator=cast.chandra, member=cast.ben)


def feed_of(space) -> str:
    return f"/spaces/{space.slug}/feed.atom"


def read(answer) -> etree._Element:
    """Return a feed, of which everything is true that RFC 4287 says must be."""
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(answer.data)
    assert root.tag == f"{ATOM}feed"
    for each in [root, *root.findall(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            assert len(each.findall(f"{ATOM}{name}")) == 1, name
        assert each.findtext(f"{ATOM}id").startswith("urn:uuid:")
        assert MOMENT.fullmatch(each.findtext(f"{ATOM}updated"))
        assert each.get("{http://www.w3.org/XML/1998/namespace}lang")
        assert len(list(links(each, "alternate"))) == 1
    assert root.findtext(f"{ATOM}author/{ATOM}name")  # speaks for entries without one
    assert links(root, "self")
    assert all(link.startswith("http://localhost:5000/") for link in links(root))
    ids = [each.text for each in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    return root


def links(node, rel: str = "") -> list[str]:
    found = node.findall(f"{ATOM}link")
    return [each.get("href") for each in found if not rel or each.get("rel") == rel]


def titles(root) -> list[str]:
    return [each.findtext(f"{ATOM}title") for each in root.findall(f"{ATOM}entry")]


def contents(root) -> str:
    return "".join(each.text for each in root.iter(f"{ATOM}content"))


def test_a_thread_is_an_entry_with_its_opening_and_its_newest_reply(world, cast, public, space):
    body = "Look [here](/people/ben) & <b>there</b>."
    thread = world.thread(space, cast.amina, "How & why?", body, language="de")
    world.reply(thread, cast.ben, "Not the newest.")
    world.reply(thread, cast.eve, "The **newest**.")
    root = read(public.get(feed_of(space)))
    assert root.findtext(f"{ATOM}title") == "Warm & dry"
    [entry] = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "How & why?"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Amina"
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
    assert links(entry, "alternate") == [f"http://localhost:5000{thread.address}"]
    html = entry.findtext(f"{ATOM}content")
    assert entry.find(f"{ATOM}content").get("type") == "html"
    assert 'href="http://localhost:5000/people/ben"' in html
    assert "The <strong>newest</strong>." in html
    assert "by Eve" in html
    assert "Not the newest" not in html


def test_all_public_spaces_have_one_together(world, cast, public, space):
    world.thread(space, cast.amina, "In the first")
    world.thread(world.space(PUBLIC, "Other"), cast.amina, "In the second")
    for visibility in (NETWORK, RESTRICTED, CONFIDENTIAL):
        world.thread(world.space(visibility, member=cast.amina), cast.amina, "Behind a door")
    for browser in (public, cast.amina.browser):
        found = titles(read(browser.get(EVERYTHING)))
        assert found == ["In the second · Other", "In the first · Warm & dry"]


def test_what_is_not_public_has_none_for_anybody(world, cast, public):
    for visibility in (NETWORK, RESTRICTED, CONFIDENTIAL):
        hidden = world.space(visibility, member=cast.ben, facilitator=cast.chandra)
        for browser in (public, cast.ben.browser, cast.chandra.browser, cast.cleo.browser):
            there = browser.get(feed_of(hidden))
            nowhere = browser.get(f"/spaces/{'0' * len(hidden.slug)}/feed.atom")
            assert there.status_code == nowhere.status_code == 404
            assert len(there.data) == len(nowhere.data)
    of_a_room = world.space(PUBLIC, listed=False)
    assert public.sees(feed_of(of_a_room)) == 404


def test_pages_lead_to_feeds_where_there_are_some(world, cast, public, space):
    hidden = world.space(NETWORK, member=cast.ben)
    for page, feed in (("/threads", EVERYTHING), (f"/spaces/{space.slug}", feed_of(space))):
        text = public.page(page)
        assert re.search(
            rf'<link rel="alternate" type="application/atom\+xml"[^>]*href="{feed}"', text
        )
        assert f'<a href="{feed}"' in text
    assert "feed.atom" not in cast.ben.browser.page(f"/spaces/{hidden.slug}")


def test_ids_stay_whatever_the_house_is_called(app, world, cast, public, space, monkeypatch):
    thread = world.thread(space, cast.amina)
    before = [each.text for each in read(public.get(feed_of(space))).iter(f"{ATOM}id")]
    monkeypatch.setitem(app.config, "BASE_URL", "https://elsewhere.example.org")
    form = {"title": "Another title", "kind": "discussion", "language": "en"}
    assert cast.amina.browser.post(f"{thread.address}/edit", form).status_code == 303
    root = etree.fromstring(public.get(feed_of(space)).data)
    assert [each.text for each in root.iter(f"{ATOM}id")] == before
    assert titles(root) == ["Another title"]
    assert links(root, "self") == [f"https://elsewhere.example.org{feed_of(space)}"]


def test_what_is_hidden_taken_back_or_moved_away_is_gone(world, cast, public, space):
    thread = world.thread(space, cast.amina, body="Words of the opening.")
    world.reply(thread, cast.ben, "Words in between.")
    world.reply(thread, cast.ben, "Words of the newest.")
    held = public.get(feed_of(space))
    opening, newest = (post_of(world, thread, number).ref for number in (1, 3))
    cast.chandra.browser.post(f"/posts/{newest}/hiding", reason="It names somebody.")
    after = public.get(feed_of(space), headers={"If-None-Match": held.headers["ETag"]})
    text = contents(read(after))
    assert "newest" not in text
    assert "in between" in text
    cast.amina.browser.post(f"/posts/{opening}/deletion")
    root = read(public.get(feed_of(space)))
    assert "opening" not in contents(root)
    assert root.findtext(f"{ATOM}entry/{ATOM}author/{ATOM}name") is None
    closed = world.space(NETWORK, facilitator=cast.chandra)
    cast.chandra.browser.post(f"{thread.address}/move", space=closed.slug)
    for feed in (feed_of(space), EVERYTHING):
        assert titles(read(public.get(feed))) == []


def test_what_waits_for_a_facilitator_is_in_none(world, cast, public, space):
    change(world, space, first_posts="held")
    form = {"title": "Waiting", "kind": "discussion", "language": "en", "body": "Words."}
    cast.eve.browser.post("/threads", form, space=space.slug)
    assert world.rows(Post, state="held")
    assert titles(read(public.get(feed_of(space)))) == titles(read(public.get(EVERYTHING))) == []


def test_a_pseudonym_is_the_pseudonym(world, cast, public, space):
    change(world, space, pseudonyms="allowed")
    thread = world.thread(space, cast.amina)
    reply_masked(cast.ben, thread, "Behind a mask.")
    text = public.get(feed_of(space)).text
    assert f"by {persona_in(world, space).name}" in text
    assert "Ben" not in text


def test_who_has_it_already_is_told_so_and_asks_little(app, world, cast, public, space):
    thread = world.thread(space, cast.amina)
    answer = public.get(feed_of(space))
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Set-Cookie" not in answer.headers
    known = {"If-None-Match": answer.headers["ETag"]}
    dated = {"If-Modified-Since": answer.headers["Last-Modified"]}
    again = public.get(feed_of(space), headers=known)
    assert (again.status_code, again.data) == (304, b"")
    world.reply(thread, cast.ben, "More.")
    assert public.get(feed_of(space), headers=known).status_code == 200
    # Who goes by dates alone would miss what is hidden, which leaves no later date behind.
    assert public.get(feed_of(space), headers=dated).status_code == 200
    assert cast.ben.browser.get(feed_of(space)).headers["Cache-Control"] == "no-store"


def test_the_newest_stand_first_and_pages_lead_on_to_the_end(
    world, cast, public, space, monkeypatch
):
    monkeypatch.setattr(feeds, "PAGE", 2)
    threads = [world.thread(space, cast.amina, f"Number {n}") for n in range(5)]
    world.reply(threads[0], cast.ben)
    found, address, pages = [], feed_of(space), 0
    while address:
        root = read(public.get(address.removeprefix("http://localhost:5000")))
        assert links(root, "first") == [f"http://localhost:5000{feed_of(space)}"]
        assert len(titles(root)) <= 2
        found += titles(root)
        address = "".join(links(root, "next"))
        pages += 1
    assert (pages, found) == (3, [f"Number {n}" for n in (0, 4, 3, 2, 1)])


@pytest.mark.parametrize("before", ["nonsense", "9-", "1" * 60, "%00", "<x>"])
def test_a_key_that_is_none_leads_to_the_first_page_or_nowhere_bad(
    world, cast, public, space, before
):
    world.thread(space, cast.amina)
    answer = public.get(f"{feed_of(space)}?before={before}")
    assert answer.status_code in {200, 400}
    if answer.status_code == 200:
        assert len(titles(read(answer))) == 1


def test_signs_that_no_document_may_bear_are_left_out(app):
    now = clock.now()
    strange = "a\x00\x0b\ud800\ufffe]]>&<b>\U0001f600"
    entry = Entry("urn:x", strange, "/a", now, now, strange, strange, "en")
    ends = ("/", "/feed", "/feed", "")
    with app.app_context():
        root = etree.fromstring(
            atom(Feed("urn:y", strange, strange, *ends, now, "en", strange, [entry]))
        )
    assert titles(root) == [strange[:1] + "]]>&<b>\U0001f600"]
    assert datetime.fromisoformat(root.findtext(f"{ATOM}updated")).tzinfo


def test_nothing_is_rendered_for_who_has_it_already(world, cast, public, space, monkeypatch):
    world.thread(space, cast.amina)
    answer = public.get(feed_of(space))
    monkeypatch.setattr("hrcn_community.site.feeds.atom", lambda _: pytest.fail("made for nothing"))
    again = public.get(feed_of(space), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
