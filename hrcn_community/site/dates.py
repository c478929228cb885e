"""Dates as precisely as they are known, in the reader's language."""

import datetime as dt
import re

from babel import Locale
from babel.dates import format_date, format_skeleton

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
