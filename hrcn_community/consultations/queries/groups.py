"""Who answers a case together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from hrcn_community.accounts.models import Membership, Person, SpaceRole, Standing
from hrcn_community.consultations.models import (
    Case,
    CaseGroup,
    CaseInvitation,
    CaseWords,
    InvitationTime,
    Stand,
)
from hrcn_community.conversations.models import Revision
from hrcn_community.core.db import db


def group_of(case: Case) -> CaseGroup | None:
    """Return that several answer this case together, if so."""
    return db.session.get(CaseGroup, case.id)


def co_authors(case: Case) -> Sequence[CaseInvitation]:
    """Return the advisors at work, who are inside still, whoever accepted first at the head."""
    inside = select(Membership.person_id).where(
        Membership.space_id == case.working_space_id, Membership.role == SpaceRole.ADVISOR
    )
    return db.session.scalars(
        select(CaseInvitation)
        .where(CaseInvitation.case_id == case.id, CaseInvitation.role == "advisor")
        .where(CaseInvitation.stand == Stand.ACCEPTED, CaseInvitation.person_id.in_(inside))
        .order_by(CaseInvitation.declared_at, CaseInvitation.id)
    ).all()


def has_author_here(case: Case) -> bool:
    """Is an author at work who can sign in? Whoever is suspended, or about to be erased, cannot."""
    ids = [each.person_id for each in co_authors(case)]
    here = select(Person.id).where(Person.id.in_(ids), Person.standing == Standing.MEMBER)
    return db.session.scalar(here.limit(1)) is not None


def due_of(invitation: CaseInvitation) -> datetime | None:
    """Return until when somebody who is invited is asked to answer."""
    return db.session.scalar(
        select(InvitationTime.due_at)
        .where(InvitationTime.invitation_id == invitation.id, InvitationTime.ended_at.is_(None))
        .limit(1)
    )


def versions_by(case: Case) -> Sequence[Any]:
    """Return who wrote which version of the draft, the oldest first."""
    if case.draft_post_id is None:
        return []
    writer = func.coalesce(Revision.written_by_id, CaseWords.person_id)
    return db.session.execute(
        select(Revision.number, Revision.written_at, Person.name, Person.handle)
        .join(CaseWords, CaseWords.post_id == Revision.post_id)
        .join(Person, Person.id == writer)
        .where(Revision.post_id == case.draft_post_id)
        .order_by(Revision.number)
    ).all()


@dataclass(frozen=True)
class Together:
    """Who answers a case, who was asked when, and who wrote which version of the draft."""

    is_group: bool
    rapporteur_id: int | None
    at_work: Sequence[Any]
    asked: Sequence[Any]
    versions: Sequence[Any]

    @property
    def rapporteur(self) -> Any:
        return next((p for p in self.at_work if p.person_id == self.rapporteur_id), None)


def together_of(case: Case) -> Together:
    group = group_of(case)
    people = db.session.execute(
        select(CaseInvitation.person_id, CaseInvitation.stand, CaseInvitation.role)
        .add_columns(Person.name, Person.handle)
        .add_columns(InvitationTime.invited_at, InvitationTime.due_at)
        .add_columns(InvitationTime.ended_at, InvitationTime.outcome)
        .join(Person, Person.id == CaseInvitation.person_id)
        .outerjoin(InvitationTime, InvitationTime.invitation_id == CaseInvitation.id)
        .where(CaseInvitation.case_id == case.id)
        .order_by(CaseInvitation.declared_at, CaseInvitation.id, InvitationTime.id)
    ).all()
    is_at_work = {
        row.person_id: row
        for row in people
        if row.role == SpaceRole.ADVISOR and row.stand == Stand.ACCEPTED
    }
    return Together(
        is_group=group is not None,
        rapporteur_id=group.rapporteur_id if group else None,
        at_work=list(is_at_work.values()),
        asked=sorted((r for r in people if r.invited_at), key=lambda row: row.invited_at),
        versions=versions_by(case) if group else [],
    )
