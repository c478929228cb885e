"""Working days of the desk: how many lie between two moments, and when so many are over.

Pure functions over a calendar. A working day is one day of the desk's own zone, from midnight to
midnight, that is none of a weekend and no holiday; it counts as one however many hours it has, so
that a change to summer time shifts nothing. Parts of days are exact fractions.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

USUAL_ZONE = "Europe/Vienna"
SATURDAY = 5
A_DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Calendar:
    """Where the desk stands, and on which days beside weekends it does not work, by name."""

    zone: str = USUAL_ZONE
    holidays: Mapping[dt.date, str] = field(default_factory=dict)

    def works_on(self, day: dt.date) -> bool:
        return day.weekday() < SATURDAY and day not in self.holidays

    def day_of(self, moment: datetime) -> dt.date:
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def begin(self, day: dt.date) -> datetime:
        """Return the moment in UTC at which a day begins where the desk stands."""
        return datetime.combine(day, dt.time(), ZoneInfo(self.zone)).astimezone(UTC)


def elapsed(start: datetime, end: datetime, calendar: Calendar) -> Fraction:
    """Return how many working days lie between two moments; none where the end is before the start."""
    # In UTC: between two moments of one zone Python counts what its clocks show, not what passes.
    start, end, days = start.astimezone(UTC), end.astimezone(UTC), Fraction(0)
    for day in _days(start, end, calendar):
        if calendar.works_on(day):
            begins, ends = calendar.begin(day), calendar.begin(day + A_DAY)
            counted = min(end, ends) - max(start, begins)
            days += Fraction(counted // TICK, (ends - begins) // TICK)
    return days


def due_after(start: datetime, days: Fraction | int, calendar: Calendar) -> datetime:
    """Return the first moment at which so many working days have passed since `start`."""
    start, left, day = start.astimezone(UTC), Fraction(days), calendar.day_of(start)
    while left > 0:
        if calendar.works_on(day):
            begins, ends = calendar.begin(day), calendar.begin(day + A_DAY)
            length = (ends - begins) // TICK
            from_ = max(start, begins)
            there = Fraction((ends - from_) // TICK, length)
            if left <= there:
                return from_ + round(left * length) * TICK
            left -= there
        day += A_DAY
    return start


def left_out(start: datetime, end: datetime, calendar: Calendar) -> list[tuple[dt.date, str]]:
    """Return the holidays between two moments that would have been working days."""
    return [
        (day, calendar.holidays[day])
        for day in _days(start, end, calendar)
        if day in calendar.holidays and day.weekday() < SATURDAY
    ]


def _days(start: datetime, end: datetime, calendar: Calendar) -> Iterator[dt.date]:
    """Yield each day that lies, at least in part, between two moments."""
    if start >= end:
        return
    day, last = calendar.day_of(start), calendar.day_of(end - TICK)
    while day <= last:
        yield day
        day += A_DAY
