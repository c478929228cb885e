"""Coming in by an invitation, and answering one as a member. Of two who do it at once, one is refused."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import aliased

from hrcn_community.accounts.belonging import begin_belonging
from hrcn_community.accounts.events import PersonJoined, SpaceJoined
from hrcn_community.accounts.inviting import (
    CONFIRMED_BY_ANOTHER,
    AlreadyMember,
    InvitationDead,
    Offer,
    can_be_offered,
    still_good,
)
from hrcn_community.accounts.joining import Newcomer, add_person
from hrcn_community.accounts.likeness import refuse_likeness
from hrcn_community.accounts.models import (
    Invitation,
    InvitationSpace,
    Membership,
    Person,
    RoleProposal,
    SpaceRole,
    Standing,
)
from hrcn_community.accounts.places import put_inside, put_outside
from hrcn_community.accounts.secrets import digest, hash_password
from hrcn_community.accounts.standing_events import InvitationAnswered
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db, reading
from hrcn_community.core.events import record
from hrcn_community.spaces.models import Space


def invited_by(token: str) -> Invitation:
    """Return the invitation that is still open under `token`, holding no lock afterwards."""
    with reading():
        invitation = db.session.scalar(select(Invitation).where(*_opens(token)))
        if invitation is None:
            raise InvitationDead
        db.session.expunge(invitation)
        db.session.rollback()
    return invitation


def accept(token: str, name: str, password: str, *, locale: str = "") -> int:
    """Come in by an invitation and return the new person's id; of two at once, one is refused."""
    password_hash = hash_password(password)  # slow, so before the first lock
    invitation = _use(and_(*_opens(token)))
    if invitation.site_role in CONFIRMED_BY_ANOTHER and not _is_confirmed(invitation):
        raise InvitationDead
    refuse_likeness(name)
    person_id = _come_in(invitation, name, password_hash, locale)
    begin_belonging(person_id)
    _place(invitation, person_id)
    record(PersonJoined(person_id=person_id), by=person_id)
    return person_id


def accept_as_member(invitation: Invitation, *, by: Viewer) -> list[Space]:
    """Go into the spaces to which one was invited, as far as whoever invites may still let others in."""
    used = _use(and_(Invitation.id == invitation.id, _is_for(by), *still_good()))
    spaces = _place(used, by.id)
    record(InvitationAnswered(invitation_id=used.id, accepted=True), by=by.id)
    return spaces


def decline_as_member(invitation: Invitation, *, by: Viewer) -> None:
    """Say no. Whoever invites sees that the invitation is no longer open, and is told nothing else."""
    declined = db.session.scalar(
        update(Invitation)
        .where(Invitation.id == invitation.id, _is_for(by), *still_good())
        .values(revoked_at=clock.now())
        .returning(Invitation.id)
    )
    if declined is None:
        raise InvitationDead
    record(InvitationAnswered(invitation_id=invitation.id, accepted=False), by=by.id)


def invitations_for(viewer: Viewer) -> Sequence[tuple[Invitation, list[Offer]]]:
    """Return what the viewer is invited into now, the newest first; what was withdrawn is not there."""
    found = db.session.scalars(
        select(Invitation)
        .where(_is_for(viewer), *still_good())
        .order_by(Invitation.id.desc())
        .limit(50)
    ).all()
    offers = _offers([each.id for each in found])
    return [(each, offers[each.id]) for each in found if each.id in offers]


def find_own_invitation(ref: str, *, viewer: Viewer) -> Invitation | None:
    return db.session.scalar(select(Invitation).where(Invitation.ref == ref, _is_for(viewer)))


def _is_for(viewer: Viewer) -> ColumnElement[bool]:
    """Is an invitation for this member: by name, or by the address that they confirmed?"""
    address = select(Person.email).where(
        Person.id == viewer.id, Person.email_confirmed_at.is_not(None)
    )
    by_address = and_(Invitation.person_id.is_(None), Invitation.email == address.scalar_subquery())
    return or_(Invitation.person_id == viewer.id, by_address)


def _use(which: ColumnElement[bool]) -> Invitation:
    """Use an invitation up, or raise InvitationDead where somebody else was first."""
    id_ = db.session.scalar(
        update(Invitation).where(which).values(used_at=clock.now()).returning(Invitation.id)
    )
    if id_ is None:
        raise InvitationDead
    return db.session.get_one(Invitation, id_, populate_existing=True)


def _come_in(invitation: Invitation, name: str, password_hash: str, locale: str) -> int:
    who = Newcomer(
        name,
        invitation.email,
        invitation.site_role,
        invitation.city_id,
        invitation.organisation_id,
        locale=locale,
    )
    if id_ := add_person(who, Standing.MEMBER, password_hash):
        _confirm(id_)
        return id_
    person = db.session.scalars(select(Person).where(Person.email == invitation.email)).one()
    if person.standing not in {Standing.APPLYING, Standing.DECLINED}:
        # An account that is closed is nobody's to take; whoever is leaving comes back by signing in.
        raise AlreadyMember
    person.name, person.site_role = name, invitation.site_role  # they had applied meanwhile
    person.city_id = invitation.city_id or person.city_id
    person.organisation_id = invitation.organisation_id or person.organisation_id
    person.password_hash, person.standing = password_hash, Standing.MEMBER
    person.joined_at = person.email_confirmed_at = clock.now()
    db.session.flush()
    return person.id


def _confirm(person_id: int) -> None:
    """The link came by mail, so the address is theirs."""
    db.session.execute(
        update(Person).where(Person.id == person_id).values(email_confirmed_at=clock.now())
    )


def _offers(ids: Sequence[int]) -> dict[int, list[Offer]]:
    """Return the spaces that invitations open, if whoever sent each may still let others in there."""
    inviter, running = aliased(Person), aliased(Membership)
    runs = (running.space_id == Space.id) & (running.person_id == inviter.id)
    rows = db.session.execute(
        select(InvitationSpace.invitation_id, InvitationSpace.role, Space, running.person_id)
        .join(Space, Space.id == InvitationSpace.space_id)
        .join(Invitation, Invitation.id == InvitationSpace.invitation_id)
        .join(inviter, inviter.id == Invitation.invited_by_id)
        .outerjoin(running, runs & (running.role == SpaceRole.FACILITATOR))
        .where(InvitationSpace.invitation_id.in_(ids), inviter.standing == Standing.MEMBER)
        .order_by(Space.name)
    )
    offers: dict[int, list[Offer]] = defaultdict(list)
    for row in rows:
        offer = Offer(row.Space, row.role)
        if can_be_offered(offer, runs=row.person_id is not None):
            offers[row.invitation_id].append(offer)
    return offers


def _place(invitation: Invitation, person_id: int) -> list[Space]:
    entered = []
    for offer in _offers([invitation.id])[invitation.id]:
        if put_inside(offer.space, person_id, offer.role):
            if offer.role == SpaceRole.FACILITATOR:
                put_outside(offer.space, person_id, SpaceRole.MEMBER)
            record(SpaceJoined(space_id=offer.space.id, person_id=person_id), by=person_id)
        entered.append(offer.space)
    return entered


def _is_confirmed(invitation: Invitation) -> bool:
    """Have two of the core team agreed to the role that an invitation bears, that very role?"""
    agreed = select(RoleProposal.id).where(
        RoleProposal.invitation_id == invitation.id,
        RoleProposal.role == invitation.site_role,
        RoleProposal.is_confirmed.is_(True),
    )
    return db.session.scalar(agreed) is not None


def _opens(token: str) -> tuple:
    return (
        Invitation.token_hash == digest(token),
        Invitation.person_id.is_(None),
        *still_good(),
    )
