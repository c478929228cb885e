"""Dates as precisely as they are known, in the reader's language."""

import datetime as dt
import re

from babel import Locale
from babel.dates import format_date, format_skeleton
from flask_babel import get_locale
from flask_babel import gettext as _

PRECISE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def said_date(dated: str, locale: str) -> str:
    """Return 2001-02-08, 2007-04 or 2008 in words; what is no date stays as it was written."""
    found = PRECISE.fullmatch(dated)
    if not found:
        return dated
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        date = dt.date(year, month or 1, day or 1)
    except ValueError:
        return dated
    speaks = Locale.parse("en_GB" if locale == "en" else locale)  # the day before the month
    if day:
        return format_date(date, "long", locale=speaks)
    return format_skeleton("yMMMM", date, locale=speaks) if month else str(year)


def said_period(since: dt.date | None, until: dt.date | None) -> str:
    """Return a time from a day to a day in words; one of them may not be known, or not have come yet."""
    begun, ended = (
        said_date(day.isoformat(), str(get_locale())) if day else "" for day in (since, until)
    )
    if begun and ended:
        return _("From %(since)s to %(until)s", since=begun, until=ended)
    if begun:
        return _("Since %(date)s", date=begun)
    return _("Until %(date)s", date=ended) if ended else ""
