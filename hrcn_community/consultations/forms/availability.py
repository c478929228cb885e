"""The forms of somebody's own availability."""

import datetime as dt

from flask_babel import gettext as _
from wtforms import DateField, IntegerField, ValidationError
from wtforms.validators import InputRequired, NumberRange

from hrcn_community.access.forms import HouseForm
from hrcn_community.consultations.models import LIMIT_AT_MOST
from hrcn_community.consultations.queries.calendar import today_at_the_desk
from hrcn_community.core.words import _l

LONGEST = 366 * 2  # days from today
DAY = _l("Give a day.")


class AbsenceForm(HouseForm):
    first_day = DateField(_l("First day away"), validators=[InputRequired(DAY)])
    last_day = DateField(_l("Last day away"), validators=[InputRequired(DAY)])

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """Return the first and the last day; the form has asked for both."""
        today = today_at_the_desk()
        return self.first_day.data or today, self.last_day.data or today

    def validate_last_day(self, field: DateField) -> None:
        first, last, today = self.first_day.data, field.data, today_at_the_desk()
        if first and last and last < first:
            raise ValidationError(_("It ends before it begins."))
        if last and last < today:
            raise ValidationError(_("This day is over."))
        if last and (last - today).days > LONGEST:
            raise ValidationError(_("Give a day within the next two years."))


class LimitForm(HouseForm):
    most_open = IntegerField(
        _l("Open cases at a time, at most"),
        description=_l(
            "With 0 nobody asks you to take one on. The cases that you have stay yours."
        ),
        validators=[
            InputRequired(_l("Give a number.")),
            NumberRange(
                0,
                LIMIT_AT_MOST,
                message=_l("Give a number from 0 to %(most)s.", most=LIMIT_AT_MOST),
            ),
        ],
    )
