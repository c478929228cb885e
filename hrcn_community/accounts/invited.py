"""Who was invited and what became of it: for the core team, and for the facilitators of a space."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from hrcn_community.accounts.models import Invitation, InvitationSpace, Person, SiteRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core import clock
from hrcn_community.core.db import Rows, db
from hrcn_community.register.models import City, Organisation
from hrcn_community.spaces.models import Space

PAGE = 30


class Became(StrEnum):
    """What became of an invitation."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class InvitedInto:
    """An invitation into one space, as the subject of a permission."""

    space: Space
    invitation: Any  # None for whoever may not invite there, and learns nothing


def invitations(
    became: Became, *, viewer: AnyViewer, before: int = 0
) -> tuple[Sequence[Any], dict[int, list[Any]], int]:
    """Return a page of invitations into the network, their spaces, and before which the next page begins.

    For the core team. A closed space is named to those inside alone, and what members are offered by
    the facilitators of a space is no matter of the core team's.
    """
    if viewer.site_role != SiteRole.CORE:
        return [], {}, 0
    found, next_ = _page(_rows().where(Invitation.person_id.is_(None)), became, before)
    return found, _spaces_of([row.id for row in found], viewer), next_


def invitations_into(space: Space, became: Became, *, before: int = 0) -> tuple[Sequence[Any], int]:
    """Return a page of the invitations into `space` alone, for its facilitators."""
    return _page(_rows().where(_leads_only_into(space.id)), became, before)


def find_invitation(ref: str, *, viewer: AnyViewer) -> Invitation | None:
    if viewer.site_role != SiteRole.CORE:
        return None
    return db.session.scalar(
        select(Invitation).where(Invitation.ref == ref, Invitation.person_id.is_(None))
    )


def find_invitation_into(space: Space, ref: str) -> InvitedInto | None:
    """Return an invitation into `space` alone."""
    found = db.session.scalar(
        select(Invitation).where(Invitation.ref == ref, _leads_only_into(space.id))
    )
    return InvitedInto(space, found) if found else None


def is_open() -> ColumnElement[bool]:
    return and_(
        Invitation.used_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > clock.now(),
        Invitation.person_id.is_(None),
    )


def _page(rows: Rows, became: Became, before: int) -> tuple[Sequence[Any], int]:
    rows = rows.where(_became(became)).order_by(Invitation.id.desc())
    if before:
        rows = rows.where(Invitation.id < before)
    found = db.session.execute(rows.limit(PAGE + 1)).all()
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else 0


def _became(became: Became) -> ColumnElement[bool]:
    unused = Invitation.used_at.is_(None)
    unrevoked = Invitation.revoked_at.is_(None)
    return {
        Became.OPEN: and_(unused, unrevoked, Invitation.expires_at > clock.now()),
        Became.USED: Invitation.used_at.is_not(None),
        Became.EXPIRED: and_(unused, unrevoked, Invitation.expires_at <= clock.now()),
        Became.REVOKED: and_(unused, Invitation.revoked_at.is_not(None)),
    }[became]


def _leads_only_into(space_id: int) -> ColumnElement[bool]:
    here, elsewhere = aliased(InvitationSpace), aliased(InvitationSpace)
    leads_here = exists().where(here.invitation_id == Invitation.id, here.space_id == space_id)
    leads_on = exists().where(
        elsewhere.invitation_id == Invitation.id, elsewhere.space_id != space_id
    )
    return and_(leads_here, ~leads_on, Invitation.held.is_(False))


def _spaces_of(ids: Sequence[int], viewer: AnyViewer) -> dict[int, list[Any]]:
    """Return the spaces of some invitations; a closed one for those inside only, whoever they are."""
    may_know = or_(Space.visibility.in_(["public", "network"]), Space.id.in_(viewer.space_ids))
    rows = db.session.execute(
        select(InvitationSpace.invitation_id, InvitationSpace.role, Space.name)
        .join(Space, Space.id == InvitationSpace.space_id)
        .where(InvitationSpace.invitation_id.in_(ids), may_know)
        .order_by(Space.name)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.invitation_id].append(row)
    return found


def _rows() -> Rows:
    inviter, member = aliased(Person), aliased(Person)
    return (
        select(
            Invitation.id,
            Invitation.ref,
            Invitation.email,
            Invitation.by_handle,
            Invitation.site_role,
            Invitation.held,
            Invitation.invited_at,
            Invitation.expires_at,
            Invitation.used_at,
            Invitation.revoked_at,
            inviter.name.label("inviter_name"),
            func.coalesce(member.name, "").label("member_name"),
            City.name.label("city_name"),
            Organisation.name.label("organisation_name"),
        )
        .join(inviter, inviter.id == Invitation.invited_by_id)
        .outerjoin(member, and_(member.id == Invitation.person_id, Invitation.by_handle.is_(True)))
        .outerjoin(City, City.id == Invitation.city_id)
        .outerjoin(Organisation, Organisation.id == Invitation.organisation_id)
    )
