"""Saying when one is away, and how many cases one takes on at a time."""

import datetime as dt

from sqlalchemy import select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.models import Absence, LoadLimit
from hrcn_community.core.db import db, take_turn
from hrcn_community.core.errors import Refusal
from hrcn_community.core.refs import new_ref
from hrcn_community.core.upsert import upsert
from hrcn_community.core.words import _l


class AwayAlready(Refusal):
    message = _l("You have said already that you are away on one of these days.")


def say_away(first: dt.date, last: dt.date, *, by: Viewer) -> Absence:
    """Be away on these days, both included; of two sent at once that overlap, the second is refused."""
    take_turn(f"absences of {by.id}")
    mine = Absence.person_id == by.id, Absence.first_day <= last, Absence.last_day >= first
    if db.session.scalar(select(Absence.id).where(*mine).limit(1)) is not None:
        raise AwayAlready
    absence = Absence(ref=new_ref(), person_id=by.id, first_day=first, last_day=last)
    db.session.add(absence)
    return absence


def take_back(absence: Absence) -> None:
    db.session.delete(absence)


def take_on(most: int, *, by: Viewer) -> None:
    """Take on so many open cases at a time."""
    upsert(LoadLimit, {"person_id": by.id}, {"most_open": most})
