"""The one place that knows what time it is, so that a test or the demonstration can say otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_said: ContextVar[datetime | None] = ContextVar("said", default=None)


def now() -> datetime:
    """Return this moment in UTC."""
    return _said.get() or datetime.now(UTC)


def today() -> datetime:
    """Return the moment at which this day began: what is kept where the hour would tell too much."""
    return now().replace(hour=0, minute=0, second=0, microsecond=0)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within, it is `moment`."""
    token = _said.set(moment)
    try:
        yield
    finally:
        _said.reset(token)


def in_utc(local: datetime) -> datetime:
    """Return a moment of some zone in UTC; beyond the ends of the calendar, its first or last year."""
    first, last = max(local.year, 2), 9998
    return local.replace(year=min(first, last)).astimezone(UTC)
