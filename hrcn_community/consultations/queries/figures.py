"""Figures of all consultations, for the core team: none that tells of a single case, a closed one least of all.

They are made of whole quarters, so that nobody watches a figure change with one case, and of cases by the
five, in the order in which they came. How each stood is told from its intervals, as at the quarter's end.

Each counts with the city and the themes that it came with, and by the tier that it came in: that a case was
sealed later changes no figure, and one that was sealed from the beginning is in none. Else whoever knows
all others, as the desk does, would learn of it.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import takewhile
from statistics import median
from typing import Any

from sqlalchemy import select

from hrcn_community.consultations.models import Case, CaseInterval
from hrcn_community.consultations.queries import uses
from hrcn_community.consultations.queries.calendar import the_desk
from hrcn_community.consultations.suppression import FEWEST, Shown, shown
from hrcn_community.consultations.transitions import BEFORE_DELIVERY, OPEN, State
from hrcn_community.consultations.working_days import A_DAY, elapsed
from hrcn_community.conversations.models import ConversationTerm
from hrcn_community.core.db import db
from hrcn_community.register.models import City, Term

ELSEWHERE, NOT_TAKEN, WITHDRAWN, RUNNING, ANSWERED = range(5)
COLUMNS = (ANSWERED, ELSEWHERE, NOT_TAKEN, WITHDRAWN, RUNNING)
STOOD: Mapping[str, int] = {
    State.ANSWERED_BY_EXISTING: ELSEWHERE,
    State.DECLINED: NOT_TAKEN,
    State.WITHDRAWN: WITHDRAWN,
    **dict.fromkeys(BEFORE_DELIVERY, RUNNING),
    **dict.fromkeys((State.DELIVERED, State.CLARIFICATION, State.CLOSED), ANSWERED),
    **dict.fromkeys((State.FOLLOWUP_DUE, State.EVALUATED), ANSWERED),
}


@dataclass(frozen=True)
class Stretch:
    """An interval of a case as it stood at the end of the quarter."""

    state: str
    from_at: datetime
    to_at: datetime | None
    is_paused: bool


Ways = Mapping[int, Sequence[Stretch]]


@dataclass(frozen=True)
class Figures:
    """What may be shown; None where it may not. `cities` names the rows of `outcomes`, other ones last."""

    until: dt.date
    medians: Mapping[str, int | None]
    rounds: int | None
    again: int | None
    themes: Sequence[tuple[Term, int | None]]
    cities: Sequence[str]
    outcomes: Shown | None
    reuse: uses.Counted
    usefulness: uses.Counted
    used: uses.Counted


def figures_of(until: dt.date) -> Figures:
    """Return the figures of what happened before a day."""
    end = the_desk().calendar.begin(until)
    cases = _cases(end)
    ways = _ways([case.id for case in cases], end)
    rounds, again = _rounds(ways)
    cities, outcomes = _outcomes(cases, ways)
    return Figures(
        until=until - A_DAY,
        medians=_medians(ways),
        rounds=rounds,
        again=again,
        themes=_themes(cases),
        cities=cities,
        outcomes=outcomes,
        reuse=uses.reuse_before_asking(until),
        usefulness=uses.usefulness(end),
        used=uses.used_or_not(end),
    )


def _cases(end: datetime) -> Sequence[Any]:
    """Return the cases that came before `end`, by the five: the last few wait for others to come."""
    rows = db.session.execute(
        select(Case.id, Case.conversation_id, Case.city_id, Case.kept_apart)
        .where(Case.submitted_at < end, Case.is_counted())
        .order_by(Case.submitted_at, Case.id)
    ).all()
    return rows[: len(rows) - len(rows) % FEWEST]


def _city_of(case: Any) -> int | None:
    return case.city_id or case.kept_apart.get("city_id")


def _ways(ids: Sequence[int], end: datetime) -> Ways:
    """Return the intervals of these cases, as far as they had begun before `end`."""
    ways: dict[int, list[Stretch]] = {id_: [] for id_ in ids}
    rows = db.session.execute(
        select(
            CaseInterval.case_id,
            CaseInterval.state,
            CaseInterval.from_at,
            CaseInterval.to_at,
            CaseInterval.is_paused,
        )
        .where(CaseInterval.from_at < end)
        .order_by(CaseInterval.id)
    )
    for row in rows:
        if row.case_id in ways:
            ended = row.to_at if row.to_at and row.to_at < end else None
            stretch = Stretch(row.state, row.from_at, ended, row.is_paused)
            ways[row.case_id].append(stretch)
    return ways


def _medians(ways: Ways) -> Mapping[str, int | None]:
    """Return the median of working days in each state, without pauses; of five cases or more, in whole days."""
    calendar = the_desk().calendar
    spent: dict[str, dict[int, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for case_id, rows in ways.items():
        for row in rows:
            if row.to_at and not row.is_paused and row.state in OPEN:
                spent[row.state][case_id] += elapsed(row.from_at, row.to_at, calendar)
    return {
        state: round(median(spent[state].values())) if len(spent[state]) >= FEWEST else None
        for state in OPEN
        if state in spent
    }


def _rounds(ways: Ways) -> tuple[int | None, int | None]:
    """Return how many answers came through with one review, and how many needed more; both, or none.

    A correction is reviewed anew, and says nothing of how the answer itself came through.
    """
    firsts = [takewhile(lambda row: row.state != State.DELIVERED, rows) for rows in ways.values()]
    reviews = [sum(row.state == State.PEER_REVIEW for row in rows) for rows in firsts]
    once, again = sum(n == 1 for n in reviews), sum(n > 1 for n in reviews)
    return (once, again) if min(once, again) >= FEWEST else (None, None)


def _themes(cases: Sequence[Any]) -> list[tuple[Term, int | None]]:
    """Return how many cases concern each theme, where neither they nor all others are fewer than five."""
    themes = db.session.scalars(
        select(Term).where(Term.vocabulary == "themes").order_by(Term.position)
    ).all()
    counted, wanted = Counter[int](), {case.conversation_id for case in cases}
    for case in cases:
        counted.update(case.kept_apart.get("term_ids", ()))
    rows = select(ConversationTerm.term_id, ConversationTerm.conversation_id).where(
        ConversationTerm.term_id.in_([term.id for term in themes])
    )
    for row in db.session.execute(rows):
        counted[row.term_id] += row.conversation_id in wanted
    return [(term, _told(counted[term.id], len(cases))) for term in themes]


def _told(count: int, of: int) -> int | None:
    is_few = count < FEWEST or 0 < of - count < FEWEST
    return None if is_few else count


def _outcomes(cases: Sequence[Any], ways: Ways) -> tuple[Sequence[str], Shown | None]:
    """Return how cases of each city came out; cities with fewer than five cases are counted together."""
    all_ = Counter(_city_of(case) for case in cases)
    many = [id_ for id_, n in all_.items() if id_ and n >= FEWEST]
    rows = db.session.execute(select(City.id, City.name).where(City.id.in_(many)))
    names = {row.id: row.name for row in rows}
    named = sorted(names, key=names.__getitem__)
    cells = {id_: [0] * len(COLUMNS) for id_ in (*named, None)}
    for case in cases:
        row = cells.get(_city_of(case), cells[None])
        row[COLUMNS.index(STOOD[ways[case.id][-1].state])] += 1
    return [*(names[id_] for id_ in named), ""], shown(list(cells.values())) if cases else None
