"""When a browser was here last, and since when its owner needs more than a password.

Both are written beside reading, in one small fact: no page asks the database for it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from hrcn_community.accounts.models import Person, SignIn
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db, mark
from hrcn_community.core.settings import setting

SEEN_EVERY = timedelta(minutes=10)


def mark_seen(viewer: Viewer) -> None:
    """Write that this browser was here, at most every ten minutes. Only in a reading request."""
    now = clock.now()
    if viewer.last_seen_at is None or now - viewer.last_seen_at < SEEN_EVERY:
        return
    with mark() as connection:
        connection.execute(
            update(SignIn)
            .where(SignIn.id == viewer.sign_in_id, SignIn.last_seen_at < now - SEEN_EVERY)
            .values(last_seen_at=now)
        )
        if _begins_to_need(viewer):
            connection.execute(_due([viewer.id]))


def due_from_now(viewer: Viewer) -> Viewer:
    """Let the days begin in which somebody may still do without a second step, if they need one."""
    if not _begins_to_need(viewer):
        return viewer
    let_days_begin([viewer.id])
    return replace(viewer, two_step_due_at=_in_time())


def let_days_begin(person_ids: Sequence[int]) -> None:
    """Let them begin now for these people, where they had not begun."""
    db.session.execute(_due(person_ids))


def _begins_to_need(viewer: Viewer) -> bool:
    return viewer.needs_two_step and not viewer.two_step_due_at


def _in_time() -> datetime:
    return clock.now() + timedelta(days=setting("TWO_STEP_GRACE_DAYS"))


def _due(person_ids: Sequence[int]) -> Any:
    due = update(Person).where(Person.id.in_(person_ids), Person.two_step_due_at.is_(None))
    return due.values(two_step_due_at=_in_time())
