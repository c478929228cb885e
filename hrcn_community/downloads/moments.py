"""Moments in a copy, which nothing adjusts later: in the reader's language and zone, and for machines."""

from datetime import UTC, datetime

from babel.dates import get_timezone_name
from flask_babel import format_date, format_time, get_locale, to_user_timezone


def said(at: datetime) -> str:
    """Return a moment as its reader says it, in the zone that the head of a copy names."""
    return f"{format_date(at, 'long')}, {format_time(at, 'short')}"


def iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def moment_line(at: datetime) -> str:
    """Return a moment in both ways, with the name of the zone."""
    zone = get_timezone_name(to_user_timezone(at), locale=get_locale() or "en")
    return f"{said(at)}, {zone} · {iso(at)}"
