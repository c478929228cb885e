"""Being inside a space: joining, leaving, asking, being let in."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select, update

from hrcn_community.accounts.events import RequestDeclined, SpaceAsked, SpaceJoined, SpaceLeft
from hrcn_community.accounts.models import (
    Membership,
    Person,
    SiteRole,
    SpaceRemoval,
    SpaceRequest,
    SpaceRole,
    Standing,
)
from hrcn_community.accounts.standing_events import PersonRemoved
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import changed, db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import clean
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.core.words import _l
from hrcn_community.spaces.models import Space


class NotInside(Refusal):
    message = _l("They are not inside this space any more.")


class LastFacilitator(Refusal):
    message = _l("A space needs a facilitator. Appoint somebody else first.")
    onward = "/settings/handover", _l("What hangs at me, and handing it on before I go")


class ReadsNothing(Refusal):
    message = _l("Whoever looks after the machine is inside no space.")


def put_inside(space: Space, person_id: int, role: str = SpaceRole.MEMBER) -> bool:
    """Give a person a role inside `space`; return whether it is new. Administrators are inside nowhere."""
    keeper = Person.site_role == SiteRole.ADMINISTRATOR
    if db.session.scalar(select(Person.id).where(Person.id == person_id, keeper)):
        raise ReadsNothing
    new = insert_or_ignore(
        Membership, space_id=space.id, person_id=person_id, role=role, since=clock.now()
    )
    _count(space)
    return new


def put_outside(space: Space, person_id: int, role: str | None = None) -> bool:
    """Take a role, or all of them, from a person inside `space`; return whether there was one."""
    gone = delete(Membership).where(
        Membership.space_id == space.id, Membership.person_id == person_id
    )
    if role:
        gone = gone.where(Membership.role == role)
    met = changed(gone)
    _count(space)
    return bool(met)


def join_space(space: Space, *, by: Viewer) -> None:
    if not by.roles_in(space.id) and put_inside(space, by.id):
        record(SpaceJoined(space_id=space.id, person_id=by.id), by=by.id)


def leave_space(space: Space, *, by: Viewer) -> None:
    """Go out. Whoever alone runs a space first appoints somebody, unless nobody else is inside."""
    if SpaceRole.FACILITATOR in by.roles_in(space.id) and space.member_count > 1:
        keep_a_facilitator(space, by.id)
    if put_outside(space, by.id):
        record(SpaceLeft(space_id=space.id, person_id=by.id), by=by.id)


def ask_to_join(space: Space, reason: str, *, by: Viewer) -> None:
    new = insert_or_ignore(
        SpaceRequest, space_id=space.id, person_id=by.id, reason=reason, asked_at=clock.now()
    )
    if new:
        record(SpaceAsked(space_id=space.id, person_id=by.id), by=by.id)


def answer_request(space: Space, person_id: int, *, admitted: bool, by: Viewer) -> None:
    """Let somebody in who asked, or not."""
    db.session.execute(
        delete(SpaceRequest).where(
            SpaceRequest.space_id == space.id, SpaceRequest.person_id == person_id
        )
    )
    if not admitted:
        record(RequestDeclined(space_id=space.id, person_id=person_id), by=by.id)
    elif put_inside(space, person_id):
        record(SpaceJoined(space_id=space.id, person_id=person_id), by=by.id)


def remove_from_space(space: Space, person_id: int, reason: str, *, by: Viewer) -> None:
    """Put somebody out of a space, with a reason that they are told; never whoever alone runs it."""
    keep_a_facilitator(space, person_id)
    if not put_outside(space, person_id):
        raise NotInside
    removal = SpaceRemoval(
        ref=new_ref(),
        space_id=space.id,
        person_id=person_id,
        reason=clean(reason).strip(),
        removed_by_id=by.id,
        removed_at=clock.now(),
    )
    db.session.add(removal)
    db.session.flush()
    record(SpaceLeft(space_id=space.id, person_id=person_id), by=by.id)
    told = PersonRemoved(space_id=space.id, person_id=person_id, removal_id=removal.id)
    record(told, by=by.id)


def keep_a_facilitator(space: Space, person_id: int) -> None:
    """Raise LastFacilitator if `person_id` is the only one; of two who go at once the second is told."""
    db.session.refresh(space, ["member_count"], with_for_update=True)
    if sole_facilitator(space) == person_id:
        raise LastFacilitator


def facilitator_ids(space_id: int) -> Sequence[int]:
    """Return who runs a space and is there to do it; for notices, not for pages."""
    return db.session.scalars(
        select(Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.space_id == space_id, Membership.role == SpaceRole.FACILITATOR)
        .where(Person.standing == Standing.MEMBER)
    ).all()


def sole_facilitator(space: Space) -> int | None:
    """Return the person without whom nobody would run `space`, so that they are not offered to go."""
    facilitators = db.session.scalars(
        select(Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.space_id == space.id, Membership.role == SpaceRole.FACILITATOR)
        .where(Person.standing == Standing.MEMBER)
        .limit(2)
    ).all()
    return facilitators[0] if len(facilitators) == 1 else None


def _count(space: Space) -> None:
    """Keep the counter of people on the row that lists it."""
    people = select(func.count(Membership.person_id.distinct())).where(
        Membership.space_id == space.id
    )
    db.session.execute(
        update(Space).where(Space.id == space.id).values(member_count=people.scalar_subquery())
    )
