"""A copy for the public as those inside the case see it; what might tell; who still has to agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from hrcn_community.accounts.models import Person, SpaceRole, Standing
from hrcn_community.consultations.licence import LICENCE
from hrcn_community.consultations.models import Case, CaseVersion, CaseVersionPerson, CaseWords
from hrcn_community.consultations.models.publication import (
    CasePublication,
    PublicationConsent,
    PublicationEditor,
    PublicationKept,
    print_of,
)
from hrcn_community.consultations.queries.delivered import delivered
from hrcn_community.consultations.queries.known_words import known_words
from hrcn_community.consultations.queries.people import ids_of
from hrcn_community.consultations.spotting import (
    Spot,
    marked,
    spots,
)
from hrcn_community.conversations.models import Conversation
from hrcn_community.core import richtext
from hrcn_community.core.db import db
from hrcn_community.register.models import Term


@dataclass(frozen=True)
class CopyPage:
    """The exact text, and how far it has come."""

    copy: CasePublication
    question: Markup
    answer: Markup
    terms: Sequence[Term]
    named: Sequence[str]
    consents: Sequence[Any]
    undecided: int
    address: str


def copy_of(case: Case) -> CasePublication | None:
    """Return the copy that is alive, else the last that was withdrawn. The caller has found the case."""
    return db.session.scalar(
        select(CasePublication)
        .where(CasePublication.case_id == case.id)
        .order_by(CasePublication.id.desc())
        .limit(1)
    )


def copy_behind(conversation_id: int) -> CasePublication | None:
    """Return the copy that was published there; for a rule, never to be shown."""
    return db.session.scalar(
        select(CasePublication).where(CasePublication.conversation_id == conversation_id)
    )


def suggestions(copy: CasePublication, known: Mapping[str, str]) -> list[Spot]:
    """Return what stands in the copy and might tell who it is about."""
    return spots((copy.title, copy.question, copy.answer), known)


def kept_words(copy: CasePublication) -> dict[str, str]:
    """Return what stays by somebody's decision, with the reason."""
    rows = select(PublicationKept.words, PublicationKept.reason)
    return dict(db.session.execute(rows.where(PublicationKept.publication_id == copy.id)).all())  # type: ignore[arg-type]


def undecided(copy: CasePublication, case: Case) -> list[Spot]:
    """Return what nobody has decided on yet; what leads back is never decided on, it is replaced."""
    kept = kept_words(copy)
    found = suggestions(copy, known_words(case))
    return [spot for spot in found if not (spot.may_stay and spot.key in kept)]


def live_consents(copy: CasePublication) -> Sequence[PublicationConsent]:
    """Return who agreed to the text as it stands."""
    mine = PublicationConsent.publication_id == copy.id
    holds = PublicationConsent.lapsed_at.is_(None), PublicationConsent.print == copy.print
    return db.session.scalars(
        select(PublicationConsent).where(mine, *holds).order_by(PublicationConsent.id)
    ).all()


def authors(case: Case) -> set[int]:
    """Return who wrote what was delivered and still has their part in the case: they are asked."""
    here = select(Person.id).where(
        Person.id.in_(ids_of(case, SpaceRole.ADVISOR)),
        Person.standing.in_([Standing.MEMBER, Standing.SUSPENDED]),  # who leaves is asked no more
    )
    return _stand_for(case, SpaceRole.ADVISOR) & set(db.session.scalars(here))


def no_third_person(copy: CasePublication, case: Case) -> set[int]:
    """Return whoever wrote, reviewed or redacted it, or asked: none of them signs."""
    reviewed = select(CaseWords.person_id).where(
        CaseWords.case_id == case.id, CaseWords.role == SpaceRole.REVIEWER
    )
    redacted = select(PublicationEditor.person_id).where(
        PublicationEditor.publication_id == copy.id
    )
    more = {*db.session.scalars(reviewed), *db.session.scalars(redacted)}
    of_versions = _stand_for(case, SpaceRole.ADVISOR, SpaceRole.REVIEWER)
    return more | of_versions | set(ids_of(case, SpaceRole.ASKER))


def _stand_for(case: Case, *roles: str) -> set[int]:
    """Return who stands for a delivered version in one of `roles`, whatever is drafted meanwhile."""
    rows = (
        select(CaseVersionPerson.person_id)
        .join(CaseVersion, CaseVersion.id == CaseVersionPerson.version_id)
        .where(CaseVersion.case_id == case.id, CaseVersionPerson.role.in_(roles))
    )
    return set(db.session.scalars(rows))


def missing_authors(copy: CasePublication, case: Case) -> set[int]:
    given = {each.person_id for each in live_consents(copy) if each.role == SpaceRole.ADVISOR}
    return authors(case) - given


def have_authors_agreed(copy: CasePublication) -> bool:
    """Did somebody who wrote the answer agree to the text as it stands, though they may have left since?"""
    return any(each.role == SpaceRole.ADVISOR for each in live_consents(copy))


def named_authors(copy: CasePublication, case: Case) -> list[int]:
    """Return which authors want their name at what is published, and still have their part in the case."""
    return sorted(set(copy.named_ids) & authors(case))


def print_now(copy: CasePublication, case: Case) -> str:
    """Return the print of what would be read were it published now, with the names at it."""
    words = copy.title, copy.question, copy.answer, copy.language
    return print_of(*words, copy.term_ids, LICENCE, named_authors(copy, case))


def copy_page(copy: CasePublication, case: Case) -> CopyPage:
    """Return all that a page of the copy shows. Who asked stands there as they are shown in the case."""
    consents = live_consents(copy)
    return CopyPage(
        copy=copy,
        question=Markup(richtext.render(copy.question)),  # noqa: S704 - gated by core.richtext
        answer=Markup(richtext.render(copy.answer)),  # noqa: S704 - as above
        terms=db.session.scalars(
            select(Term).where(Term.id.in_(copy.term_ids)).order_by(Term.position)
        ).all(),
        named=db.session.scalars(
            select(Person.name)
            .where(Person.id.in_(named_authors(copy, case)))
            .order_by(Person.name)
        ).all(),
        consents=consents,
        undecided=len(undecided(copy, case)) if copy.is_alive else 0,
        address=_published_at(copy),
    )


def originals(case: Case, known: Mapping[str, str]) -> tuple[Markup, Markup]:
    """Return the delivered question and answer as they were written, with what might tell marked."""
    whole = delivered(case)
    if whole is None:
        return Markup(), Markup()
    return marked(whole.question, known), marked(whole.answer, known)


def _published_at(copy: CasePublication) -> str:
    if copy.conversation_id is None:
        return ""
    here = select(Conversation.address).where(Conversation.id == copy.conversation_id)
    return db.session.scalar(here) or ""
