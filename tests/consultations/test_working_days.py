"""Working days, exact over a change to summer time, over weekends and over holidays."""

import datetime as dt
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from hrcn_community.consultations.working_days import Calendar, due_after, elapsed, left_out

VIENNA = ZoneInfo("Europe/Vienna")
EASTER_MONDAY, LABOUR_DAY = dt.date(2026, 4, 6), dt.date(2026, 5, 1)
CHRISTMAS = dt.date(2026, 12, 26)  # a Saturday: no working day is lost
HOLIDAYS = {EASTER_MONDAY: "Easter Monday", LABOUR_DAY: "Labour Day", CHRISTMAS: "Christmas"}
DESK = Calendar("Europe/Vienna", HOLIDAYS)


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=VIENNA)


def test_how_many_working_days_lie_between_two_moments():
    for start, end, days in (
        (at(3, 25, 9), at(3, 25, 15), Fraction(1, 4)),
        (at(3, 27, 12), at(3, 30, 12), 1),  # over the Sunday on which summer time begins: 71 hours
        (at(10, 23, 12), at(10, 26, 12), 1),  # over the Sunday on which it ends: 73 hours
        (at(3, 28, 3), at(3, 29, 23), 0),  # a weekend alone
        (at(4, 3, 12), at(4, 7, 12), 1),  # over Easter, its Monday included
        (at(4, 6, 1), at(4, 6, 23), 0),
        (at(4, 30, 0), at(5, 4, 0), 1),  # a Thursday, then a holiday and a weekend
        (at(12, 23, 0), at(12, 30, 0), 5),
        (at(3, 30, 12), at(3, 30, 12), 0),
        (at(3, 31, 12), at(3, 30, 12), 0),
    ):
        assert elapsed(start, end, DESK) == days, (start, end)
        assert elapsed(start.astimezone(UTC), end.astimezone(UTC), DESK) == days


def test_a_day_is_one_day_though_the_change_falls_on_it():
    """In Teheran summer time once began on a Tuesday."""
    teheran = Calendar("Asia/Tehran")
    day = datetime(2022, 3, 22, tzinfo=ZoneInfo("Asia/Tehran"))
    length = (day + timedelta(days=1)).astimezone(UTC) - day.astimezone(UTC)
    assert length == timedelta(hours=23)
    assert elapsed(day, day + timedelta(days=1), teheran) == 1


def test_when_so_many_working_days_are_over():
    for start, days, due in (
        (at(3, 26, 15), 2, at(3, 30, 15)),
        (at(10, 22, 15), 2, at(10, 26, 15)),
        (at(4, 2, 15), 2, at(4, 7, 15)),
        (at(4, 4, 15), 2, at(4, 9)),  # from an Easter Saturday: the Tuesday and the Wednesday
        (at(3, 28, 15), 5, at(4, 4)),  # from a Saturday: to the end of the Friday after
        (at(3, 26, 15), 0, at(3, 26, 15)),
        (at(3, 26, 15), Fraction(1, 2), at(3, 27, 3)),
    ):
        assert due_after(start, days, DESK) == due, (start, days)


def test_the_same_moment_is_another_day_elsewhere():
    late = datetime(2026, 4, 5, 23, tzinfo=UTC)  # one o'clock on Easter Monday in Vienna
    assert elapsed(late, late + timedelta(hours=1), DESK) == 0
    assert elapsed(late, late + timedelta(hours=1), Calendar("Asia/Tokyo")) == Fraction(1, 24)


def test_the_holidays_that_were_left_out_are_named_but_for_those_on_a_weekend():
    assert left_out(at(4, 1), at(5, 4), DESK) == [
        (EASTER_MONDAY, "Easter Monday"),
        (LABOUR_DAY, "Labour Day"),
    ]
    assert left_out(at(12, 20), at(12, 31), DESK) == []


MINUTES = st.integers(0, 365 * 24 * 60)
MOMENTS = MINUTES.map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n, seconds=7))


@given(MOMENTS, st.fractions(0, 40, max_denominator=96))
def test_what_is_due_has_elapsed_when_it_is_due_and_not_before(start, days):
    due = due_after(start, days, DESK)
    assert abs(elapsed(start, due, DESK) - days) < Fraction(1, 10**9)
    if days:
        assert elapsed(start, due - timedelta(seconds=1), DESK) < days


@given(MOMENTS, MOMENTS, MOMENTS)
def test_parts_add_up_to_the_whole(one, two, three):
    first, middle, last = sorted((one, two, three))
    whole = elapsed(first, middle, DESK) + elapsed(middle, last, DESK)
    assert whole == elapsed(first, last, DESK)
