"""Letting the clocks speak: each reminder is a transaction of its own, so that a kill loses and doubles none."""

import structlog

from hrcn_community.consultations.actions.reminding import forget_absences, owed_now, say_once
from hrcn_community.core.db import db, is_away, reading

log = structlog.get_logger()


def let_clocks_speak() -> None:
    """Say what is due and was not said; close what is silent; one case that fails holds up no other."""
    with reading():  # on SQLite a look costs no write lock
        found = owed_now()
        db.session.rollback()
    for owed in found:
        try:
            say_once(owed)
            db.session.commit()
        except Exception as error:
            db.session.rollback()
            if is_away(error):
                raise
            log.error("reminder_failed", case=owed.case_id, kind=type(error).__name__)
    forget_absences()
    db.session.commit()
