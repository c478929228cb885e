"""Letting the clocks speak: each reminder is a transaction of its own, so that a kill loses and doubles none."""

from hrcn_community.consultations.actions.reminding import forget_absences, owed_now, say_once
from hrcn_community.core.db import db, reading
from hrcn_community.core.one_by_one import one_by_one


def let_clocks_speak() -> None:
    """Say what is due and was not said; close what is silent."""
    with reading():  # on SQLite a look costs no write lock
        found = owed_now()
        db.session.rollback()
    one_by_one(found, say_once)
    forget_absences()
    db.session.commit()
