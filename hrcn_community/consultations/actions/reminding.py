"""What the clocks have to say: reminders, each once, and the closing of a case of which nothing more is said.

What is owed is looked up without a lock, and looked at again under one before it is done: a case that
moved on meanwhile is left alone. Nothing here commits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from hrcn_community.consultations.actions.moves import move
from hrcn_community.consultations.clocks import RUNS_IN, Desk, Reading, Stand, running
from hrcn_community.consultations.events import ClockRung
from hrcn_community.consultations.models import Absence, Case, CaseInterval, CaseReminder, Stage
from hrcn_community.consultations.queries.calendar import the_desk, today_at_the_desk
from hrcn_community.consultations.queries.clocks import readings_of
from hrcn_community.consultations.transitions import PAUSED, Deed, State
from hrcn_community.consultations.working_days import elapsed
from hrcn_community.core import clock
from hrcn_community.core.db import db, take_turn
from hrcn_community.core.events import record
from hrcn_community.core.upsert import insert_or_ignore

TICKING = [state for state, runs in RUNS_IN.items() if runs and state not in PAUSED]
SILENCE = "Nothing was said after the answer was delivered, and nothing after a notice."
SOME = 200
ABSENCES_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Owed:
    """A stage that a case has reached on a stretch of its way, and that nobody was told of yet."""

    case_id: int
    interval_id: int
    stage: Stage


def owed_now() -> list[Owed]:
    """Return what the clocks have to say now and have not said."""
    found = [*_of_running_clocks(), *_of_delivered_cases()]
    told = _told([each.interval_id for each in found])
    return [each for each in found if (each.interval_id, each.stage) not in told]


def say_once(owed: Owed) -> None:
    """Say it, or close the case: unless somebody did so meanwhile, or the case has moved on."""
    take_turn(f"clock of case {owed.case_id}")
    case = db.session.get(Case, owed.case_id, with_for_update=True, populate_existing=True)
    if case is None or owed not in owed_of(case):
        return
    values = {"interval_id": owed.interval_id, "stage": owed.stage, "sent_at": clock.now()}
    if not insert_or_ignore(CaseReminder, **values):
        return
    if owed.stage == Stage.CLOSED:
        close_by_clock(case)
        return
    record(ClockRung(case_id=case.id, interval_id=owed.interval_id, stage=owed.stage))


def owed_of(case: Case) -> list[Owed]:
    """Return the stages that this case has reached, told or not."""
    if case.state == State.DELIVERED:
        interval = CaseInterval.case_id == case.id, CaseInterval.to_at.is_(None)
        rows = db.session.execute(_delivered().where(*interval))
        return [each for row in rows if (each := _silent(row, the_desk()))]
    if case.state not in TICKING:
        return []
    now = running(readings_of([case])[case.id])
    return list(_stages(case.id, now, the_desk())) if now else []


def stretches_of(case: Case) -> set[int]:
    """Return the intervals that a reminder of now would be about: the present one, and where its clock began."""
    present = CaseInterval.case_id == case.id, CaseInterval.to_at.is_(None)
    ids = set(db.session.scalars(select(CaseInterval.id).where(*present)))
    now = running(readings_of([case])[case.id]) if case.state in TICKING else None
    return {*ids, now.first_id} if now else ids


def close_by_clock(case: Case) -> None:
    """Close a case as the table lets the clock do; the page says why, from the reminders that are stored."""
    if case.step(Deed.CLOSE).by_clock:
        move(case, Deed.CLOSE, by=None, reason=SILENCE)


def forget_absences() -> None:
    """Forget absences a month after they ended."""
    over = today_at_the_desk() - ABSENCES_KEPT
    db.session.execute(delete(Absence).where(Absence.last_day < over))


def _of_running_clocks() -> Iterator[Owed]:
    rows = select(Case.id, Case.wanted_form).where(Case.state.in_(TICKING)).order_by(Case.id)
    desk = the_desk()
    for some in _parts(db.session.execute(rows).all()):
        for case_id, readings in readings_of(some).items():
            if now := running(readings):
                yield from _stages(case_id, now, desk)


def _stages(case_id: int, reading: Reading, desk: Desk) -> Iterator[Owed]:
    """Yield what a running clock has to say: soon for each who moves next, the rest once for the clock."""
    if reading.stand == Stand.SOON:
        yield Owed(case_id, reading.last_id, Stage.SOON)
    if reading.stand == Stand.LATE:
        yield Owed(case_id, reading.first_id, Stage.DUE)
        if reading.spent >= reading.allowed + desk.days.overdue:
            yield Owed(case_id, reading.first_id, Stage.OVERDUE)


def _of_delivered_cases() -> Iterator[Owed]:
    desk = the_desk()
    for row in db.session.execute(_delivered()).all():
        if owed := _silent(row, desk):
            yield owed


def _delivered() -> Any:
    """Select since when each delivered case is so, and when its closing was announced, if it was."""
    told = (CaseReminder.interval_id == CaseInterval.id) & (CaseReminder.stage == Stage.CLOSING)
    return (
        select(Case.id, CaseInterval.id.label("interval_id"), CaseInterval.from_at)
        .add_columns(CaseReminder.sent_at)
        .join(CaseInterval, CaseInterval.case_id == Case.id)
        .outerjoin(CaseReminder, told)
        .where(Case.state == State.DELIVERED, CaseInterval.to_at.is_(None))
    )


def _silent(row: Any, desk: Desk) -> Owed | None:
    days = desk.days.closing if row.sent_at else desk.days.silence
    if _days_since(row.sent_at or row.from_at, desk) < days:
        return None
    return Owed(row.id, row.interval_id, Stage.CLOSED if row.sent_at else Stage.CLOSING)


def _days_since(moment: datetime, desk: Desk) -> Any:
    return elapsed(moment, clock.now(), desk.calendar)


def _told(interval_ids: Sequence[int]) -> set[tuple[int, str]]:
    told: set[tuple[int, str]] = set()
    for some in _parts(interval_ids):
        rows = db.session.execute(
            select(CaseReminder.interval_id, CaseReminder.stage).where(
                CaseReminder.interval_id.in_(some)
            )
        )
        told |= {(row.interval_id, row.stage) for row in rows}
    return told


def _parts(all_: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield so many at a time that one statement can name them."""
    for start in range(0, len(all_), SOME):
        yield all_[start : start + SOME]
