"""The forms of the calendar: a holiday, and the days of the clocks."""

from typing import Any
from zoneinfo import available_timezones

from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from hrcn_community.access.choices import option
from hrcn_community.access.filled import FilledForm
from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.consultations.clocks import DeskDays
from hrcn_community.core.text import one_line
from hrcn_community.core.words import _l

PARTS = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Pacific"}
ZONES = sorted(z for z in available_timezones() if z.split("/")[0] in PARTS or z == "UTC")
MOST_DAYS = 250
DAY = _l("Give a day.")


def _days(label: Any, description: Any = "") -> Any:
    least = NumberRange(
        1, MOST_DAYS, message=_l("Give a number from 1 to %(most)s.", most=MOST_DAYS)
    )
    return IntegerField(
        label, description=description, validators=[InputRequired(_l("Give a number.")), least]
    )


class HolidayForm(HouseForm):
    day = DateField(_l("Day"), validators=[InputRequired(DAY)])
    name = StringField(
        _l("Its name"),
        filters=[lambda words: one_line(words or "")],
        validators=[
            Written(_l("Give it a name.")),
            Length(max=200, message=_l("Use at most 200 characters.")),
        ],
    )


class DeskForm(FilledForm):
    zone = SelectField(_l("Time zone of the desk"), validators=[InputRequired(_l("Choose one."))])
    acknowledge = _days(_l("Until the case is taken up"))
    triage = _days(_l("Until the scope is proposed"))
    answer = _days(_l("Until the written answer"))
    review = _days(_l("Until the review of the document"))
    overdue = _days(_l("Days overdue before the core team is told"))
    silence = _days(
        _l("Days of silence after delivery before whoever asked is told of the closing")
    )
    closing = _days(_l("From that notice until the case closes by itself"))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.zone.choices = [option(zone, zone.replace("_", " ")) for zone in ZONES]

    @property
    def wanted(self) -> dict[str, Any]:
        return {field.name: field.data for field in self._seen()}


def filled(days: DeskDays) -> DeskForm:
    return DeskForm(formdata=None, data=vars(days)).filled()
