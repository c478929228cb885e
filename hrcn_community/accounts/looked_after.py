"""The accounts of people, as the core team looks after them: no confidential space, and no profile."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from hrcn_community.accounts.directory import named, page_by_name
from hrcn_community.accounts.models import (
    Invitation,
    Membership,
    Person,
    RoleProposal,
    SignIn,
    SiteRole,
    Standing,
    Suspension,
)
from hrcn_community.accounts.roles import is_open
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core import clock
from hrcn_community.core.db import Rows, db
from hrcn_community.core.text import fold, one_line
from hrcn_community.register.models import City
from hrcn_community.spaces.models import Space

PAGE = 30
HERE = (Standing.MEMBER, Standing.SUSPENDED)
LATELY = timedelta(days=90)


def accounts(
    name: str = "", role: str = "", standing: str = "", after: str = "", *, viewer: AnyViewer
) -> tuple[Sequence[Any], str]:
    """Return a page of members and suspended ones by name, and after which the next page begins."""
    if viewer.site_role != SiteRole.CORE:
        return [], ""
    rows = _rows()
    if wanted := fold(one_line(name))[:100]:
        address = Person.email == one_line(name).lower()
        rows = rows.where(or_(named(wanted), Person.handle == wanted, address))
    if role:
        rows = rows.where(Person.site_role == role)
    if standing in HERE:
        rows = rows.where(Person.standing == standing)
    return page_by_name(rows, after)


def find_account(handle: str, *, viewer: AnyViewer) -> Person | None:
    """Return a member, or a suspended one; only the core team looks after accounts."""
    if viewer.site_role != SiteRole.CORE:
        return None
    here = Person.standing.in_(HERE)
    return db.session.scalar(select(Person).where(Person.handle == handle, here))


def open_places_of(person: Person) -> Sequence[Any]:
    """Return the open spaces in which somebody is. Of others nobody learns anything by office."""
    return db.session.execute(
        select(Space.name, Space.slug, Membership.role)
        .join(Membership, Membership.space_id == Space.id)
        .where(Membership.person_id == person.id, Space.is_listed.is_(True))
        .where(Space.visibility.in_(["public", "network"]))
        .order_by(Space.name, Membership.role)
        .limit(100)
    ).all()


def sign_ins_of(person: Person) -> dict[str, Any]:
    """Return how many browsers somebody is signed in with, and how many were ended lately."""
    open_ = SignIn.ended_at.is_(None)
    ended = SignIn.ended_at > clock.now() - LATELY
    row = db.session.execute(
        select(
            func.count().filter(open_).label("open"),
            func.count().filter(ended).label("ended"),
            func.max(SignIn.ended_at).label("last_ended_at"),
        ).where(SignIn.person_id == person.id)
    ).one()
    return {"open": row.open, "ended": row.ended, "last_ended_at": row.last_ended_at}


def proposals_about(person: Person) -> Sequence[Any]:
    """Return what was proposed for somebody, the latest first."""
    rows = _proposals().where(RoleProposal.person_id == person.id)
    return db.session.execute(rows.order_by(RoleProposal.id.desc()).limit(20)).all()


def suspensions_of(person: Person) -> Sequence[Any]:
    by = aliased(Person)
    return db.session.execute(
        select(
            Suspension.began_at,
            Suspension.until,
            Suspension.ended_at,
            Suspension.reason,
            func.coalesce(by.name, "").label("by_name"),
        )
        .outerjoin(by, by.id == Suspension.by_id)
        .where(Suspension.person_id == person.id)
        .order_by(Suspension.id.desc())
        .limit(20)
    ).all()


def role_holders(*, viewer: AnyViewer) -> dict[str, Sequence[Any]]:
    """Return who has a role that two grant, by role; practitioners and officials stand in the directory."""
    if viewer.site_role != SiteRole.CORE:
        return {}
    roles = (SiteRole.CORE, SiteRole.ADVISOR, SiteRole.ADMINISTRATOR)
    rows = _rows().where(Person.site_role.in_(roles)).order_by(Person.name_key, Person.id)
    found = db.session.execute(rows.limit(500)).all()
    return {role: [row for row in found if row.site_role == role] for role in roles}


def proposals(*, viewer: AnyViewer, open_only: bool, before: int = 0) -> tuple[Sequence[Any], int]:
    """Return a page of proposals, the latest first, and before which the next page begins."""
    if viewer.site_role != SiteRole.CORE:
        return [], 0
    rows = _proposals().where(is_open() if open_only else ~is_open())
    if before:
        rows = rows.where(RoleProposal.id < before)
    found = db.session.execute(rows.order_by(RoleProposal.id.desc()).limit(PAGE + 1)).all()
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else 0


def find_proposal(ref: str, *, viewer: AnyViewer) -> RoleProposal | None:
    if viewer.site_role != SiteRole.CORE:
        return None
    return db.session.scalar(select(RoleProposal).where(RoleProposal.ref == ref))


def find_own_proposal(ref: str, *, viewer: AnyViewer) -> RoleProposal | None:
    """Return a proposal that was decided about the viewer; before that it is not theirs to know."""
    return db.session.scalar(
        select(RoleProposal).where(
            RoleProposal.ref == ref,
            RoleProposal.person_id == viewer.id,
            RoleProposal.decided_at.is_not(None),
        )
    )


def proposal_row(proposal: RoleProposal) -> Any:
    return db.session.execute(_proposals().where(RoleProposal.id == proposal.id)).one()


def _rows() -> Rows:
    return (
        select(
            Person.id,
            Person.name,
            Person.handle,
            Person.site_role,
            Person.standing,
            City.name.label("official_city"),
        )
        .outerjoin(City, _speaks_for())
        .where(Person.standing.in_(HERE))
    )


def _speaks_for() -> ColumnElement[bool]:
    """An official's city is their office, which the core team gave; anybody else's is their own matter."""
    return (City.id == Person.city_id) & (Person.site_role == SiteRole.OFFICIAL)


def _proposals() -> Rows:
    person, proposer, seconder, decider = (aliased(Person) for _ in range(4))
    return (
        select(
            RoleProposal.id,
            RoleProposal.ref,
            RoleProposal.person_id,
            RoleProposal.role,
            RoleProposal.was,
            RoleProposal.reason,
            RoleProposal.proposed_by_id,
            RoleProposal.seconded_by_id,
            RoleProposal.proposed_at,
            RoleProposal.expires_at,
            RoleProposal.decided_at,
            RoleProposal.is_confirmed,
            RoleProposal.answer,
            person.name,
            person.handle,
            Invitation.email.label("invited"),
            proposer.name.label("proposed_by"),
            seconder.name.label("seconded_by"),
            decider.name.label("decided_by"),
        )
        .outerjoin(person, person.id == RoleProposal.person_id)
        .outerjoin(Invitation, Invitation.id == RoleProposal.invitation_id)
        .outerjoin(proposer, proposer.id == RoleProposal.proposed_by_id)
        .outerjoin(seconder, seconder.id == RoleProposal.seconded_by_id)
        .outerjoin(decider, decider.id == RoleProposal.decided_by_id)
    )
