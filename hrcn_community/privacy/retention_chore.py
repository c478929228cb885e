"""Carrying the periods out: some things at a time, each batch a transaction of its own.

A kill between two batches loses nothing; a rule that fails is written down and holds up no other.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from hrcn_community.core import clock
from hrcn_community.core.db import db, is_away, take_turn
from hrcn_community.core.events import record
from hrcn_community.privacy.holds import while_none_is_set
from hrcn_community.privacy.keeping_events import PeriodReached
from hrcn_community.privacy.orphans import ask_next
from hrcn_community.privacy.retention import Period, periods

log = structlog.get_logger()
AT_ONCE = 200
MOST_BATCHES = 50  # of one rule in one round; the next goes on


def keep_periods() -> None:
    """Warn of what will go, and let go what was kept long enough."""
    known = periods()
    db.session.rollback()
    for period in known:
        try:
            _carry_out(period)
        except Exception as error:
            db.session.rollback()
            if is_away(error):
                raise
            log.error("retention_failed", rule=period.name, kind=type(error).__name__)


def ask_successors() -> None:
    """Ask who could take on what hangs at nobody in a closed space; of two workers one comes after the other."""
    take_turn("successors")
    ask_next()
    db.session.commit()


def _carry_out(period: Period) -> None:
    last = clock.now() - timedelta(days=period.days)
    for stage in period.keeping.warns:
        _in_batches(partial(_warn, period, last + timedelta(days=stage), stage))
    _in_batches(partial(_end, period, last))


def _warn(period: Period, before: datetime, stage: int) -> int:
    warn = period.keeping.warn
    return warn(before, stage, AT_ONCE) if warn else 0


def _end(period: Period, before: datetime) -> int:
    count = period.keeping.end(before, AT_ONCE)
    if count:
        record(PeriodReached(rule=period.name, count=count))
    return count


def _in_batches(deed: Callable[[], int]) -> None:
    for _ in range(MOST_BATCHES):
        while_none_is_set()  # and of two workers one comes after the other, so that nobody is warned twice
        count = deed()
        db.session.commit()
        if count < AT_ONCE:
            return
