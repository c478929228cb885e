"""The calendar of the desk, which the core team keeps: holidays, the time zone, the days of each clock."""

import datetime as dt
from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.forms import with_error
from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.consultations.actions import calendar
from hrcn_community.consultations.actions.calendar import HolidayStands
from hrcn_community.consultations.forms.calendar import DeskForm, HolidayForm, filled
from hrcn_community.consultations.models import DeskHoliday
from hrcn_community.consultations.queries.calendar import (
    desk_now,
    find_holiday,
    holidays,
    today_at_the_desk,
)
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.core.web import page

P = Permission.Consultations
HERE = "/admin/consultation-calendar"


@consultations.get(HERE)
@permit(P.CALENDAR)
def show_calendar() -> Any:
    return _page(filled(desk_now().days), HolidayForm(formdata=None))


@consultations.post(HERE)
@permit(P.CALENDAR)
def change_desk() -> Any:
    form = DeskForm()
    if not form.validate_on_submit():
        return _page(form, HolidayForm(formdata=None), 422)
    calendar.hold_desk()
    if theirs := form.overtaken_by(filled(desk_now().days)):
        return _page(form, HolidayForm(formdata=None), 409, theirs)
    calendar.change_desk(form.wanted, by=me())
    flash(_("The settings are saved. Within a minute they hold everywhere."), "success")
    return redirect(HERE, 303)


@consultations.post(f"{HERE}/holidays")
@permit(P.CALENDAR)
def add_holiday() -> Any:
    form = HolidayForm()
    if not form.validate_on_submit():
        return _page(filled(desk_now().days), form, 422)
    try:
        return form.once(lambda: _added(form))
    except HolidayStands as refused:
        return _page(filled(desk_now().days), with_error(form, form.day, refused), 422)


@consultations.post(f"{HERE}/holidays/<day>/removal")
@permit(P.CALENDAR, find_holiday)
def take_out_holiday(holiday: DeskHoliday) -> Response:
    calendar.take_out_holiday(holiday, by=me())
    flash(_("It stands there no more."), "success")
    return redirect(f"{HERE}?year={holiday.day.year}", 303)


def _added(form: HolidayForm) -> str:
    day = form.day.data or today_at_the_desk()
    calendar.add_holiday(day, form.name.data or "", by=me())
    flash(_("Saved."), "success")
    return f"{HERE}?year={day.year}"


def _page(form: DeskForm, holiday: HolidayForm, status: int = 200, theirs: Any = ()) -> Any:
    given = request.args.get("year", type=int) or today_at_the_desk().year
    year = min(max(given, dt.MINYEAR + 1), dt.MAXYEAR - 1)
    shown = {"form": form, "holiday": holiday, "theirs": theirs, "year": year}
    return page("consultations/calendar.html", status, **shown, found=holidays(year))
