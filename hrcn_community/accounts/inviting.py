"""Joining by invitation: a door for one address, once, for fourteen days."""

from datetime import timedelta

from sqlalchemy import select, update

from hrcn_community.accounts.events import InvitationRevoked, PersonInvited, PersonJoined
from hrcn_community.accounts.joining import JOINABLE, Newcomer, add_person
from hrcn_community.accounts.likeness import refuse_likeness
from hrcn_community.accounts.models import Invitation, Person, SpaceRole, Standing
from hrcn_community.accounts.places import put_inside
from hrcn_community.accounts.secrets import digest, hash_password
from hrcn_community.accounts.viewer import Viewer, viewer_of
from hrcn_community.core import clock
from hrcn_community.core.db import db, reading
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref, new_secret
from hrcn_community.core.words import _l
from hrcn_community.spaces.models import Space

INVITATION_LIVES = timedelta(days=14)


class InvitationDead(Refusal):
    message = _l(
        "This invitation is no longer good: it was used, taken back, or is older than fourteen days."
    )


class AlreadyMember(Refusal):
    message = _l("There is an account for this address already. Please sign in with it.")


class NotInvitable(Refusal):
    message = _l("An invitation can name these roles and spaces only.")


def invite(
    email: str,
    site_role: str,
    *,
    by: Viewer,
    city_id: int | None = None,
    space: Space | None = None,
) -> Invitation:
    """Open a door for `email`. The worker makes its link; nobody ever knows the one made here."""
    if site_role not in JOINABLE or (space and not invites_into(space, by)):
        raise NotInvitable
    if db.session.scalar(select(Person.id).where(Person.email == email, _is_inside())):
        raise AlreadyMember
    _close_open_ones(email)
    invitation = Invitation(
        ref=new_ref(),
        token_hash=digest(new_secret()),
        email=email,
        site_role=site_role,
        city_id=city_id,
        space_id=space.id if space else None,
        invited_by_id=by.id,
        invited_at=clock.now(),
        expires_at=clock.now() + INVITATION_LIVES,
    )
    db.session.add(invitation)
    db.session.flush()
    record(PersonInvited(invitation_id=invitation.id), by=by.id)
    return invitation


def invites_into(space: Space, viewer: Viewer) -> bool:
    """May `viewer` let others into `space`? Where it is open to all members, or they facilitate it."""
    return not space.audience.is_closed or SpaceRole.FACILITATOR in viewer.roles_in(space.id)


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


def new_invitation_link(invitation: Invitation) -> str:
    """Return the token that opens an invitation; only its hash is kept."""
    token = new_secret()
    invitation.token_hash = digest(token)
    return token


def invited_by(token: str) -> Invitation:
    """Return the invitation that is still open under `token`, holding no lock afterwards."""
    with reading():
        invitation = db.session.scalar(select(Invitation).where(*_still_open(token)))
        if invitation is None:
            raise InvitationDead
        db.session.expunge(invitation)
        db.session.rollback()
    return invitation


def accept(token: str, name: str, password: str, *, locale: str = "") -> int:
    """Come in by an invitation and return the new person's id; of two at once, one is refused."""
    password_hash = hash_password(password)  # slow, so before the first lock
    id_ = db.session.scalar(
        update(Invitation)
        .where(*_still_open(token))
        .values(used_at=clock.now())
        .returning(Invitation.id)
    )
    if id_ is None:
        raise InvitationDead
    refuse_likeness(name)
    invitation = db.session.get_one(Invitation, id_, populate_existing=True)
    person_id = _come_in(invitation, name, password_hash, locale)
    _place(invitation, person_id)
    record(PersonJoined(person_id=person_id), by=person_id)
    return person_id


def _come_in(invitation: Invitation, name: str, password_hash: str, locale: str) -> int:
    who = Newcomer(name, invitation.email, invitation.site_role, invitation.city_id, locale=locale)
    if id_ := add_person(who, Standing.MEMBER, password_hash):
        _confirm(id_)
        return id_
    person = db.session.scalars(select(Person).where(Person.email == invitation.email)).one()
    if person.standing in {Standing.MEMBER, Standing.SUSPENDED}:
        raise AlreadyMember
    person.name, person.site_role = name, invitation.site_role  # they had applied meanwhile
    person.city_id = invitation.city_id or person.city_id
    person.password_hash, person.standing = password_hash, Standing.MEMBER
    person.joined_at = person.email_confirmed_at = clock.now()
    db.session.flush()
    return person.id


def _confirm(person_id: int) -> None:
    """The link came by mail, so the address is theirs."""
    db.session.execute(
        update(Person).where(Person.id == person_id).values(email_confirmed_at=clock.now())
    )


def _place(invitation: Invitation, person_id: int) -> None:
    """Put the newcomer into the space, if whoever invited them may still let others in there."""
    space = invitation.space_id and db.session.get(Space, invitation.space_id)
    if space and invites_into(space, viewer_of(invitation.invited_by_id)):
        put_inside(space, person_id)


def _close_open_ones(email: str) -> None:
    db.session.execute(
        update(Invitation)
        .where(Invitation.email == email, Invitation.used_at.is_(None))
        .where(Invitation.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )


def _is_inside():
    return Person.standing.in_([Standing.MEMBER, Standing.SUSPENDED])


def _still_open(token: str) -> tuple:
    return (
        Invitation.token_hash == digest(token),
        Invitation.used_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > clock.now(),
    )
