"""Dates as clocks elsewhere had them: those that cannot be are replaced, and it is said."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from hrcn_community.core import clock

FIRST = datetime(
    1971, 6, 1, tzinfo=UTC
)  # nobody wrote to a list before; clocks that stand say 1970


def said_moment(text: str) -> datetime | None:
    """Return the moment that a header, or an envelope's line, names."""
    try:
        return _in_utc(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def iso_moment(text: object) -> datetime | None:
    """Return the moment that a forum names."""
    try:
        return _in_utc(datetime.fromisoformat(str(text)))
    except (ValueError, OverflowError):
        return None


def why_unlikely(moment: datetime | None) -> str:
    """Say why something cannot have been written then; '' where it can."""
    if moment is None:
        return "its date is missing or cannot be read"
    if moment < FIRST:
        return "its date is that of a clock that was not set"
    return "its date lies in the future" if moment > clock.now() else ""


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
