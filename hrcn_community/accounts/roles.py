"""What somebody is in the network: roles that one of the core team sets, and those that two grant."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists, func, select, update

from hrcn_community.accounts.belonging import belong_to_city
from hrcn_community.accounts.events import PersonInvited
from hrcn_community.accounts.models import (
    GRANTED_BY_TWO,
    Invitation,
    Membership,
    Person,
    RoleProposal,
    SiteRole,
    Standing,
)
from hrcn_community.accounts.role_refusals import (
    CoreTeamTooSmall,
    InsideSpaces,
    NeedsTwo,
    NoMember,
    NotYoursToDecide,
    ProposalOver,
    ProposalWaits,
    RoleMoved,
    SameRole,
)
from hrcn_community.accounts.signing_in import end_sign_ins
from hrcn_community.accounts.standing_events import RoleChanged, RoleDecided, RoleProposed
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db, take_turn
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import clean

FOUNDERS = 2
PROPOSAL_LIVES = timedelta(days=14)
PLAIN = (SiteRole.PRACTITIONER, SiteRole.OFFICIAL)


def needs_two(was: str, role: str) -> bool:
    """Is this change one that two persons make?"""
    return was in GRANTED_BY_TWO or role in GRANTED_BY_TWO


def propose_role(person_id: int, role: SiteRole, reason: str, *, by: Viewer | None) -> RoleProposal:
    """Say that somebody should have a role that two grant, or no longer; with `by=None`, by nobody of us."""
    person = _alone_with(person_id)
    if person.site_role == role:
        raise SameRole
    if by is not None and by.id == person_id:
        raise NotYoursToDecide
    if not needs_two(person.site_role, role):
        raise Refusal
    if db.session.scalar(select(exists().where(RoleProposal.person_id == person_id, is_open()))):
        raise ProposalWaits
    return file_proposal(role, reason, by=by, person_id=person_id, was=person.site_role)


def file_proposal(
    role: str,
    reason: str,
    *,
    by: Viewer | None,
    person_id: int | None = None,
    invitation_id: int | None = None,
    was: str = "",
) -> RoleProposal:
    """Write a proposal down and have the core team told."""
    proposal = RoleProposal(
        ref=new_ref(),
        person_id=person_id,
        invitation_id=invitation_id,
        role=role,
        was=was,
        reason=clean(reason).strip(),
        proposed_by_id=by.id if by else None,
        proposed_at=clock.now(),
        expires_at=clock.now() + PROPOSAL_LIVES,
    )
    db.session.add(proposal)
    db.session.flush()
    record(RoleProposed(proposal_id=proposal.id), by=by.id if by else None)
    return proposal


def confirm_role(proposal: RoleProposal, *, by: Viewer) -> bool:
    """Agree, and return whether that was enough; of two who decide at once, one is refused."""
    _refuse_partial(proposal, by)
    if not _is_stood_for(proposal):
        _take(proposal, seconded_by_id=by.id)
        return False
    _take(proposal, decided_by_id=by.id, decided_at=clock.now(), is_confirmed=True)
    if proposal.person_id:
        _give(proposal.person_id, SiteRole(proposal.role), was=proposal.was, by=by)
    else:
        _open_door(proposal)
    record(RoleDecided(proposal_id=proposal.id), by=by.id)
    return True


def decline_role(proposal: RoleProposal, answer: str, *, by: Viewer) -> None:
    """Say no, with a reason: any other one of the core team can, and who proposed it can think better."""
    if by.id == proposal.person_id:
        raise NotYoursToDecide
    _take(proposal, decided_by_id=by.id, decided_at=clock.now(), answer=clean(answer).strip())
    if proposal.invitation_id:
        db.session.execute(
            update(Invitation)
            .where(Invitation.id == proposal.invitation_id, Invitation.used_at.is_(None))
            .values(revoked_at=func.coalesce(Invitation.revoked_at, clock.now()))
        )
    record(RoleDecided(proposal_id=proposal.id), by=by.id)


def set_plain_role(person_id: int, role: str, city_id: int | None, *, by: Viewer) -> None:
    """Make somebody a practitioner, or an official of a city: one of the core team may, alone."""
    person = _alone_with(person_id)
    if needs_two(person.site_role, role):
        raise NeedsTwo
    was = person.site_role
    person.site_role = role
    if role == SiteRole.OFFICIAL or city_id:
        belong_to_city(person, city_id)
    if was != role:
        _note_change(person_id, was, role, by)


def resign(*, by: Viewer) -> None:
    """Lay down one's own role and be a practitioner. Two of the core team always remain."""
    person = _alone_with(by.id)
    if person.site_role == SiteRole.PRACTITIONER:
        raise SameRole
    was = person.site_role
    _keep_two(was)
    person.site_role = SiteRole.PRACTITIONER
    db.session.flush()
    _note_change(by.id, was, person.site_role, by)


def core_team_size() -> int:
    core = select(func.count()).select_from(Person).where(Person.site_role == SiteRole.CORE)
    return db.session.scalar(core.where(Person.standing == Standing.MEMBER)) or 0


def is_open() -> ColumnElement[bool]:
    """Return the condition that a proposal waits to be decided."""
    return and_(RoleProposal.decided_at.is_(None), RoleProposal.expires_at > clock.now())


def one_after_the_other() -> None:
    """Let changes of the core team be made one after the other, until each has committed."""
    take_turn("the core team")


def _alone_with(person_id: int) -> Person:
    """Return a member as they are now, while nobody else changes any role."""
    one_after_the_other()
    person = db.session.get_one(Person, person_id, populate_existing=True)
    if person.standing != Standing.MEMBER:
        raise NoMember
    return person


def _give(person_id: int, role: SiteRole, *, was: str, by: Viewer) -> None:
    person = _alone_with(person_id)
    if person.site_role != was:
        raise RoleMoved
    _keep_two(person.site_role)
    if role == SiteRole.ADMINISTRATOR and db.session.scalar(
        select(exists().where(Membership.person_id == person_id))
    ):
        raise InsideSpaces
    person.site_role = role
    db.session.flush()
    _note_change(person_id, was, role, by)


def _note_change(person_id: int, was: str, role: str, by: Viewer) -> None:
    """Write a change down. Whoever may do less than before is signed out everywhere, and comes in anew."""
    if was in GRANTED_BY_TWO:
        end_sign_ins(person_id)
    record(RoleChanged(person_id=person_id, was=str(was), role=str(role)), by=by.id)


def _keep_two(was: str) -> None:
    if was == SiteRole.CORE and core_team_size() <= FOUNDERS:
        raise CoreTeamTooSmall


def _is_stood_for(proposal: RoleProposal) -> bool:
    """Does one of those who said so already still stand for it? A role of two is granted by two who are here."""
    said = {proposal.proposed_by_id, proposal.seconded_by_id} - {None}
    if not needs_two(proposal.was, proposal.role):
        return bool(said)
    core = Person.site_role == SiteRole.CORE, Person.standing == Standing.MEMBER
    return (
        db.session.scalar(select(Person.id).where(Person.id.in_(said), *core).limit(1)) is not None
    )


def _refuse_partial(proposal: RoleProposal, by: Viewer) -> None:
    if by.id in (proposal.person_id, proposal.proposed_by_id, proposal.seconded_by_id):
        raise NotYoursToDecide


def _take(proposal: RoleProposal, **values: object) -> None:
    """Change a proposal that waits, unless somebody else did in this moment."""
    one_after_the_other()
    known = RoleProposal.seconded_by_id
    same = known == proposal.seconded_by_id if proposal.seconded_by_id else known.is_(None)
    taken = db.session.scalar(
        update(RoleProposal)
        .where(RoleProposal.id == proposal.id, is_open(), same)
        .values(**values)
        .returning(RoleProposal.id)
    )
    if taken is None:
        raise ProposalOver


def _open_door(proposal: RoleProposal) -> None:
    """Let an invitation be mailed that waited for a second person."""
    opened = db.session.scalar(
        update(Invitation)
        .where(Invitation.id == proposal.invitation_id, Invitation.revoked_at.is_(None))
        .values(held=False, expires_at=clock.now() + PROPOSAL_LIVES)
        .returning(Invitation.id)
    )
    if opened is None:
        raise ProposalOver
    record(PersonInvited(invitation_id=opened), by=proposal.proposed_by_id)
