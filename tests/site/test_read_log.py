"""The read log: who opens a page of a confidential space is written down before it is sent."""

from contextlib import contextmanager

import pytest
from sqlalchemy.exc import OperationalError

from hrcn_community.audit import actions as audit
from hrcn_community.audit.models import ReadEntry
from hrcn_community.conversations.models import Post
from tests.browsing import follow
from tests.discussions.masks import reply_masked
from tests.discussions.posts import post_of
from tests.discussions.queries import ask
from tests.discussions.spaces import change
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC, RESTRICTED

OF_A_POST = ("history", "quotation", "quotes", "reactions", "edit", "bookmark", "translations/new")


@pytest.fixture
def closed(world, cast):
    return world.space(CONFIDENTIAL, facilitator=cast.chandra, member=[cast.amina, cast.ben])


@pytest.fixture
def thread(world, cast, closed):
    return world.thread(closed, cast.amina, body="How so?", replies=[(cast.ben, "So.")])


def _logged(world) -> list[tuple[int, int]]:
    return [(entry.space_id, entry.person_id) for entry in world.rows(ReadEntry)]


@pytest.mark.parametrize("what", OF_A_POST)
def test_every_page_of_a_post_is_logged_once(world, cast, closed, thread, what):
    cast.amina.browser.page(f"/posts/{post_of(world, thread).ref}/{what}")
    assert _logged(world) == [(closed.id, cast.amina.id)]


@pytest.mark.parametrize("where", ["", "/summary", "/edit", "/move", ".md", ".pdf"])
def test_every_page_of_a_thread_is_logged_once(world, cast, closed, thread, where):
    assert cast.chandra.browser.sees(f"{thread.address}{where}") == 200
    assert _logged(world) == [(closed.id, cast.chandra.id)]


@pytest.mark.parametrize("where", ["held", "people", "settings"])
def test_every_page_of_the_space_itself_too(world, cast, closed, where):
    cast.chandra.browser.page(f"/spaces/{closed.slug}/{where}")
    assert _logged(world) == [(closed.id, cast.chandra.id)]


def test_every_page_of_a_draft_of_a_reply_too(world, cast):
    query = ask(world, cast, CONFIDENTIAL, member=[cast.ben, cast.dalia]).confirming()
    before = len(_logged(world))
    cast.ben.browser.page(f"{query.address}/synopsis")
    cast.chandra.browser.page(f"{query.address}/synopsis/confirmations")
    readers = [person_id for _space, person_id in _logged(world)[before:]]
    assert readers == [cast.ben.id, cast.chandra.id]


def test_a_fragment_tells_as_much_as_a_page(world, cast, closed, thread):
    cast.ben.browser.get(thread.address, headers={"HX-Request": "true"})
    assert _logged(world) == [(closed.id, cast.ben.id)]


@pytest.mark.parametrize("visibility", [PUBLIC, NETWORK, RESTRICTED])
def test_of_other_spaces_nothing_is_logged(world, cast, visibility):
    thread = world.thread(world.space(visibility, member=cast.amina), cast.amina)
    cast.amina.browser.page(thread.address)
    cast.amina.browser.page(f"/posts/{post_of(world, thread).ref}/history")
    assert _logged(world) == []


def test_what_shows_nothing_is_not_logged(world, cast, public, thread):
    ref = post_of(world, thread).ref
    assert cast.amina.browser.sees(f"/posts/{ref}") == 302
    assert cast.ben.browser.sees(f"/posts/{ref}/edit") == 403
    assert cast.eve.browser.sees(thread.address) == 404
    assert public.sees(thread.address) == 404
    assert _logged(world) == []


def test_whom_one_may_name_is_no_page_and_not_logged(world, cast, closed):
    answer = cast.ben.browser.get(f"/mentions?space={closed.slug}&q=")
    assert "Ben" in answer.text
    assert _logged(world) == []


def test_what_cannot_be_logged_is_not_shown(cast, thread, monkeypatch):
    browser = cast.ben.browser
    assert browser.sees("/") == 200

    @contextmanager
    def broken():
        raise OperationalError("insert", {}, Exception("disk gone"))
        yield

    monkeypatch.setattr(audit, "mark", broken)
    answer = browser.get(thread.address)
    assert answer.status_code == 503
    assert "How so?" not in answer.text


@pytest.mark.parametrize("pseudonyms", ["allowed", "ended"])
def test_where_pseudonyms_are_or_were_worn_nothing_says_who_read_just_before(
    world, cast, closed, thread, pseudonyms
):
    change(world, closed, pseudonyms="allowed")
    ref, browser = post_of(world, thread, 2).ref, cast.amina.browser
    follow(browser, reply_masked(cast.amina, thread, "Helpful words.", despite="1"))
    masked = world.rows(Post)[-1].ref
    dutch = {"body": "Behulpzaam.", "language": "nl", "of_revision": 1}
    follow(browser, browser.post(f"/posts/{masked}/translations", dutch))
    change(world, closed, pseudonyms=pseudonyms)
    for reader in (browser, cast.ben.browser):  # who is in the quiet time, and who is not
        reader.post(f"/posts/{ref}/bookmark")
        for page in (thread.address, f"/posts/{ref}/history", "/bookmarks", "/search?q=helpful"):
            reader.page(page)
    assert _logged(world) == []


def test_nor_is_anything_logged_right_after_a_masked_deed_elsewhere(world, cast, thread):
    masks = world.space(pseudonyms="allowed", member=[cast.amina, cast.ben])
    follow(cast.amina.browser, reply_masked(cast.amina, world.thread(masks, cast.ben)))
    for page in (thread.address, "/search?q=warm"):
        cast.amina.browser.page(page)
    assert _logged(world) == []


def test_a_list_that_shows_words_of_a_space_is_logged_for_it(world, cast, closed, thread):
    browser = cast.amina.browser
    browser.post(f"/posts/{post_of(world, thread, 2).ref}/bookmark")
    before = len(_logged(world))
    browser.page("/bookmarks")
    browser.page("/search?q=warm")
    assert _logged(world)[before:] == [(closed.id, cast.amina.id)] * 2
