"""Words for people, translated when they are shown: `_l` where no request is at hand yet."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask_babel import LazyString, format_date, format_timedelta

if TYPE_CHECKING:

    def _l(string: str, **variables: object) -> str:
        """Return a text that is translated when it is turned into a string."""
        ...
else:
    from flask_babel import lazy_gettext as _l

__all__ = ["_l", "day_of", "time_words"]
MINUTE = 60


def time_words(seconds: int) -> object:
    """Return how long that is, in the reader's language; above a minute rounded up to whole ones."""
    whole = seconds if seconds < MINUTE else -(-seconds // MINUTE) * MINUTE
    return LazyString(lambda: format_timedelta(timedelta(seconds=whole), threshold=1))


def day_of(at: datetime) -> object:
    """Return the day of a moment, in the reader's language and time zone."""
    return LazyString(lambda: format_date(at, "long"))
