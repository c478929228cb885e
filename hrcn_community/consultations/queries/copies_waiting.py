"""Copies for the public that wait for somebody to read them and say yes or no."""

from collections.abc import Mapping
from functools import cache

from sqlalchemy import and_, or_, select

from hrcn_community.access.visibility import WHOEVER, as_seen_by
from hrcn_community.accounts.models import Membership, SpaceRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.consultations.models import Case, CaseVersion, CaseVersionPerson
from hrcn_community.consultations.models.publication import CasePublication, PublicationConsent
from hrcn_community.consultations.publication import Publication
from hrcn_community.conversations.shown import Waiting
from hrcn_community.core.db import Rows, db
from hrcn_community.core.words import _l

MOST = 10
WAITING: Mapping[tuple[str, str], tuple[str, str]] = {
    (Publication.REDACTED, SpaceRole.ASKER): (
        "eye",
        _l("Read the copy for the public of %(ref)s and say yes or no"),
    ),
    (Publication.REQUESTER_CONSENT, SpaceRole.ADVISOR): (
        "eye",
        _l("Read the copy for the public of %(ref)s and say yes or no"),
    ),
    (Publication.AUTHOR_CONSENT, SpaceRole.SIGNER): (
        "check",
        _l("Read and sign the copy for the public of %(ref)s"),
    ),
    (Publication.SIGNED, SpaceRole.LEAD): ("globe", _l("Publish the signed copy of %(ref)s")),
}


def waiting(*, viewer: AnyViewer) -> list[Waiting]:
    """Return the copies that wait for the viewer, each with its verb."""
    if not viewer.is_member:
        return []
    rows = db.session.execute(_rows(), as_seen_by(viewer)).all()
    return [_waiting(row.ref, *WAITING[row.state, row.role]) for row in rows]


@cache  # putting this together takes as long as running it
def _rows() -> Rows:
    role, state = Membership.role, CasePublication.state
    turns = [and_(role == who, state == now) for now, who in WAITING]
    wrote = select(CaseVersion.case_id).join(
        CaseVersionPerson, CaseVersionPerson.version_id == CaseVersion.id
    )
    theirs = CaseVersionPerson.person_id == WHOEVER.id, CaseVersionPerson.role == role
    agreed = select(PublicationConsent.publication_id).where(
        PublicationConsent.person_id == WHOEVER.id, PublicationConsent.lapsed_at.is_(None)
    )
    return (
        select(Case.ref, state, role)
        .join(CasePublication, CasePublication.case_id == Case.id)
        .join(
            Membership,
            Membership.space_id.in_([Case.asking_space_id, Case.working_space_id]),
        )
        .where(Membership.person_id == WHOEVER.id, or_(*turns))
        .where(or_(role != SpaceRole.ADVISOR, Case.id.in_(wrote.where(*theirs))))
        .where(
            or_(
                state == Publication.AUTHOR_CONSENT,
                state == Publication.SIGNED,
                CasePublication.id.not_in(agreed),
            )
        )
        .distinct()
        .limit(MOST)
    )


def _waiting(ref: str, icon: str, words: str) -> Waiting:
    return Waiting(
        href=f"/consultations/{ref}/publication",
        icon=icon,
        deed=str(words) % {"ref": ref},
        place=str(_l("Consultations")),
    )
