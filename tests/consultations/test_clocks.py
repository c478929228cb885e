"""The clocks of a case: which runs when, what counts, and how each figure is explained on the page."""

import datetime as dt
import re
from datetime import UTC, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from hrcn_community.consultations.clocks import (
    RUNS_IN,
    Clock,
    Desk,
    DeskDays,
    Stand,
    clock_in,
    read_clocks,
)
from hrcn_community.consultations.models import CaseInterval, DeskHoliday
from hrcn_community.consultations.queries.calendar import forget_desk
from hrcn_community.consultations.transitions import PAUSED, State
from hrcn_community.consultations.working_days import Calendar
from hrcn_community.core import clock
from hrcn_community.core.db import db

VIENNA = ZoneInfo("Europe/Vienna")
EASTER = dt.date(2026, 4, 6)
DESK = Desk(DeskDays(), Calendar("Europe/Vienna", {EASTER: "Easter Monday"}))


def at(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=VIENNA).astimezone(UTC)


def way(*steps) -> list[CaseInterval]:
    """Return the intervals of a case that came into each state at a moment; the last goes on."""
    ends = [moment for _state, moment in steps[1:]] + [None]
    return [
        CaseInterval(id=n, state=state, from_at=moment, to_at=end, is_paused=state in PAUSED)
        for n, ((state, moment), end) in enumerate(zip(steps, ends, strict=True), 1)
    ]


def test_every_state_says_which_clock_runs_in_it():
    assert set(RUNS_IN) == set(State)
    assert clock_in("drafting", "review") == Clock.REVIEW
    assert clock_in("drafting", "call") == Clock.ANSWER
    assert [RUNS_IN[state] for state in PAUSED] == [Clock.TRIAGE, Clock.ANSWER]


def test_a_clock_stands_still_while_the_asker_has_the_word_and_leaves_holidays_out():
    steps = way(
        (State.SUBMITTED, at(3, 26, 12)),
        (State.TRIAGE, at(3, 30, 12)),  # two working days later, over the change to summer time
        (State.NEEDS_INFO, at(3, 31, 12)),
        (State.TRIAGE, at(4, 3, 0)),
    )
    taken, triage = read_clocks(steps, "written", DESK, at(4, 7, 12))
    assert (taken.spent, taken.stand) == (2, Stand.OVERRUN)
    assert [line.days for line in triage.lines] == [1, 0, Fraction(3, 2)]
    assert [name for line in triage.lines for _day, name in line.left_out] == ["Easter Monday"]
    assert (triage.spent, triage.stand) == (Fraction(5, 2), Stand.IN_TIME)
    assert triage.due_at == at(4, 10)
    for now, stand in (
        (at(4, 8), Stand.IN_TIME),
        (at(4, 9), Stand.SOON),
        (at(4, 10), Stand.LATE),
    ):
        assert read_clocks(steps, "written", DESK, now)[1].stand == stand


def test_a_clock_that_stands_still_has_no_day_and_one_that_ran_out_keeps_it():
    asked = (State.MATCHING, at(3, 2)), (State.AWAITING_REQUESTER, at(3, 4))
    [still] = read_clocks(way(*asked), "written", DESK, at(5, 1))
    assert (still.spent, still.stand, still.due_at) == (2, Stand.STILL, None)
    late = (State.MATCHING, at(3, 2)), (State.AWAITING_REQUESTER, at(3, 30))
    [late] = read_clocks(way(*late), "written", DESK, at(5, 1))
    assert (late.spent, late.stand, late.due_at) == (20, Stand.LATE, at(3, 21))
    [longer] = read_clocks(way(*asked[:1]), "review", DESK, at(3, 30))
    assert (longer.allowed, longer.stand, longer.due_at) == (25, Stand.IN_TIME, at(4, 4))
    [over] = read_clocks(way(asked[0], (State.WITHDRAWN, at(3, 4))), "written", DESK, at(5, 1))
    assert (over.stand, over.due_at) == (Stand.OVER, None)


def test_the_page_explains_each_figure_to_those_inside_and_to_nobody_else(world, cast, story):
    world.do(lambda: (db.session.add(DeskHoliday(day=EASTER, name="Easter Monday")), forget_desk()))
    with clock.at(at(4, 3, 12)):
        story.ask(tier="network")
    with clock.at(at(4, 7, 12)):
        asker = story.page(cast.omar)
        assert "1 of 2 working days" in asker
        assert "Easter Monday" in asker
        assert "due: 8 April 2026, 12:00 (Europe/Vienna)" in asker
        assert "Due soon" in asker
        story.done(cast.chandra, "triage")
        story.done(cast.chandra, "needs-info", body="Which year?")
    with clock.at(at(4, 20, 12)):
        page = story.page(cast.chandra)
        assert "The clock stands still" in page
        assert len(re.findall(r"<td>stood still</td>", page)) == 1
        for stranger in (cast.eve, cast.amina):
            assert "working days" not in story.page(stranger)


def test_a_correction_has_a_clock_of_its_own_from_when_it_was_begun():
    """However late the answer was, and whatever its form; each correction by itself."""
    steps = way(
        (State.MATCHING, at(1, 7)),
        (State.DRAFTING, at(1, 8)),
        (State.DELIVERED, at(3, 2)),
        (State.DRAFTING, at(3, 9)),
        (State.MATCHING, at(3, 10)),  # its author left
        (State.DELIVERED, at(3, 11)),  # and it was dropped
        (State.CLOSED, at(3, 12)),
        (State.DRAFTING, at(3, 16)),
    )
    answer, first, second = read_clocks(steps, "review", DESK, at(3, 17))
    assert (answer.clock, answer.stand) == (Clock.REVIEW, Stand.OVERRUN)
    assert (first.clock, first.spent, first.stand) == (Clock.CORRECTION, 2, Stand.OVER)
    assert (second.spent, second.allowed, second.stand) == (1, 15, Stand.IN_TIME)
    assert [line.interval_id for line in (*first.lines, *second.lines)] == [4, 5, 8]
