"""Inviting: a door for one address, once, for fourteen days; for a member, into spaces alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from hrcn_community.accounts.events import InvitationRevoked, PersonInvited
from hrcn_community.accounts.joining import JOINABLE
from hrcn_community.accounts.limits import TooOften, count_asking
from hrcn_community.accounts.models import (
    Invitation,
    InvitationSpace,
    Person,
    SiteRole,
    SpaceRole,
    Standing,
    takes_part,
)
from hrcn_community.accounts.roles import file_proposal
from hrcn_community.accounts.secrets import digest
from hrcn_community.accounts.standing_events import SpaceOffered
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref, new_secret
from hrcn_community.core.words import _l
from hrcn_community.spaces.models import Space

INVITATION_LIVES = timedelta(days=14)
MOST_AN_HOUR = 100
CONFIRMED_BY_ANOTHER = (SiteRole.ADVISOR, SiteRole.CORE)
INVITABLE = (*JOINABLE, *CONFIRMED_BY_ANOTHER)
OFFERED = (SpaceRole.MEMBER, SpaceRole.FACILITATOR)


class InvitationDead(Refusal):
    message = _l(
        "This invitation is no longer good: it was used, taken back, or is older than fourteen days."
    )


class AlreadyMember(Refusal):
    message = _l("There is an account for this address already. Please sign in with it.")


class NotInvitable(Refusal):
    message = _l("An invitation can name these roles and spaces only.")


class AlreadyInside(Refusal):
    message = _l("They are inside this space already.")


class Nobody(Refusal):
    message = _l("No member has this handle.")


@dataclass(frozen=True)
class Offer:
    """A space into which somebody is invited, and as what."""

    space: Space
    role: str = SpaceRole.MEMBER


@dataclass(frozen=True)
class Coming:
    """As whom somebody new would come in; a role that two grant bears a `reason`."""

    site_role: str = SiteRole.PRACTITIONER
    city_id: int | None = None
    organisation_id: int | None = None
    reason: str = ""


def invite(email: str, coming: Coming, *, by: Viewer, offers: Sequence[Offer] = ()) -> Invitation:
    """Open a door for `email`. The worker makes its link; nobody ever knows the one made here.

    Whoever is a member already is offered the spaces. An advisor's or the core team's door stays shut
    until a second person of the core team has agreed.
    """
    if coming.site_role not in INVITABLE or not all(may_offer(each, by) for each in offers):
        raise NotInvitable
    if known := _known(email):
        if known.standing != Standing.MEMBER or not offers:
            raise AlreadyMember
        return _offer_to_member(known.id, email, offers, by=by)
    _close_open_ones(email)
    held = coming.site_role in CONFIRMED_BY_ANOTHER
    invitation = _add(
        offers,
        by,
        email=email,
        site_role=coming.site_role,
        city_id=coming.city_id,
        organisation_id=coming.organisation_id,
        held=held,
    )
    if held:
        file_proposal(coming.site_role, coming.reason, by=by, invitation_id=invitation.id)
    else:
        record(PersonInvited(invitation_id=invitation.id), by=by.id)
    return invitation


def invite_into(offer: Offer, email: str, *, by: Viewer) -> Invitation:
    """Invite whoever has an address into a space that one facilitates.

    Nothing tells whether somebody has an account under it: the answer and the list are the same.
    """
    if not may_offer(offer, by):
        raise NotInvitable
    known = _known(email)
    if known and known.standing == Standing.MEMBER:
        return _offer_to_member(known.id, email, [offer], by=by)
    invitation = _add([offer], by, email=email, site_role=SiteRole.PRACTITIONER)
    if not known:
        record(PersonInvited(invitation_id=invitation.id), by=by.id)
    return invitation


def invite_member(offer: Offer, handle: str, *, by: Viewer) -> Invitation:
    """Offer a space to a member whom one knows by their handle; nobody is put inside unasked."""
    if not may_offer(offer, by):
        raise NotInvitable
    named = select(Person.id).where(Person.handle == handle, takes_part())
    person_id = db.session.scalar(named)
    if person_id is None:
        raise Nobody
    return _offer_to_member(person_id, "", [offer], by=by, by_handle=True)


def may_offer(offer: Offer, viewer: Viewer) -> bool:
    """May `viewer` let others in there as that? Facilitators are made by facilitators alone."""
    if offer.role not in OFFERED:
        return False
    if SpaceRole.FACILITATOR in viewer.roles_in(offer.space.id):
        return True
    return offer.role == SpaceRole.MEMBER and not offer.space.audience.is_closed


def revoke(invitation: Invitation, *, by: Viewer) -> None:
    """Take an invitation back, unless it was used meanwhile."""
    revoked = db.session.scalar(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.used_at.is_(None))
        .where(Invitation.revoked_at.is_(None))
        .values(revoked_at=clock.now())
        .returning(Invitation.id)
    )
    if revoked is None:
        raise InvitationDead
    record(InvitationRevoked(invitation_id=invitation.id), by=by.id)


def send_again(invitation: Invitation, *, by: Viewer) -> None:
    """Mail a new link for fourteen more days; the old one opens nothing from this moment on."""
    renewed = db.session.scalar(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.used_at.is_(None))
        .where(Invitation.revoked_at.is_(None), Invitation.held.is_(False))
        .values(token_hash=digest(new_secret()), expires_at=clock.now() + INVITATION_LIVES)
        .returning(Invitation.id)
    )
    if renewed is None:
        raise InvitationDead
    told = SpaceOffered if invitation.person_id else PersonInvited
    record(told(invitation_id=invitation.id), by=by.id)


def new_invitation_link(invitation: Invitation) -> str:
    """Return the token that opens an invitation; only its hash is kept."""
    token = new_secret()
    invitation.token_hash = digest(token)
    return token


def still_good() -> tuple:
    """Return the conditions that an invitation can be accepted now."""
    return (
        Invitation.used_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.held.is_(False),
        Invitation.expires_at > clock.now(),
    )


def _offer_to_member(
    person_id: int, email: str, offers: Sequence[Offer], *, by: Viewer, by_handle: bool = False
) -> Invitation:
    invitation = _add(
        offers,
        by,
        email=email,
        site_role=SiteRole.PRACTITIONER,
        person_id=person_id,
        by_handle=by_handle,
    )
    record(SpaceOffered(invitation_id=invitation.id), by=by.id)
    return invitation


def _add(offers: Sequence[Offer], by: Viewer, **columns: object) -> Invitation:
    """Write an invitation down. Each is a mail to whatever address somebody typed, so they have a pace."""
    if not count_asking(f"invitations by {by.id}", MOST_AN_HOUR):
        raise TooOften
    invitation = Invitation(
        ref=new_ref(),
        token_hash=digest(new_secret()),
        invited_by_id=by.id,
        invited_at=clock.now(),
        expires_at=clock.now() + INVITATION_LIVES,
        **columns,
    )
    db.session.add(invitation)
    db.session.flush()
    chosen = {each.space.id: each.role for each in offers}
    db.session.add_all(
        InvitationSpace(invitation_id=invitation.id, space_id=space_id, role=role)
        for space_id, role in chosen.items()
    )
    db.session.flush()
    return invitation


def _close_open_ones(email: str) -> None:
    """End what was sent to this address before by the core team; offers of spaces stand beside it."""
    db.session.execute(
        update(Invitation)
        .where(Invitation.email == email, Invitation.used_at.is_(None))
        .where(Invitation.revoked_at.is_(None), Invitation.person_id.is_(None))
        .values(revoked_at=clock.now())
    )


def _known(email: str) -> Person | None:
    """Return who is a member, or a suspended one, under an address."""
    inside = Person.standing.in_([Standing.MEMBER, Standing.SUSPENDED])
    return db.session.scalar(select(Person).where(Person.email == email, inside))
