"""Notes of facilitators at a post: who reads them, and that nobody else can tell that there are any."""

import re

import pytest

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.models import Conversation, Note, Post
from hrcn_community.core.db import db
from hrcn_community.discussions.actions.moving import move_thread
from hrcn_community.discussions.queries import find_thread
from hrcn_community.notifications.models import Mail, Notice
from hrcn_community.spaces.models import Space
from tests.browsing import follow
from tests.counting import count_queries
from tests.factories import CONFIDENTIAL, PUBLIC, Told

WHO = "Only facilitators of this space read this"
SECRET = "Zaunkoenig warned him twice"


@pytest.fixture
def space(world, cast):
    return world.space(PUBLIC, "Housing", facilitator=[cast.chandra, cast.dalia])


@pytest.fixture
def thread(world, cast, space) -> Told:
    return world.thread(space, cast.ben, "Warm homes", replies=[(cast.amina, "First.")])


@pytest.fixture
def ref(world, thread) -> str:
    """Of Amina's reply."""
    return world.rows(Post, conversation_id=thread.conversation_id)[1].ref


def test_a_note_is_read_by_the_facilitators_and_in_open_spaces_by_the_core_team(
    world, cast, worker, space, thread, ref
):
    assert f"/posts/{ref}/notes" in cast.chandra.browser.page(thread.address)
    assert WHO in cast.chandra.browser.page(f"/posts/{ref}/notes")
    page = follow(
        cast.chandra.browser, cast.chandra.browser.post(f"/posts/{ref}/notes", text=SECRET)
    )
    assert SECRET in page
    for somebody in (cast.chandra, cast.dalia, cast.cleo):
        page = somebody.browser.page(thread.address)
        assert page.count(SECRET) == 1
        assert WHO in page
    worker()
    assert [(n.kind, n.person_id) for n in world.rows(Notice, kind="post.noted")] == [
        ("post.noted", cast.dalia.id)
    ]
    assert all("Zaunkoenig" not in mail.body for mail in world.rows(Mail))
    assert "left a note for facilitators" in cast.dalia.browser.page("/notifications")
    cast.chandra.browser.post(f"/spaces/{space.slug}/people/dalia/facilitation/end")
    assert "left a note" not in cast.dalia.browser.page("/notifications")
    assert SECRET not in cast.dalia.browser.page(thread.address)
    assert cast.dalia.browser.sees(f"/posts/{ref}/notes") == 403


def test_to_everybody_else_nothing_changes_when_a_note_is_written(
    world, cast, public, worker, space, thread, ref
):
    def seen(somebody) -> list[object]:
        somebody.page(thread.address)
        addresses = (
            thread.address,
            f"{thread.address}.md",
            f"{thread.address}/summary",
            f"/posts/{ref}/history",
            f"/spaces/{space.slug}/feed.atom",
            "/threads",
            "/search?q=zaunkoenig",
            "/notifications",
            "/drafts",
        )
        answers = [somebody.get(address) for address in addresses]
        there = [answer for answer in answers if answer.status_code == 200]
        kept = [(answer.headers.get("ETag"), _bare(answer.text)) for answer in there]
        return [*kept, *(row.version for row in world.rows(Post)), *_state(world)]

    browsers = [public, cast.amina.browser, cast.ben.browser, cast.eve.browser]
    worker()
    for browser in browsers:
        seen(browser)
    before = [seen(browser) for browser in browsers]
    cast.chandra.browser.post(f"/posts/{ref}/notes", text=SECRET)
    worker()
    for browser, was in zip(browsers, before, strict=True):
        for now, then in zip(seen(browser), was, strict=True):
            assert now == then
    for somebody in (cast.amina, cast.ben, cast.eve):
        for address in (f"/posts/{ref}/notes", f"/posts/{ref}/notes?x"):
            assert somebody.browser.sees(address) == 403
    assert world.rows(Notice, person_id=cast.amina.id) == []


def test_for_who_is_signed_in_a_page_is_as_long_bears_the_same_and_asks_as_much(
    app, world, cast, worker, space, thread, ref
):
    """To the byte: with notes and without, whole and as a fragment; also for who facilitates elsewhere."""
    world.space(PUBLIC, facilitator=cast.omar)
    addresses = [
        thread.address,
        f"{thread.address}?around=2",
        "/threads",
        "/",
        f"/people/{cast.amina.handle}",
    ]
    addresses += [f"/spaces/{space.slug}", f"/posts/{ref}/history", f"/posts/{ref}/quotation"]
    addresses += [f"/posts/{ref}/notes", f"/posts/{ref}/edit", f"{thread.address}/unread"]
    ways = [(address, htmx) for address in addresses for htmx in ({}, {"HX-Request": "true"})]

    def seen(browser) -> list[tuple[object, ...]]:
        found = []
        for address, headers in ways:
            with count_queries(app) as asked:
                answer = browser.get(address, headers=headers)
            bare = re.sub(r'value="[^"]{13,}"', "", answer.text)  # the tokens of its forms
            said = sorted(name for name, _value in answer.headers)
            found.append((address, answer.status_code, len(answer.data), bare, said, len(asked)))
        return found

    readers = [each.browser for each in (cast.amina, cast.ben, cast.eve, cast.omar)]
    worker()
    for browser in readers:
        seen(browser)
    before = [seen(browser) for browser in readers]
    assert before == [seen(browser) for browser in readers], "what changes by itself proves nothing"
    for text in (SECRET, SECRET * 20):
        cast.chandra.browser.post(f"/posts/{ref}/notes", text=text)
    worker()
    assert SECRET in cast.dalia.browser.page(thread.address)
    for browser, was in zip(readers, before, strict=True):
        for now, then in zip(seen(browser), was, strict=True):
            assert now == then


def test_what_is_wrong_is_said_and_what_is_not_theirs_is_refused(world, cast, public, thread, ref):
    here = f"/posts/{ref}/notes"
    for wrong, why in (("  ", "Write something first."), ("x" * 2001, "at most 2000")):
        answer = cast.chandra.browser.post(here, text=wrong)
        assert (answer.status_code, why in answer.text) == (422, True)
    assert cast.amina.browser.post(here, text="Mine.").status_code == 403
    assert public.post(here, text="Mine.").status_code == 401
    closed = world.thread(world.space(CONFIDENTIAL, facilitator=cast.omar), cast.omar)
    hidden = world.rows(Post, conversation_id=closed.conversation_id)[0].ref
    for somebody in (cast.chandra, cast.cleo):
        assert somebody.browser.post(f"/posts/{hidden}/notes", text="Mine.").status_code == 404
    assert world.rows(Note) == []
    twice = {"text": "Once.", "form_token": "a" * 20}
    cast.chandra.browser.post(here, twice)
    cast.chandra.browser.post(here, twice)
    [note] = world.rows(Note)
    for somebody in (cast.dalia, cast.cleo, cast.amina):
        assert somebody.browser.post(f"/notes/{note.ref}/deletion").status_code == 404
    cast.chandra.browser.post(f"/notes/{note.ref}/deletion")
    assert world.rows(Note) == []


def test_when_a_thread_moves_on_its_notes_stay_with_those_for_whom_they_were_written(
    world, cast, thread, ref
):
    cast.chandra.browser.post(f"/posts/{ref}/notes", text=SECRET)
    there = world.space(PUBLIC, facilitator=[cast.omar, cast.dalia])
    _move(world, cast, thread, there)
    assert SECRET not in cast.omar.browser.page(thread.address)
    assert SECRET not in cast.omar.browser.page(f"/posts/{ref}/notes")
    for somebody in (cast.chandra, cast.dalia):
        assert SECRET in somebody.browser.page(thread.address)


def _move(world, cast, thread: Told, there) -> None:
    def move() -> None:
        by = viewer_of(cast.cleo.id)
        found = find_thread(thread.ref, viewer=by)
        assert found
        move_thread(found, db.session.get_one(Space, there.id), by=by)

    world.do(move)


def _bare(page: str) -> str:
    """Return what a page says: the tokens of its forms, and the moment, are others each time."""
    return re.sub(r"<[^>]*>|Downloaded: .*", "", page)


def _state(world) -> list[object]:
    return [(row.version, row.last_post_at, row.post_count) for row in world.rows(Conversation)]
