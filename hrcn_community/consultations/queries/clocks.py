"""The clocks of cases, read from their stored intervals, and in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import format_decimal
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.consultations.clocks import Clock, Line, Reading, Stand, read_clocks
from hrcn_community.consultations.models import Case, CaseInterval, CaseReminder, Stage
from hrcn_community.consultations.queries.calendar import the_desk
from hrcn_community.consultations.transitions import State
from hrcn_community.consultations.words import state_words
from hrcn_community.consultations.working_days import due_after
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.downloads.moments import day_said

CLOCKS: Mapping[Clock, object] = {
    Clock.ACKNOWLEDGE: _l("Until the case is taken up"),
    Clock.TRIAGE: _l("Until the scope is proposed"),
    Clock.ANSWER: _l("Until the written answer"),
    Clock.REVIEW: _l("Until the review of the document"),
    Clock.CORRECTION: _l("Until the corrected answer"),
}
STANDS: Mapping[Stand, object] = {
    Stand.IN_TIME: _l("In time"),
    Stand.SOON: _l("Due soon"),
    Stand.LATE: _l("Late"),
    Stand.STILL: _l("The clock stands still"),
    Stand.OVER: _l("Done in time"),
    Stand.OVERRUN: _l("Done late"),
}
TONES: Mapping[Stand, str] = {
    Stand.IN_TIME: "good",
    Stand.SOON: "care",
    Stand.LATE: "stop",
    Stand.STILL: "info",
    Stand.OVER: "plain",
    Stand.OVERRUN: "plain",
}
A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Closing:
    """Of a case that closes, or closed, by itself: since when it was silent, and when notice was given."""

    delivered: str
    noticed: str
    closes: str
    is_closed: bool


@dataclass(frozen=True)
class ShownLine:
    state: object
    from_at: datetime
    to_at: datetime | None
    is_paused: bool
    days: str
    left_out: str


@dataclass(frozen=True)
class ShownClock:
    """A clock in words: what it waits for, how it stands, when it is due, and line by line why."""

    title: object
    stand: object
    tone: str
    is_running: bool
    due: str
    spent: str
    allowed: int
    lines: Sequence[ShownLine]


def clocks_of(case: Case, *, viewer: AnyViewer) -> Sequence[ShownClock]:
    """Return the clocks of a case for whoever is inside it: who asked, and who works on it."""
    inside = viewer.roles_in(case.asking_space_id) | viewer.roles_in(case.working_space_id)
    if not inside:
        return []
    rows = db.session.scalars(intervals_of([case.id])).all()
    readings = read_clocks(rows, case.wanted_form, the_desk(), clock.now())
    return [shown(reading, case.tier) for reading in readings]


def closing_of(case: Case, *, viewer: AnyViewer) -> Closing | None:
    """Return why a case closes by itself, or did, for whoever is inside it."""
    inside = viewer.roles_in(case.asking_space_id) | viewer.roles_in(case.working_space_id)
    if not inside or case.state not in (State.DELIVERED, State.CLOSED):
        return None
    stages = Stage.CLOSED if case.state == State.CLOSED else Stage.CLOSING
    told, done = aliased(CaseReminder), aliased(CaseReminder)
    latest = select(func.max(CaseInterval.id)).where(
        CaseInterval.case_id == case.id, CaseInterval.state == State.DELIVERED
    )
    row = db.session.execute(
        select(CaseInterval.from_at, told.sent_at)
        .join(told, (told.interval_id == CaseInterval.id) & (told.stage == Stage.CLOSING))
        .join(done, (done.interval_id == CaseInterval.id) & (done.stage == stages))
        .where(CaseInterval.id == latest.scalar_subquery())
    ).one_or_none()
    if row is None:
        return None
    desk = the_desk()
    closes = due_after(row.sent_at, desk.days.closing, desk.calendar)
    on = [day_said(desk.calendar.day_of(each)) for each in (row.from_at, row.sent_at)]
    return Closing(*on, closes=day_words(closes), is_closed=case.state == State.CLOSED)


def readings_of(cases: Collection[Any], ids: Any = None) -> Mapping[int, Sequence[Reading]]:
    """Return the clocks of many cases in one statement; each has `id` and `wanted_form`.

    `ids` selects the same cases, where they are too many to be named one by one.
    """
    rows: dict[int, list[Any]] = {case.id: [] for case in cases}
    for row in db.session.scalars(intervals_of(list(rows) if ids is None else ids)):
        if row.case_id in rows:
            rows[row.case_id].append(row)
    desk, now = the_desk(), clock.now()
    return {case.id: read_clocks(rows[case.id], case.wanted_form, desk, now) for case in cases}


def shown(reading: Reading, tier: str) -> ShownClock:
    return ShownClock(
        title=CLOCKS[reading.clock],
        stand=STANDS[reading.stand],
        tone=TONES[reading.stand],
        is_running=reading.is_running,
        due=due_words(reading),
        spent=number(reading.spent),
        allowed=reading.allowed,
        lines=[_line(line, tier) for line in reading.lines],
    )


def due_words(reading: Reading) -> str:
    """Return when a clock is or was due, as the desk's own clock shows it; '' while there is no such day."""
    if not reading.due_at or reading.stand in (Stand.STILL, Stand.OVER):
        return ""
    return day_words(reading.due_at)


def day_words(due_at: datetime) -> str:
    """Return the day and the hour as they are at the desk, with its zone."""
    zone = the_desk().days.zone
    here = due_at.astimezone(ZoneInfo(zone))
    if (here.hour, here.minute, here.second) == (0, 0, 0):
        here -= A_SECOND  # the end of a working day, not the beginning of whatever day comes next
    day, time = day_said(here.date()), here.strftime("%H:%M")
    return _("%(day)s, %(time)s (%(zone)s)", day=day, time=time, zone=zone)


def number(days: Fraction) -> str:
    """Return working days to a tenth, as the reader's language writes numbers."""
    return format_decimal(round(float(days), 1))


def _line(line: Line, tier: str) -> ShownLine:
    return ShownLine(
        state=state_words(line.state, tier),
        from_at=line.from_at,
        to_at=line.to_at,
        is_paused=line.is_paused,
        days=number(line.days),
        left_out=", ".join(name for _day, name in line.left_out),
    )


def intervals_of(case_ids: Any) -> Any:
    return (
        select(CaseInterval)
        .where(CaseInterval.case_id.in_(case_ids))
        .order_by(CaseInterval.case_id, CaseInterval.id)
    )
