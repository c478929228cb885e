"""Asking some months later what became of answers: each case is a transaction of its own."""

from hrcn_community.consultations.actions.evaluating import ask_how_it_went, due_for_follow_up
from hrcn_community.core.db import db, reading
from hrcn_community.core.one_by_one import one_by_one


def follow_up_answers() -> None:
    """Ask whoever got an answer some months ago."""
    with reading():  # on SQLite a look costs no write lock
        due = due_for_follow_up()
        db.session.rollback()
    one_by_one(due, ask_how_it_went)
