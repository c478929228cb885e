"""What a thread does by itself: closing, reminding those who tend it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from hrcn_community.accounts.places import put_outside
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.discussions.models import Thread, ThreadTimer
from hrcn_community.notifications.models import Notice
from hrcn_community.spaces.models import Space
from tests.browsing import follow
from tests.discussions.tending import conversation_of, sent, trail_lines
from tests.factories import CONFIDENTIAL, PUBLIC, RESTRICTED

HERE = ZoneInfo("Europe/Brussels")  # where everybody is unless they say otherwise


@pytest.fixture
def space(world, cast):
    return world.space(PUBLIC, facilitator=[cast.chandra, cast.ruth])


@pytest.fixture
def thread(world, cast, space):
    return world.thread(space, cast.amina, "Warm homes")


def form(kind: str = "close", **later: float) -> dict[str, str]:
    """Return what is sent for a moment so much later."""
    due = (clock.now() + timedelta(**(later or {"days": 3}))).astimezone(HERE)
    return {"kind": kind, "day": f"{due:%Y-%m-%d}", "at": f"{due:%H:%M}"}


def later(worker, **delay: float) -> None:
    with clock.at(clock.now() + timedelta(**delay)):
        worker()


def test_a_thread_closes_by_itself_and_says_as_who_had_set(world, cast, public, worker, thread):
    page = follow(cast.chandra.browser, sent(cast.chandra, thread, "timers", form()))
    assert "set by Chandra" in page
    assert "Closes on" in public.page(thread.address)
    worker()
    assert conversation_of(world, thread).closed_at is None
    later(worker, days=4)
    page = public.page(thread.address)
    assert "This thread is closed" in page
    assert "Closes on" not in page
    [line] = trail_lines(page)
    assert line.startswith("Closed by itself, as Chandra had set.")
    assert world.rows(ThreadTimer) == []
    assert not world.rows(Thread)[0].has_timers


def test_the_moment_is_in_the_zone_of_who_set_it(world, cast, thread):
    cast.chandra.browser.post(
        "/settings", name="Chandra", timezone="America/New_York", locale="", city=""
    )
    day = (clock.now() + timedelta(days=30)).date().isoformat()
    sent(cast.chandra, thread, "timers", kind="close", day=day, at="09:30")
    [timer] = world.rows(ThreadTimer)
    there = timer.due_at.astimezone(ZoneInfo("America/New_York"))
    page = cast.chandra.browser.page(f"{thread.address}/timers")
    assert "In your time zone, America/New York." in page
    assert (there.date().isoformat(), there.hour, there.minute) == (day, 9, 30)


def test_a_timer_that_was_put_off_or_taken_off_does_nothing(world, cast, worker, thread):
    sent(cast.chandra, thread, "timers", form(days=3))
    sent(cast.chandra, thread, "timers", form(days=9))
    assert len(world.rows(ThreadTimer)) == 1
    later(worker, days=4)
    assert conversation_of(world, thread).closed_at is None
    sent(cast.chandra, thread, "timers/close/end")
    assert world.rows(ThreadTimer) == []
    later(worker, days=10)
    assert conversation_of(world, thread).closed_at is None
    assert sent(cast.chandra, thread, "timers/close/end").status_code == 303


def test_a_timer_that_was_brought_forward_acts_once(world, cast, public, worker, thread):
    sent(cast.chandra, thread, "timers", form(days=9))
    sent(cast.chandra, thread, "timers", form(days=3))
    later(worker, days=4)
    assert conversation_of(world, thread).closed_at
    sent(cast.chandra, thread, "closure/end")
    later(worker, days=10)
    assert conversation_of(world, thread).closed_at is None
    assert len(trail_lines(public.page(thread.address))) == 2


def test_a_thread_that_is_closed_already_gets_no_second_line(cast, public, worker, thread):
    sent(cast.chandra, thread, "timers", form())
    sent(cast.chandra, thread, "closure", reason="Enough.")
    later(worker, days=4)
    page = public.page(thread.address)
    assert len(trail_lines(page)) == 1
    assert "Enough." in page


def test_a_reminder_tells_the_facilitators_and_who_set_it_once(world, cast, worker, thread):
    sent(cast.cleo, thread, "timers", form("remind"))
    assert "A reminder is set for" in cast.chandra.browser.page(thread.address)
    assert "A reminder is set for" not in cast.amina.browser.page(thread.address)
    later(worker, days=4)
    later(worker, days=5)
    told = world.rows(Notice, kind="thread.reminded")
    assert {n.person_id for n in told} == {cast.cleo.id, cast.chandra.id, cast.ruth.id}
    assert len(told) == 3
    assert "a reminder was set for now" in cast.ruth.browser.page("/notifications")
    assert world.rows(ThreadTimer) == []


def test_who_has_left_is_reminded_of_nothing(world, cast, worker):
    space = world.space(RESTRICTED, facilitator=[cast.chandra, cast.ruth])
    thread = world.thread(space, cast.chandra)
    sent(cast.chandra, thread, "timers", form("remind"))
    world.do(lambda: put_outside(db.session.get_one(Space, space.id), cast.chandra.id))
    later(worker, days=4)
    assert {n.person_id for n in world.rows(Notice)} == {cast.ruth.id}


def test_a_merged_thread_does_nothing_by_itself_any_more(world, cast, worker, space, thread):
    other = world.thread(space, cast.amina, "Another one")
    for kind in ("close", "remind"):
        sent(cast.chandra, thread, "timers", form(kind))
    sent(cast.chandra, thread, "merge", into=other.ref)
    later(worker, days=4)
    assert conversation_of(world, other).closed_at is None
    assert world.rows(Notice, kind="thread.reminded") == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"day": ""}, "Choose a day."),
        ({"at": ""}, "Choose a time."),
        ({"day": "soon"}, "Choose a day."),
        ({"at": "noon"}, "Choose a time."),
        ({"kind": "explode"}, "Not a valid choice"),
        ({"day": "2020-01-01"}, "That moment is past."),
        ({"day": "9999-12-31"}, "within the next two years"),
        ({"day": "0001-01-01"}, "That moment is past."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(world, cast, thread, wrong, message):
    answer = sent(cast.chandra, thread, "timers", form() | wrong)
    assert answer.status_code == 422
    assert message in answer.text
    assert world.rows(ThreadTimer) == []
    assert world.rows(Entry, name="ThreadTimerSet") == []


def test_only_who_tends_a_thread_sets_its_timers(world, cast, public, thread):
    for somebody in (cast.amina, cast.ben):
        assert sent(somebody, thread, "timers", form()).status_code == 403
        assert sent(somebody, thread, "timers/close/end").status_code == 403
        assert somebody.browser.sees(f"{thread.address}/timers") == 403
    assert public.post(f"{thread.address}/timers", form()).status_code == 401
    hidden = world.thread(world.space(CONFIDENTIAL, member=cast.amina), cast.amina)
    for deed in ("timers", "timers/close/end", "timers/remind/end"):
        assert sent(cast.chandra, hidden, deed, form()).status_code == 404
    assert sent(cast.chandra, thread, "timers/explode/end").status_code == 404
    assert world.rows(ThreadTimer) == []
