"""What is unread, however old, to the post; marking it as read; the next of it."""

from datetime import timedelta

import pytest

from hrcn_community.conversations.actions import delete_post, hide_post, restore_post
from hrcn_community.conversations.models import (
    Conversation,
    MovedNumber,
    Post,
    ReadState,
    TrailEntry,
    TrailKind,
)
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.keyset import said
from tests.browsing import follow
from tests.discussions.lists import a_register, about, hrefs, titles, unread_counts
from tests.factories import CONFIDENTIAL, PUBLIC

UNREAD = "/threads?view=unread"


def posts(thread, *numbers):
    return db.session.scalars(
        db.select(Post)
        .where(Post.conversation_id == thread.conversation_id, Post.number.in_(numbers))
        .order_by(Post.number)
    ).all()


@pytest.fixture
def read_thread(world, cast):
    """A thread of nine posts of which Eve has read the first two."""
    thread = world.thread(
        world.space(PUBLIC), cast.amina, "A long one", replies=[(cast.ben, "So.")]
    )
    cast.eve.browser.page(thread.address)
    for _ in range(7):
        world.reply(thread, cast.ben)
    return thread


def test_unread_counts_from_where_i_stopped_and_leads_there(world, cast, read_thread):
    page = cast.eve.browser.page(UNREAD)
    assert unread_counts(page) == {"A long one": 7}
    assert hrefs(page)["A long one"] == f"{read_thread.address}?post=3#p3"
    cast.eve.browser.page(f"{read_thread.address}?post=3")
    assert titles(cast.eve.browser.page(UNREAD)) == []


def test_what_i_never_opened_is_not_unread_but_what_i_follow_or_wrote_in_is(world, cast):
    space = world.space()
    world.thread(space, cast.amina, "Never opened", replies=[(cast.amina, "More.")])
    followed = world.thread(space, cast.amina, "Followed", replies=[(cast.amina, "More.")])
    written = world.thread(space, cast.amina, "Written in", replies=[(cast.ben, "Mine.")])
    world.reply(written, cast.amina)
    cast.ben.browser.post(f"{followed.address}/level", data={"level": "following"})
    cast.ben.browser.post(f"{written.address}/level", data={"level": "normal"})
    world.do(
        lambda: db.session.execute(db.delete(ReadState).where(ReadState.person_id == cast.ben.id))
    )
    page = cast.ben.browser.page(UNREAD)
    assert unread_counts(page) == {"Followed": 2, "Written in": 3}
    assert "Never opened" in cast.ben.browser.page("/threads")


def test_what_was_taken_back_or_moved_away_is_not_unread(world, cast, read_thread):
    amina, ben = world.viewer(cast.amina), world.viewer(cast.ben)

    def change():
        third, fourth, fifth = posts(read_thread, 3, 4, 5)
        delete_post(third, by=ben)
        hide_post(fourth, by=amina, reason="Not here.")
        # What moving leaves: a hole in the numbers, one post less.
        number = MovedNumber(
            conversation_id=read_thread.conversation_id, number=5, post_id=fifth.id
        )
        other = db.session.get_one(Conversation, elsewhere.conversation_id)
        here = db.session.get_one(Conversation, read_thread.conversation_id)
        here.post_count -= 1
        fifth.conversation_id, fifth.number = other.id, 2
        other.last_number = other.post_count = 2
        db.session.add(number)

    elsewhere = world.thread(world.space(PUBLIC), cast.amina, "Elsewhere")
    world.do(change)
    page = cast.eve.browser.page(UNREAD)
    assert unread_counts(page) == {"A long one": 4}
    assert hrefs(page)["A long one"] == f"{read_thread.address}?post=6#p6"

    def undo():
        restore_post(posts(read_thread, 3)[0], by=ben)

    world.do(undo)
    page = cast.eve.browser.page(UNREAD)
    assert unread_counts(page) == {"A long one": 5}
    assert hrefs(page)["A long one"] == f"{read_thread.address}?post=3#p3"


def test_a_thread_of_which_only_traces_are_unread_is_read(world, cast, read_thread):
    ben = world.viewer(cast.ben)

    def take_back():
        for post in posts(read_thread, *range(3, 10)):
            delete_post(post, by=ben)

    world.do(take_back)
    assert "You have read everything" in cast.eve.browser.page(UNREAD)
    assert titles(cast.eve.browser.page("/threads")) == ["A long one"]
    assert unread_counts(cast.eve.browser.page("/threads")) == {}
    assert cast.eve.browser.get("/threads/next-unread").headers["Location"] == UNREAD


def test_unread_is_exact_however_old(world, cast, read_thread):
    with clock.at(clock.now() + timedelta(days=20 * 365)):
        cast.eve._browser = None
        assert unread_counts(cast.eve.browser.page(UNREAD)) == {"A long one": 7}


def test_more_than_999_are_said_to_be_so(world, cast, read_thread):
    about(world, read_thread, last_number=4000, post_count=4000)
    assert "more than 999 new" in cast.eve.browser.page(UNREAD)
    about(world, read_thread, last_number=1001, post_count=1001)
    assert unread_counts(cast.eve.browser.page(UNREAD)) == {"A long one": 999}


def test_the_list_is_marked_as_read_at_once(world, cast, read_thread):
    second = world.thread(world.space(), cast.amina, "Second", replies=[(cast.eve, "So.")])
    world.reply(second, cast.amina)
    page = follow(cast.eve.browser, _mark(cast.eve.browser))
    assert "What the list showed is marked as read" in page
    assert "You have read everything" in page
    read = {
        r.conversation_id: r.last_read_number for r in world.rows(ReadState, person_id=cast.eve.id)
    }
    assert read == {read_thread.conversation_id: 9, second.conversation_id: 3}
    assert len(world.rows(ReadState, person_id=cast.ben.id)) == 0


def test_what_arrived_after_the_page_was_shown_stays_unread(world, cast, read_thread):
    fields = _fields(cast.eve.browser)
    world.reply(read_thread, cast.ben)
    late = world.thread(world.space(), cast.eve, "Late")
    world.reply(late, cast.ben)
    cast.eve.browser.post("/threads/read", fields)
    page = cast.eve.browser.page(UNREAD)
    assert unread_counts(page) == {"A long one": 1, "Late": 1}
    assert hrefs(page)["A long one"] == f"{read_thread.address}?post=10#p10"


def test_what_was_moved_here_after_the_page_was_shown_stays_unread(world, cast, read_thread):
    """Moved posts bear their old moments: the trail says when they came."""
    fields = _fields(cast.eve.browser)
    about(world, read_thread, has_trail=True)
    entry = {"conversation_id": read_thread.conversation_id, "after_number": 9}
    world.do(
        lambda: db.session.add(
            TrailEntry(**entry, kind=TrailKind.MERGED_IN, happened_at=clock.now())
        )
    )
    cast.eve.browser.post("/threads/read", fields)
    assert unread_counts(cast.eve.browser.page(UNREAD)) == {"A long one": 7}
    _mark(cast.eve.browser)
    assert unread_counts(cast.eve.browser.page(UNREAD)) == {"A long one": 7}
    _mark(cast.eve.browser, until=said(clock.now()))
    assert titles(cast.eve.browser.page(UNREAD)) == []


def test_a_moment_to_come_marks_nothing_that_is_to_come(world, cast, read_thread):
    _mark(cast.eve.browser, until="9" * 16)
    assert titles(cast.eve.browser.page(UNREAD)) == []
    world.reply(read_thread, cast.ben)
    assert unread_counts(cast.eve.browser.page(UNREAD)) == {"A long one": 1}


def test_only_what_the_choice_shows_is_marked(world, cast, read_thread):
    a_register(world)
    space = world.space()
    german = world.thread(space, cast.eve, "German", language="de")
    housing = about(world, world.thread(space, cast.eve, "Housing"), "housing")
    for thread in (german, housing):
        world.reply(thread, cast.ben)
    answer = _mark(cast.eve.browser, more="&language=de")
    assert answer.headers["Location"] == "/threads?view=unread&language=de"
    assert titles(cast.eve.browser.page(UNREAD)) == ["Housing", "A long one"]
    _mark(cast.eve.browser, more="&theme=housing")
    assert titles(cast.eve.browser.page(UNREAD)) == ["A long one"]
    _mark(cast.eve.browser, more="&theme=no-such-theme", until=said(clock.now()))
    assert titles(cast.eve.browser.page(UNREAD)) == ["A long one"]


def test_in_a_space_only_that_space_is_marked(world, cast, read_thread):
    space = world.space()
    world.reply(world.thread(space, cast.eve, "Here"), cast.ben)
    place = f"/spaces/{space.slug}?view=unread"
    assert unread_counts(cast.eve.browser.page(place)) == {"Here": 1}
    answer = cast.eve.browser.post("/threads/read", _fields(cast.eve.browser, place))
    assert answer.headers["Location"] == place
    assert titles(cast.eve.browser.page(place)) == []
    assert titles(cast.eve.browser.page(UNREAD)) == ["A long one"]


def test_a_form_that_was_not_sent_whole_is_refused_in_words(world, cast, read_thread):
    for until in ("", "yesterday", "-5", "1\n"):
        answer = cast.eve.browser.post("/threads/read", until=until, view="unread")
        assert answer.status_code == 422
        assert "not sent whole" in answer.text
        assert unread_counts(answer.text) == {"A long one": 7}


def test_the_public_marks_nothing_and_has_no_next(world, cast, public, read_thread):
    assert public.post("/threads/read", until="1").status_code == 401
    assert public.sees("/threads/next-unread") == 401


def test_in_a_space_out_of_sight_nothing_is_marked_and_nothing_said(world, cast):
    space = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.amina, "Secret", replies=[(cast.ben, "So.")])
    world.reply(thread, cast.amina)
    cast.ben.browser.post(f"/spaces/{space.slug}/membership/end")
    before = world.rows(ReadState)[0].last_read_number
    told = []
    for slug in (space.slug, "0" * len(space.slug)):
        answer = cast.ben.browser.post(
            "/threads/read", until=said(clock.now()), view="unread", space=slug
        )
        told.append((answer.status_code, answer.headers["Location"].replace(slug, "")))
    assert told[0] == told[1]
    cast.ben.browser.post("/threads/read", until=said(clock.now()), view="unread")
    assert [row.person_id for row in world.rows(ReadState)] == [cast.amina.id]
    assert world.rows(ReadState)[0].last_read_number == before
    assert "Secret" not in cast.ben.browser.page("/threads/next-unread")


def test_marking_twice_is_marking_once_and_never_goes_back(world, cast, read_thread):
    fields = _fields(cast.eve.browser)
    cast.eve.browser.post("/threads/read", fields)
    world.reply(read_thread, cast.ben)
    cast.eve.browser.page(f"{read_thread.address}?post=10")
    assert cast.eve.browser.post("/threads/read", fields).status_code == 303
    [state] = world.rows(ReadState, person_id=cast.eve.id)
    assert state.last_read_number == 10


def test_the_next_unread_is_the_one_active_last_and_then_the_one_before(world, cast, read_thread):
    second = world.thread(world.space(), cast.eve, "Second")
    world.reply(second, cast.ben)
    seen = []
    for _ in range(3):
        answer = cast.eve.browser.get("/threads/next-unread")
        assert answer.status_code == 302
        seen.append(answer.headers["Location"])
        cast.eve.browser.page(seen[-1])
    assert seen == [f"{second.address}?post=2#p2", f"{read_thread.address}?post=3#p3", UNREAD]


def test_the_first_page_lists_the_unread_as_the_list_does(world, cast, read_thread):
    page = cast.eve.browser.page("/")
    assert unread_counts(page) == {"A long one": 7}
    assert titles(page) == ["A long one"]


def _fields(browser, place=UNREAD):
    """Return the hidden fields of the form that marks as read, as the page bears them."""
    form = browser.page(place).split('action="/threads/read"')[1].split("</form>")[0]
    inputs = [part for part in form.split("<input")[1:] if 'type="hidden"' in part]
    named = {
        p.split('name="')[1].split('"')[0]: p.split('value="')[1].split('"')[0] for p in inputs
    }
    return {name: value for name, value in named.items() if name != "csrf_token"}


def _mark(browser, more="", **changed):
    try:
        fields = _fields(browser, f"{UNREAD}{more}")
    except IndexError:  # nothing there to be marked
        fields = dict(each.split("=") for each in f"view=unread{more}".split("&"))
    return browser.post("/threads/read", fields | changed)
