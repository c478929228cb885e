"""What became of answers, in figures: found before asking, how useful, used or not; by the five, as all figures."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from hrcn_community.consultations.models import Case, CaseOutcome, CaseRating, Reuse, Used, Useful
from hrcn_community.consultations.suppression import FEWEST, shown
from hrcn_community.consultations.words import ROOM_WORDS
from hrcn_community.core.db import db
from hrcn_community.core.words import _l

Counted = Mapping[object, int | None] | None
USEFUL = {Useful.YES: _l("Yes"), Useful.PARTLY: _l("Partly"), Useful.NO: _l("No")}
USED = {
    Used.USED: _l("It was used"),
    Used.PARTLY: _l("It was used in part"),
    Used.NOT: _l("It was not used"),
}


def reuse_before_asking(until: dt.date) -> Counted:
    """Return how often something published answered before anybody asked, by where it stands."""
    rows = select(Reuse.room).where(Reuse.reused_on < until).order_by(Reuse.reused_on, Reuse.id)
    return _counted(rows, ROOM_WORDS)


def usefulness(end: datetime) -> Counted:
    """Return how useful whoever asked found the answers."""
    mine = CaseRating.rated_at < end, Case.is_counted()
    rows = select(CaseRating.useful).join(Case, Case.id == CaseRating.case_id).where(*mine)
    return _counted(rows.order_by(CaseRating.rated_at, CaseRating.case_id), USEFUL)


def used_or_not(end: datetime) -> Counted:
    """Return whether answers were used, partly or not, some months later."""
    mine = CaseOutcome.reported_at < end, Case.is_counted()
    rows = select(CaseOutcome.used).join(Case, Case.id == CaseOutcome.case_id).where(*mine)
    return _counted(rows.order_by(CaseOutcome.reported_at, CaseOutcome.case_id), USED)


def _counted(rows: Any, words: Mapping[Any, object]) -> Counted:
    """Return how many rows bear each word, none that is under five or follows from the others."""
    values = db.session.scalars(rows).all()
    counts = Counter(values[: len(values) - len(values) % FEWEST])
    if not counts:
        return None
    [cells, _total] = shown([[counts[each] for each in words]]).rows
    return dict(zip(words.values(), cells, strict=False))
