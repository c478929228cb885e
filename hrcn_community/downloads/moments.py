"""Moments in a copy, which nothing adjusts later: in the reader's language and zone, and for machines."""

from datetime import UTC, date, datetime

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_name
from flask_babel import get_locale, to_user_timezone


def said(at: datetime) -> str:
    """Return a moment as its reader says it, in the zone that the head of a copy names."""
    here, speaks = to_user_timezone(at), _speaks()
    return (
        f"{format_date(here, 'long', locale=speaks)}, {format_time(here, 'short', locale=speaks)}"
    )


def day_said(day: date) -> str:
    """Return a day as its reader says it."""
    return format_date(day, "long", locale=_speaks())


def iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def moment_line(at: datetime) -> str:
    """Return a moment in both ways, with the name of the zone."""
    zone = get_timezone_name(to_user_timezone(at), locale=_speaks())
    return f"{said(at)}, {zone} · {iso(at)}"


def _speaks() -> Locale:
    locale = str(get_locale() or "en")
    return Locale.parse("en_GB" if locale == "en" else locale)  # the day before the month
