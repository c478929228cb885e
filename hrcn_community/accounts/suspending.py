"""Suspending somebody: from the next request on they are not signed in; and letting them in again."""

from datetime import datetime

from sqlalchemy import update

from hrcn_community.accounts.events import PersonReinstated, PersonSuspended
from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.signing_in import end_sign_ins
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core.db import db
from hrcn_community.core.events import record


def suspend(person_id: int, *, until: datetime | None, by: Viewer | None) -> None:
    """Let a member sign in no more, and end the sign-ins that they have; `until` None: without an end.

    Whoever decides it lets them in again when the time has come.
    """
    if _turn(person_id, Standing.MEMBER, Standing.SUSPENDED):
        end_sign_ins(person_id)
        record(PersonSuspended(person_id=person_id), by=by.id if by else None)


def reinstate(person_id: int, *, by: Viewer | None) -> None:
    """Let somebody who was suspended sign in again."""
    if _turn(person_id, Standing.SUSPENDED, Standing.MEMBER):
        record(PersonReinstated(person_id=person_id), by=by.id if by else None)


def _turn(person_id: int, before: Standing, after: Standing) -> bool:
    turned = update(Person).where(Person.id == person_id, Person.standing == before)
    return db.session.execute(turned.values(standing=after)).rowcount > 0  # type: ignore[attr-defined]
