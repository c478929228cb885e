"""The figures of the last quarter that is over: as they were kept, or made now where nobody kept them yet."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from hrcn_community.consultations.models.figures import QuarterFigures
from hrcn_community.consultations.queries.calendar import the_desk
from hrcn_community.consultations.queries.figures import Figures, figures_of
from hrcn_community.consultations.queries.uses import USED, USEFUL, Counted
from hrcn_community.consultations.suppression import Shown
from hrcn_community.consultations.words import ROOM_WORDS
from hrcn_community.consultations.working_days import A_DAY
from hrcn_community.core import clock
from hrcn_community.core.cache import for_a_while
from hrcn_community.core.db import db
from hrcn_community.register.models import Term

KEPT_SECONDS = 3600
COUNTED: Mapping[str, Mapping[Any, object]] = {
    "reuse": ROOM_WORDS,
    "usefulness": USEFUL,
    "used": USED,
}


def figures() -> Figures:
    """Return the figures up to the end of the last quarter."""
    until = begin_of_quarter()
    kept = db.session.get(QuarterFigures, until)
    if kept:
        return _opened(kept)
    return for_a_while(("figures of consultations", until), KEPT_SECONDS, lambda: figures_of(until))


def begin_of_quarter() -> dt.date:
    """Return the first day of the quarter that is not over yet."""
    day = the_desk().calendar.day_of(clock.now())
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def plain(found: Figures) -> dict[str, Any]:
    """Return figures as they are kept: numbers, and what each is of."""
    return {
        "medians": dict(found.medians),
        "rounds": [found.rounds, found.again],
        "themes": [[term.id, n] for term, n in found.themes],
        "cities": list(found.cities),
        "outcomes": [list(row) for row in found.outcomes.rows] if found.outcomes else None,
        **{name: _coded(getattr(found, name), words) for name, words in COUNTED.items()},
    }


def _opened(kept: QuarterFigures) -> Figures:
    told = kept.shown
    rounds, again = told["rounds"]
    counts = dict(told["themes"])
    terms = select(Term).where(Term.id.in_(counts)).order_by(Term.position)
    return Figures(
        until=kept.until - A_DAY,
        medians=told["medians"],
        rounds=rounds,
        again=again,
        themes=[(term, counts[term.id]) for term in db.session.scalars(terms)],
        cities=told["cities"],
        outcomes=Shown(told["outcomes"]) if told["outcomes"] else None,
        **{name: _worded(told[name], words) for name, words in COUNTED.items()},
    )


def _coded(counted: Counted, words: Mapping[Any, object]) -> dict[str, int | None] | None:
    return {str(code): counted[words[code]] for code in words} if counted else None


def _worded(told: Mapping[str, int | None] | None, words: Mapping[Any, object]) -> Counted:
    return {words[code]: n for code, n in told.items()} if told else None
