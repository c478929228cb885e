"""What the clocks go by: the settings of the desk, and its holidays."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import select

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.consultations.clocks import Desk, DeskDays
from hrcn_community.consultations.models import DeskHoliday, DeskSetting
from hrcn_community.consultations.working_days import Calendar
from hrcn_community.core import clock
from hrcn_community.core.cache import for_a_while, lately
from hrcn_community.core.db import db

NAMES = tuple(each.name for each in fields(DeskDays))
KEPT_SECONDS = 60
_KEY = "the consultation desk"


def the_desk() -> Desk:
    """Return the settings and the calendar as they were at most a minute ago."""
    return for_a_while(_KEY, KEPT_SECONDS, desk_now)


def desk_now() -> Desk:
    """Return them as they are; a setting that this code does not know any more is left out."""
    rows = db.session.execute(select(DeskSetting.name, DeskSetting.value))
    days = DeskDays(**{row.name: row.value for row in rows if row.name in NAMES})
    return Desk(days, Calendar(days.zone, {row.day: row.name for row in holidays()}))


def holidays(year: int | None = None) -> Sequence[DeskHoliday]:
    """Return the holidays of a year, or all of them, the earliest first."""
    rows = select(DeskHoliday).order_by(DeskHoliday.day)
    if year:
        rows = rows.where(DeskHoliday.day.between(dt.date(year, 1, 1), dt.date(year, 12, 31)))
    return db.session.scalars(rows).all()


def today_at_the_desk() -> dt.date:
    """Return which day it is where the desk stands."""
    return the_desk().calendar.day_of(clock.now())


def forget_desk() -> None:
    """Read them anew when they are next asked for, in this process; the others follow within a minute."""
    lately.drop(_KEY)


def find_holiday(day: str, *, viewer: AnyViewer) -> DeskHoliday | None:
    try:
        return db.session.get(DeskHoliday, dt.date.fromisoformat(day), with_for_update=True)
    except ValueError:
        return None
