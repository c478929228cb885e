"""Keeping a post: a list of one's own, with notes and reminders that nobody else meets."""

from datetime import UTC, datetime, timedelta

import pytest

from hrcn_community.accounts.places import put_outside
from hrcn_community.conversations.models import Bookmark
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.notifications.models import Notice
from hrcn_community.spaces.models import Space
from tests.browsing import follow
from tests.counting import count_queries
from tests.discussions.posts import post_of
from tests.factories import CONFIDENTIAL, PUBLIC

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.fixture
def inside(world, cast):
    """A confidential space with a thread of Amina's in it, which Ben reads."""
    space = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    return space, world.thread(space, cast.amina, "Zaunkoenig title", "Zaunkoenig words.")


def test_a_post_is_kept_at_one_press_and_found_again(world, cast):
    thread = world.thread(world.space(PUBLIC), cast.amina, "Warm homes", "Words to keep.")
    ref = post_of(world, thread).ref
    pages = [
        follow(cast.ben.browser, cast.ben.browser.post(f"/posts/{ref}/bookmark")) for _ in range(2)
    ]
    assert f"/posts/{ref}/bookmark/end" in pages[-1]
    assert len(world.rows(Bookmark)) == 1
    page = cast.ben.browser.page("/bookmarks")
    for piece in ("Warm homes", "Words to keep.", "Amina", f"{thread.address}?post=1#p1"):
        assert piece in page
    assert 'href="/bookmarks"' in page


def test_a_press_changes_the_button_in_place(world, cast):
    ref = post_of(world, world.thread(world.space(), cast.amina)).ref
    answer = cast.ben.browser.fragment(f"/posts/{ref}/bookmark")
    assert answer.text.strip().startswith('<div class="keep"')
    assert 'aria-pressed="true"' in answer.text
    answer = cast.ben.browser.fragment(f"/posts/{ref}/bookmark/end")
    assert 'aria-pressed="false"' in answer.text
    assert world.rows(Bookmark) == []


@pytest.mark.parametrize(
    ("choice", "day", "due"),
    [
        ("none", "", None),
        ("tomorrow", "", datetime(2026, 11, 23, 20, tzinfo=UTC)),
        ("week", "", datetime(2026, 11, 29, 20, tzinfo=UTC)),
        ("date", "2027-07-01", datetime(2027, 6, 30, 21, tzinfo=UTC)),
    ],
)
def test_a_reminder_is_due_in_the_morning_where_the_reader_lives(world, cast, choice, day, due):
    mara = world.person("Mara", timezone="Pacific/Auckland")
    ref = post_of(world, world.thread(world.space(), cast.amina)).ref
    with clock.at(datetime(2026, 11, 22, 15, tzinfo=UTC)):  # there it is Monday already
        form = {"note": " Ask  again ", "remind": choice, "on": day}
        assert mara.browser.post(f"/posts/{ref}/bookmark", form).status_code == 303
        [kept] = world.rows(Bookmark)
        assert (kept.note, kept.remind_at) == ("Ask again", due)
        page = mara.browser.page(f"/posts/{ref}/bookmark")
    assert 'value="Ask again"' in page
    assert not day or f'value="{day}"' in page


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"remind": "date", "on": ""}, "Choose a day."),
        ({"remind": "date", "on": "2026-11-23"}, "after today"),
        ({"remind": "date", "on": "9999-12-31"}, "within ten years"),
        ({"remind": "date", "on": "soon"}, "Not a valid date"),
        ({"remind": "yesterday"}, "Not a valid choice"),
        ({"remind": "none", "note": "x" * 201}, "200 characters"),
    ],
)
def test_a_wish_that_cannot_be_granted_comes_back_with_a_message(world, cast, form, message):
    ref = post_of(world, world.thread(world.space(), cast.amina)).ref
    with clock.at(MONDAY):
        answer = cast.ben.browser.post(f"/posts/{ref}/bookmark", {"note": "Mine.", **form})
    assert answer.status_code == 422
    assert message in answer.text
    assert form.get("note", "Mine.") in answer.text
    assert world.rows(Bookmark) == []


def test_the_public_keeps_nothing_and_who_does_not_see_a_post_learns_nothing(
    world, cast, public, inside
):
    ref = post_of(world, inside[1]).ref
    assert public.post(f"/posts/{ref}/bookmark").status_code == 401
    assert public.sees("/bookmarks") == 401
    cast.ben.browser.post(f"/posts/{ref}/bookmark")
    for path in ("bookmark", "bookmark/end"):
        there = cast.eve.browser.post(f"/posts/{ref}/{path}")
        nowhere = cast.eve.browser.post(f"/posts/0000000000/{path}")
        assert there.status_code == nowhere.status_code == 404
        assert len(there.data) == len(nowhere.data)
    assert cast.eve.browser.sees(f"/posts/{ref}/bookmark") == 404
    assert len(world.rows(Bookmark)) == 1


def test_nobody_else_sees_or_ends_what_somebody_keeps(world, cast, inside):
    ref = post_of(world, inside[1]).ref
    cast.ben.browser.post(f"/posts/{ref}/bookmark", note="Only mine.", remind="none")
    for path in ("/bookmarks", inside[1].address, f"/posts/{ref}/bookmark"):
        assert "Only mine." not in cast.amina.browser.page(path)
    assert cast.amina.browser.post(f"/posts/{ref}/bookmark/end").status_code == 404
    assert 'aria-pressed="true"' not in cast.amina.browser.page(inside[1].address)


def test_what_moved_out_of_sight_leaves_a_line_with_ones_own_note_alone(world, cast, inside):
    space, thread = inside
    ref = post_of(world, thread).ref
    cast.ben.browser.post(f"/posts/{ref}/bookmark", note="My own note.", remind="none")
    assert "Zaunkoenig title" in cast.ben.browser.page("/bookmarks")
    world.do(lambda: put_outside(db.session.get_one(Space, space.id), cast.ben.id))
    page = cast.ben.browser.page("/bookmarks")
    for secret in ("Zaunkoenig", "Amina", thread.address):
        assert secret not in page
    assert "No longer open to you" in page
    assert "My own note." in page
    assert (
        cast.ben.browser.post(f"/posts/{ref}/bookmark", note="x", remind="none").status_code == 404
    )
    answer = cast.ben.browser.post(f"/posts/{ref}/bookmark/end", list="1")
    assert "You keep nothing yet" in follow(cast.ben.browser, answer)


def test_what_was_hidden_or_taken_back_is_not_read_in_the_list(world, cast):
    thread = world.thread(
        world.space(facilitator=cast.chandra), cast.amina, body="Zaunkoenig words."
    )
    ref = post_of(world, thread).ref
    cast.ben.browser.post(f"/posts/{ref}/bookmark")
    cast.amina.browser.post(f"/posts/{ref}/deletion")
    assert "Zaunkoenig" not in cast.ben.browser.page("/bookmarks")
    cast.amina.browser.post(f"/posts/{ref}/deletion/end")
    assert "Zaunkoenig" in cast.ben.browser.page("/bookmarks")
    cast.chandra.browser.post(f"/posts/{ref}/hiding", reason="Because.")
    assert "Zaunkoenig" not in cast.ben.browser.page("/bookmarks")


def test_a_reminder_comes_once_when_it_is_due_and_to_nobody_else(world, cast, worker, inside):
    ref = post_of(world, inside[1]).ref
    cast.ben.browser.post(f"/posts/{ref}/bookmark", remind="tomorrow")
    worker()
    assert world.rows(Notice, kind="post.reminder") == []
    for day in (2, 3):
        with clock.at(clock.now() + timedelta(days=day)):
            worker()
    [notice] = world.rows(Notice, kind="post.reminder")
    assert (notice.person_id, notice.actor_id) == (cast.ben.id, None)
    assert "You wanted to be reminded" in cast.ben.browser.page("/notifications")
    assert [entry.actor_id for entry in world.rows(Entry, name="ReminderReached")] == [None]
    assert world.rows(Bookmark)[0].remind_at is None


def test_a_reminder_that_was_put_off_called_off_or_put_away_does_not_come(world, cast, worker):
    refs = [post_of(world, world.thread(world.space(), cast.amina)).ref for _ in range(3)]
    for ref in refs:
        cast.ben.browser.post(f"/posts/{ref}/bookmark", remind="tomorrow")
    later = (clock.now() + timedelta(days=20)).date().isoformat()
    cast.ben.browser.post(f"/posts/{refs[0]}/bookmark", remind="date", on=later)
    cast.ben.browser.post(f"/posts/{refs[1]}/bookmark", remind="none")
    cast.ben.browser.post(f"/posts/{refs[2]}/bookmark/end")
    with clock.at(clock.now() + timedelta(days=3)):
        worker()
    assert world.rows(Notice, kind="post.reminder") == []
    with clock.at(clock.now() + timedelta(days=22)):
        worker()
    assert len(world.rows(Notice, kind="post.reminder")) == 1


def test_a_reminder_of_what_is_not_open_any_more_does_not_come(world, cast, worker, inside):
    space, thread = inside
    cast.ben.browser.post(f"/posts/{post_of(world, thread).ref}/bookmark", remind="tomorrow")
    other = world.thread(world.space(), cast.amina)
    cast.ben.browser.post(f"/posts/{post_of(world, other).ref}/bookmark", remind="tomorrow")
    cast.amina.browser.post(f"/posts/{post_of(world, other).ref}/deletion")
    world.do(lambda: put_outside(db.session.get_one(Space, space.id), cast.ben.id))
    with clock.at(clock.now() + timedelta(days=2)):
        worker()
    assert world.rows(Notice, kind="post.reminder") == []


def test_bookmarks_follow_page_by_page(world, cast, monkeypatch):
    monkeypatch.setattr("hrcn_community.conversations.queries.bookmarks.PAGE", 2)
    threads = [world.thread(world.space(), cast.amina, f"Title {n}.") for n in range(3)]
    for thread in threads:
        cast.ben.browser.post(f"/posts/{post_of(world, thread).ref}/bookmark")
    page = cast.ben.browser.page("/bookmarks")
    assert ["Title 2." in page, "Title 1." in page, "Title 0." in page] == [True, True, False]
    older = page.partition("before=")[2].partition('"')[0]
    page = cast.ben.browser.page(f"/bookmarks?before={older}")
    assert ["Title 1." in page, "Title 0." in page] == [False, True]


def test_lists_of_what_one_keeps_and_who_valued_it_ask_as_often_at_one_row_as_at_many(
    app, world, cast
):
    space, counts = world.space(), []
    ref = post_of(world, world.thread(space, cast.amina)).ref
    for people in ([cast.eve], [cast.dalia, cast.omar, cast.cleo]):
        for somebody in people:
            thread = world.thread(space, cast.amina)
            cast.ben.browser.post(f"/posts/{post_of(world, thread).ref}/bookmark")
            somebody.browser.post(f"/posts/{ref}/reactions/agree")
        for path in ("/bookmarks", f"/posts/{ref}/reactions"):
            cast.ben.browser.page(path)
            with count_queries(app) as statements:
                cast.ben.browser.page(path)
            counts.append(len(statements))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 6
