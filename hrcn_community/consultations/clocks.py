"""The clocks of a case, as data: which one runs in which state, and what the stored intervals make of it.

Pure functions over the rows of `case_intervals`. Nothing here is stored: what has elapsed and when it
is due always follow from the rows, and each figure can be explained line by line.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from hrcn_community.consultations.transitions import State
from hrcn_community.consultations.working_days import (
    USUAL_ZONE,
    Calendar,
    due_after,
    elapsed,
    left_out,
)

S = State
ANSWERED = (S.DELIVERED, S.CLARIFICATION, S.CLOSED)  # from these a correction begins
SOON = 1  # working days before it is due
DOCUMENT = "review"  # the form of an answer for which the longer clock runs


class Clock(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    TRIAGE = "triage"
    ANSWER = "answer"
    REVIEW = "review"
    CORRECTION = "correction"


class Stand(StrEnum):
    """How a clock stands. Over: it runs no more, and ended in time; overrun: it ended late."""

    IN_TIME = "in_time"
    SOON = "soon"
    LATE = "late"
    STILL = "still"
    OVER = "over"
    OVERRUN = "overrun"


# Which clock runs in which state. Where the answer is a document reviewed, REVIEW runs for ANSWER; where
# it is corrected, CORRECTION does, from when that was begun: the first answer's clock has ended.
RUNS_IN: Mapping[State, Clock | None] = {
    S.DRAFT: None,
    S.SUBMITTED: Clock.ACKNOWLEDGE,
    S.TRIAGE: Clock.TRIAGE,
    S.NEEDS_INFO: Clock.TRIAGE,  # it stands still
    S.DECLINED: None,
    S.ANSWERED_BY_EXISTING: None,
    S.SCOPED: None,  # the desk has done its part, and nobody writes before the asker agrees
    S.MATCHING: Clock.ANSWER,
    S.INVITED: Clock.ANSWER,
    S.ASSIGNED: Clock.ANSWER,
    S.DRAFTING: Clock.ANSWER,
    S.AWAITING_REQUESTER: Clock.ANSWER,  # it stands still
    S.PEER_REVIEW: Clock.ANSWER,
    S.CHANGES_REQUESTED: Clock.ANSWER,
    S.SIGN_OFF: Clock.ANSWER,
    S.DELIVERED: None,
    S.CLARIFICATION: None,
    S.CLOSED: None,
    S.FOLLOWUP_DUE: None,
    S.EVALUATED: None,
    S.WITHDRAWN: None,
}


@dataclass(frozen=True)
class DeskDays:
    """The settings of the desk, in working days, as they are where nobody changed them.

    `overdue` after a clock has run out the core team is told; `silence` after delivery the asker is,
    and `closing` after that the case closes.
    """

    zone: str = USUAL_ZONE
    acknowledge: int = 2
    triage: int = 5
    answer: int = 15
    review: int = 25
    overdue: int = 2
    silence: int = 20
    closing: int = 10

    @property
    def correction(self) -> int:
        """A correction has the days of a written answer, for itself."""
        return self.answer


@dataclass(frozen=True)
class Desk:
    """What the clocks go by: the days of each, and the calendar."""

    days: DeskDays
    calendar: Calendar


@dataclass(frozen=True)
class Line:
    """One interval of a clock: what of it counted, and which holidays were left out."""

    interval_id: int
    state: str
    from_at: datetime
    to_at: datetime | None
    is_paused: bool
    days: Fraction
    left_out: Sequence[tuple[dt.date, str]]


@dataclass(frozen=True)
class Reading:
    """A clock of a case as it stands at a moment."""

    clock: Clock
    allowed: int
    spent: Fraction
    stand: Stand
    due_at: datetime | None
    lines: Sequence[Line]

    @property
    def is_running(self) -> bool:
        return self.stand in (Stand.IN_TIME, Stand.SOON, Stand.LATE)

    @property
    def first_id(self) -> int:
        """The interval with which it began: a clock is begun once in a case, one of each correction."""
        return self.lines[0].interval_id

    @property
    def last_id(self) -> int:
        return self.lines[-1].interval_id


def clock_in(state: str, wanted_form: str) -> Clock | None:
    """Return which clock belongs to a state."""
    clock = RUNS_IN[State(state)]
    return Clock.REVIEW if clock == Clock.ANSWER and wanted_form == DOCUMENT else clock


def read_clocks(
    intervals: Sequence[Any], wanted_form: str, desk: Desk, now: datetime
) -> list[Reading]:
    """Return every clock that ran so far, in the order in which they began."""
    lines: dict[tuple[Clock, int], list[Line]] = {}
    for row, correction in _with_corrections(intervals):
        if clock := clock_in(row.state, wanted_form):
            clock = Clock.CORRECTION if correction else clock
            lines.setdefault((clock, correction), []).append(_line(row, desk.calendar, now))
    return [_reading(clock, found, desk) for (clock, _), found in lines.items()]


def _with_corrections(intervals: Sequence[Any]) -> Iterator[tuple[Any, int]]:
    """Yield each interval with the number of the correction to which it belongs; 0 for the answer itself."""
    number, was_answered = 0, False
    for row in intervals:
        number += was_answered and row.state == S.DRAFTING
        was_answered = row.state in ANSWERED
        yield row, number


def running(readings: Sequence[Reading]) -> Reading | None:
    """Return the clock to which the present state belongs, though it may stand still."""
    return next((each for each in readings if each.lines[-1].to_at is None), None)


def _line(row: Any, calendar: Calendar, now: datetime) -> Line:
    end = row.to_at or now
    return Line(
        interval_id=row.id,
        state=row.state,
        from_at=row.from_at,
        to_at=row.to_at,
        is_paused=row.is_paused,
        days=Fraction(0) if row.is_paused else elapsed(row.from_at, end, calendar),
        left_out=() if row.is_paused else left_out(row.from_at, end, calendar),
    )


def _reading(clock: Clock, lines: Sequence[Line], desk: Desk) -> Reading:
    allowed = getattr(desk.days, clock)
    spent = sum((line.days for line in lines), Fraction(0))
    return Reading(
        clock=clock,
        allowed=allowed,
        spent=spent,
        stand=_stand(lines[-1], allowed - spent),
        due_at=_due(lines, allowed, desk.calendar),
        lines=lines,
    )


def _stand(last: Line, left: Fraction) -> Stand:
    if last.to_at is not None:
        return Stand.OVERRUN if left <= 0 else Stand.OVER
    if left <= 0:
        return Stand.LATE
    if last.is_paused:
        return Stand.STILL
    return Stand.SOON if left <= SOON else Stand.IN_TIME


def _due(lines: Sequence[Line], allowed: int, calendar: Calendar) -> datetime | None:
    """Return when the days were or will be used up; None while it stands still, or ended before."""
    left = Fraction(allowed)
    for line in lines:
        is_open = line.to_at is None and not line.is_paused
        if not line.is_paused and (line.days >= left or is_open):
            return due_after(line.from_at, left, calendar)
        left -= line.days
    return None
