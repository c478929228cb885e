"""What was delivered is written down once, with who stands for it; a correction is the next version."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions import inviting
from hrcn_community.consultations.actions.leaving import (
    let_absent_go,
    let_newcomers_go,
    seek_another,
)
from hrcn_community.consultations.actions.moves import move, need_words, role_of, say
from hrcn_community.consultations.models import (
    Case,
    CaseCitation,
    CaseVersion,
    CaseVersionPerson,
    CaseWords,
    Kind,
    NotFromHere,
)
from hrcn_community.consultations.queries.groups import co_authors
from hrcn_community.consultations.queries.people import ids_of
from hrcn_community.consultations.transitions import Deed, State
from hrcn_community.conversations.models import Post
from hrcn_community.core import clock
from hrcn_community.core.db import db


def keep_version(case: Case, post: Post, authors: Iterable[int]) -> CaseVersion:
    """Write down `post` as the next version of the answer, with its sources and its people."""
    number = _last(case) + 1
    sources = _sources(case)
    version = CaseVersion(
        case_id=case.id,
        number=number,
        post_id=post.id,
        revision=post.revision,
        note_post_id=_erratum(case) if number > 1 else None,
        delivered_at=clock.now(),
    )
    db.session.add(version)
    db.session.flush()
    _keep_sources(case, number, sources)
    _keep_people(case, version, authors)
    return version


def correct(case: Case, text: str, *, by: Viewer) -> None:
    """Begin an erratum: say to who asked what was wrong; the answer they have stays until the next one.

    An author does; where none is left, whoever leads, and then another is sought who writes it.
    """
    need_words(text)
    move(case, Deed.CORRECT, by=by, reason=text)
    case.reviewed_revision = case.signed_revision = None
    say(case, Kind.ERRATUM, text, by=by, role=role_of(case, by))
    let_absent_go(case)
    at_work = [each.person_id for each in co_authors(case)]
    if at_work and by.id not in at_work:
        raise NotFromHere
    if not at_work and case.state == State.DRAFTING:
        seek_another(case, text, by=by)


def drop_correction(case: Case, reason: str, *, by: Viewer) -> None:
    """End an erratum without a new version: the answer stands as it was delivered, and who asked reads why."""
    move(case, Deed.DROP, by=by, reason=reason)
    case.reviewed_revision = case.signed_revision = None
    inviting.take_all_back(case)
    let_newcomers_go(case)
    say(case, Kind.REASON, reason, by=by, role=SpaceRole.LEAD)


def _last(case: Case) -> int:
    versions = select(func.max(CaseVersion.number)).where(CaseVersion.case_id == case.id)
    return db.session.scalar(versions) or 0


def _sources(case: Case) -> Sequence[CaseCitation]:
    return db.session.scalars(
        select(CaseCitation)
        .where(CaseCitation.case_id == case.id, CaseCitation.version.is_(None))
        .order_by(CaseCitation.number)
    ).all()


def _erratum(case: Case) -> int | None:
    """Return what was said last about what was wrong."""
    said = select(func.max(CaseWords.post_id)).where(
        CaseWords.case_id == case.id, CaseWords.kind == Kind.ERRATUM
    )
    return db.session.scalar(said)


def _keep_sources(case: Case, version: int, sources: Sequence[CaseCitation]) -> None:
    """Copy the sources of the draft, numbered as they are printed; the draft keeps its own."""
    for number, each in enumerate(sources, 1):
        db.session.add(
            CaseCitation(
                case_id=case.id,
                version=version,
                number=number,
                kind=each.kind,
                title=each.title,
                source=each.source,
                address=each.address,
                seen_on=each.seen_on,
            )
        )


def _keep_people(case: Case, version: CaseVersion, authors: Iterable[int]) -> None:
    wrote = dict.fromkeys([*authors, *ids_of(case, SpaceRole.ADVISOR)])
    people = [(person_id, SpaceRole.ADVISOR) for person_id in wrote]
    people += [(person_id, SpaceRole.REVIEWER) for person_id in _who_approved(case)]
    people += [(person_id, SpaceRole.SIGNER) for person_id in ids_of(case, SpaceRole.SIGNER)]
    for person_id, role in people:
        row = CaseVersionPerson(version_id=version.id, person_id=person_id, role=role)
        db.session.add(row)


def _who_approved(case: Case) -> Sequence[int]:
    """Return who gave the last review, the one that was signed after, though they may have left since."""
    reviews = CaseWords.kind == Kind.REVIEW, CaseWords.role == SpaceRole.REVIEWER
    said = select(CaseWords.person_id).where(CaseWords.case_id == case.id, *reviews)
    return db.session.scalars(said.order_by(CaseWords.post_id.desc()).limit(1)).all()
