"""Who answers a case together."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from hrcn_community.accounts.models import Person
from hrcn_community.consultations.models import Case, CaseGroup, CaseInvitation, CaseWords, Stand
from hrcn_community.conversations.models import Revision
from hrcn_community.core.db import db


def group_of(case: Case) -> CaseGroup | None:
    """Return that several answer this case together, if so."""
    return db.session.get(CaseGroup, case.id)


def co_authors(case: Case) -> Sequence[CaseInvitation]:
    """Return the advisors at work, whoever accepted first at the head."""
    return db.session.scalars(
        select(CaseInvitation)
        .where(CaseInvitation.case_id == case.id, CaseInvitation.role == "advisor")
        .where(CaseInvitation.stand == Stand.ACCEPTED)
        .order_by(CaseInvitation.declared_at, CaseInvitation.id)
    ).all()


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
