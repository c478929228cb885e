"""Proving once more who sits there: a deed of its own, which signing in is not; it lasts a quarter of an hour."""

from sqlalchemy import update

from hrcn_community.accounts.events import SteppedUp
from hrcn_community.accounts.models import SignIn
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record


def step_up(*, by: Viewer) -> None:
    """Note that whoever sits in this browser has just proved who they are."""
    db.session.execute(
        update(SignIn).where(SignIn.id == by.sign_in_id).values(stepped_up_at=clock.now())
    )
    record(SteppedUp(person_id=by.id), by=by.id)


def end_step_ups(person_id: int) -> None:
    """Let no proof of this person's count any more, in no browser: what proved it has changed."""
    db.session.execute(
        update(SignIn).where(SignIn.person_id == person_id).values(stepped_up_at=None)
    )
