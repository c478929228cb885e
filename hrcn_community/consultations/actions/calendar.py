"""Keeping the calendar of the desk. Each change is written down as it was and as it is, with who did it."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.events import DeskChanged
from hrcn_community.consultations.models import DeskHoliday, DeskSetting
from hrcn_community.consultations.queries.calendar import NAMES, desk_now, forget_desk
from hrcn_community.core.db import after_commit, db, take_turn
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.upsert import insert_or_ignore, upsert
from hrcn_community.core.words import _l


class HolidayStands(Refusal):
    message = _l("This day stands in the calendar already.")


def hold_desk() -> None:
    """Let who changes settings at the same moment come after us."""
    take_turn("the consultation desk")


def change_desk(wanted: Mapping[str, Any], *, by: Viewer) -> None:
    """Keep what differs from how it is."""
    now = desk_now().days
    for name in NAMES:
        if name in wanted and wanted[name] != getattr(now, name):
            upsert(DeskSetting, {"name": name}, {"value": wanted[name]})
            _note(name, getattr(now, name), wanted[name], by)
    after_commit(forget_desk)


def add_holiday(day: dt.date, name: str, *, by: Viewer) -> None:
    """Add a day on which the desk does not work; of two that add it at once, one is told that it stands."""
    if not insert_or_ignore(DeskHoliday, day=day, name=name):
        raise HolidayStands
    _note(day.isoformat(), "", name, by)
    after_commit(forget_desk)


def take_out_holiday(holiday: DeskHoliday, *, by: Viewer) -> None:
    _note(holiday.day.isoformat(), holiday.name, "", by)
    db.session.delete(holiday)
    after_commit(forget_desk)


def _note(name: str, old: object, new: object, by: Viewer) -> None:
    record(DeskChanged(name=name, old=json.dumps(old), new=json.dumps(new)), by=by.id)
