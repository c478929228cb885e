"""Asking some months later what became of answers: each case is a transaction of its own."""

import structlog

from hrcn_community.consultations.actions.evaluating import ask_how_it_went, due_for_follow_up
from hrcn_community.core.db import db, is_away, reading

log = structlog.get_logger()


def follow_up_answers() -> None:
    """Ask whoever got an answer some months ago; one case that fails holds up no other."""
    with reading():  # on SQLite a look costs no write lock
        due = due_for_follow_up()
        db.session.rollback()
    for case_id in due:
        try:
            ask_how_it_went(case_id)
            db.session.commit()
        except Exception as error:
            db.session.rollback()
            if is_away(error):
                raise
            log.error("follow_up_failed", case=case_id, kind=type(error).__name__)
