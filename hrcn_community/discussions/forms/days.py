"""Days that lie ahead: until when something is taken, ending with that day where the person lives."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from wtforms import DateField, ValidationError
from wtforms.validators import StopValidation

from hrcn_community.access.guard import viewer
from hrcn_community.core import clock

LAST_MINUTE = time(23, 59)


def today() -> date:
    """Return the day that it is where the person lives who looks."""
    return clock.now().astimezone(_zone()).date()


def day_ahead(days: int) -> date:
    return today() + timedelta(days=days)


def end_of(day: date | None) -> datetime:
    """Return the end of a day (of this one, where none is named) where the person lives who names it."""
    return clock.in_utc(datetime.combine(day or today(), LAST_MINUTE, _zone()))


class DaysAhead:
    """Validate that a day lies so many days ahead: `DaysAhead(3, 90)`."""

    def __init__(self, fewest: int, most: int) -> None:
        self.fewest, self.most = fewest, most

    def __call__(self, form: Any, field: DateField) -> None:
        if field.data is None:
            field.errors = []
            raise StopValidation(_("Name the day, such as 2027-03-31."))
        if not self.fewest <= (field.data - today()).days <= self.most:
            raise ValidationError(
                _("Choose a day %(few)d to %(most)d days ahead.", few=self.fewest, most=self.most)
            )


def _zone() -> ZoneInfo:
    return ZoneInfo(viewer().timezone)
