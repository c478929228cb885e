"""Suspending somebody, and letting them in again. What they wrote stays.

A suspended person cannot sign in, and stands in no list and is named to nobody as somebody to turn to:
all of that asks for `Standing.MEMBER`. Their open sign-ins end at once.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from hrcn_community.accounts.models import Person, SiteRole, Standing, Suspension
from hrcn_community.accounts.signing_in import end_sign_ins
from hrcn_community.accounts.standing_events import (
    PersonReinstated,
    PersonSuspended,
    SuspensionExpired,
)
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.text import clean
from hrcn_community.core.words import _l


class NotSuspendable(Refusal):
    message = _l("Only a member can be suspended; this person is none now.")


class StandsByTwo(Refusal):
    message = _l(
        "Nobody suspends the core team alone. Two of you first take that role away; nobody suspends "
        "themselves."
    )


class NotSuspended(Refusal):
    message = _l("This person is not suspended any more.")


def suspend(
    person_id: int,
    *,
    until: datetime | None,
    by: Viewer | None,
    reason: str = "",
    by_decision: bool = False,
) -> Suspension:
    """Keep somebody out until a moment, or until further notice; of two at once the second is told.

    What was `by_decision` lasts as long as the decisions say that hold it.
    """
    if by is not None and by.id == person_id:
        raise StandsByTwo
    suspended = db.session.scalar(
        update(Person)
        .where(Person.id == person_id, Person.standing == Standing.MEMBER)
        .where(Person.site_role != SiteRole.CORE)
        .values(standing=Standing.SUSPENDED)
        .returning(Person.id)
    )
    if suspended is None:
        raise _why_not(person_id)
    suspension = Suspension(
        person_id=person_id,
        reason=clean(reason).strip(),
        began_at=clock.now(),
        until=until,
        own_until=None if by_decision else until,
        by_id=by.id if by else None,
    )
    db.session.add(suspension)
    end_sign_ins(person_id)
    db.session.flush()
    by_id = by.id if by else None
    record(PersonSuspended(person_id=person_id), by=by_id)
    if until:
        record(SuspensionExpired(suspension_id=suspension.id), by=by_id, due=until)
    return suspension


def prolong(suspension: Suspension, *, until: datetime | None) -> None:
    """Let a suspension last until a later moment; one without an end stays without."""
    if suspension.until and (until is None or until > suspension.until):
        suspension.until = until
        if until:
            record(SuspensionExpired(suspension_id=suspension.id), due=until)


def shorten(suspension: Suspension, ends: Sequence[datetime]) -> None:
    """Let a suspension last until the last of `ends`, or its own if that is later; none is left: it ends.

    One without an end has none of these to wait for.
    """
    if suspension.until is None:
        return
    own = [suspension.own_until] if suspension.own_until else []
    last = max([*ends, *own], default=clock.now())
    if last <= clock.now():
        reinstate(suspension.person_id, by=None)
    elif last < suspension.until:
        suspension.until = last
        record(SuspensionExpired(suspension_id=suspension.id), due=last)


def last_let_in(person_id: int) -> datetime | None:
    """Return when somebody who was suspended was last let in again: what was decided before holds no more."""
    ended = select(func.max(Suspension.ended_at)).where(Suspension.person_id == person_id)
    return db.session.scalar(ended)


def reinstate(person_id: int, *, by: Viewer | None) -> None:
    """Let somebody in again who was suspended."""
    back = db.session.scalar(
        update(Person)
        .where(Person.id == person_id, Person.standing == Standing.SUSPENDED)
        .values(standing=Standing.MEMBER)
        .returning(Person.id)
    )
    if back is None:
        raise NotSuspended
    by_id = by.id if by else None
    db.session.execute(
        update(Suspension)
        .where(Suspension.person_id == person_id, Suspension.ended_at.is_(None))
        .values(ended_at=clock.now(), ended_by_id=by_id)
    )
    record(PersonReinstated(person_id=person_id), by=by_id)


def reinstate_when_due(suspension_id: int) -> None:
    """Let somebody in again whose time is over, unless that suspension ended before."""
    suspension = db.session.get(Suspension, suspension_id)
    if suspension is None:
        return
    suspension = open_suspension(suspension.person_id)
    if suspension is None or suspension.id != suspension_id:
        return
    if suspension.until and suspension.until <= clock.now():
        reinstate(suspension.person_id, by=None)


def open_suspension(person_id: int) -> Suspension | None:
    """Return the suspension of somebody that has not ended, while nobody else changes it."""
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    return db.session.scalar(
        select(Suspension)
        .where(Suspension.person_id == person_id, Suspension.ended_at.is_(None))
        .order_by(Suspension.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )


def _why_not(person_id: int) -> Refusal:
    role = db.session.scalar(
        select(Person.site_role).where(Person.id == person_id, Person.standing == Standing.MEMBER)
    )
    return StandsByTwo() if role == SiteRole.CORE else NotSuspendable()
