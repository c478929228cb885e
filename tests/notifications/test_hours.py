"""Hours of the wall clock, on the days on which it is put forward and back as well."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrcn_community.notifications.models import MailPace
from hrcn_community.notifications.wishes import after_quiet, next_digest, usual_pace

BRUSSELS = "Europe/Brussels"
ZONES = (BRUSSELS, "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "America/New_York")


def pace(**given: object) -> MailPace:
    """Return a pace that is as usual but for this."""
    usual = usual_pace(1)
    for name, value in given.items():
        setattr(usual, name, value)
    return usual


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "hour", "due"),
    [
        ("2026-03-27T10:00", 8, "2026-03-28T07:00"),  # winter
        ("2026-03-28T10:00", 8, "2026-03-29T06:00"),  # the night had 23 hours
        ("2026-03-29T10:00", 8, "2026-03-30T06:00"),  # summer
        ("2026-10-24T10:00", 8, "2026-10-25T07:00"),  # the night had 25 hours
        ("2026-10-24T20:00", 3, "2026-10-25T02:00"),  # after the hour that comes twice
        ("2026-10-24T20:00", 2, "2026-10-25T00:00"),  # the first of two
        ("2026-07-01T05:59", 8, "2026-07-01T06:00"),
        ("2026-07-01T06:00", 8, "2026-07-02T06:00"),  # not in this very moment
    ],
)
def test_a_daily_digest_comes_at_its_hour_of_the_wall_clock(now, hour, due):
    assert next_digest(at(now), pace(hour=hour), BRUSSELS).astimezone(UTC) == at(due)


def test_an_hour_that_a_night_leaves_out_comes_when_the_clock_was_put_forward():
    due = next_digest(at("2026-03-28T20:00"), pace(hour=2), BRUSSELS)
    assert at("2026-03-29T00:30") <= due <= at("2026-03-29T02:00")


@pytest.mark.parametrize(
    ("now", "weekday", "due"),
    [
        ("2026-03-25T10:00", 6, "2026-03-29T06:00"),  # the Sunday of the short night
        ("2026-10-22T10:00", 6, "2026-10-25T07:00"),  # of the long one
        ("2026-10-22T10:00", 0, "2026-10-26T07:00"),
        ("2026-10-26T06:00", 0, "2026-10-26T07:00"),  # this very day
        ("2026-10-26T07:00", 0, "2026-11-02T07:00"),  # a week later
    ],
)
def test_a_weekly_digest_comes_on_its_day_at_the_same_hour(now, weekday, due):
    weekly = pace(rhythm="weekly", weekday=weekday)
    assert next_digest(at(now), weekly, BRUSSELS) == at(due)


MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: at("2025-01-01T00:00") + timedelta(minutes=minutes)
)


@given(MOMENTS, st.sampled_from(ZONES), st.integers(0, 23), st.integers(0, 6), st.booleans())
def test_a_digest_always_comes_later_within_its_time_at_its_hour(now, zone, hour, weekday, weekly):
    given_ = pace(hour=hour, weekday=weekday, rhythm="weekly" if weekly else "daily")
    due = next_digest(now, given_, zone)
    assert now < due.astimezone(UTC) <= now + timedelta(days=7 if weekly else 1, hours=2)
    here = due.astimezone(UTC).astimezone(ZoneInfo(zone))
    if here.replace(tzinfo=None) == due.replace(tzinfo=None):  # else the clock leaves it out
        assert (here.hour, here.minute) == (hour, 0)
    if weekly:
        assert due.weekday() == weekday


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-01-10T21:30", "2026-01-11T06:00"),  # 22:30 in winter: until 7
        ("2026-01-11T03:00", "2026-01-11T06:00"),
        ("2026-01-11T05:59", "2026-01-11T06:00"),
        ("2026-01-11T06:00", "2026-01-11T06:00"),
        ("2026-01-10T20:59", "2026-01-10T20:59"),
        ("2026-03-28T22:00", "2026-03-29T05:00"),  # over the short night
        ("2026-10-24T21:00", "2026-10-25T06:00"),  # over the long one
        ("2026-10-25T00:30", "2026-10-25T06:00"),  # half past two, for the first time
        ("2026-10-25T01:30", "2026-10-25T06:00"),  # and for the second
    ],
)
def test_quiet_hours_end_at_their_hour_of_the_wall_clock(now, until):
    assert after_quiet(at(now), pace(quiet_from=22, quiet_to=7), BRUSSELS) == at(until)


def test_hours_that_are_the_same_are_no_quiet_ones():
    now = at("2026-01-11T03:00")
    assert after_quiet(now, pace(quiet_from=7, quiet_to=7), BRUSSELS) == now
    assert after_quiet(now, pace(), BRUSSELS) == now


@given(MOMENTS, st.sampled_from(ZONES), st.integers(0, 23), st.integers(0, 23))
def test_after_quiet_hours_it_is_never_earlier_nor_quiet(now, zone, quiet_from, quiet_to):
    quiet = pace(quiet_from=quiet_from, quiet_to=quiet_to)
    then = after_quiet(now, quiet, zone).astimezone(UTC)
    assert now <= then <= now + timedelta(days=1, hours=2)
    assert after_quiet(then, quiet, zone).astimezone(UTC) == then
