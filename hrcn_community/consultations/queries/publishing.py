"""A copy for the public as those inside the case see it; what might tell; who still has to agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlalchemy import and_, select

from hrcn_community.accounts.models import Affiliation, Person, SpaceRole
from hrcn_community.consultations.models import Case, CaseInvitation, CaseWords, Kind
from hrcn_community.consultations.models.publication import (
    CasePublication,
    PublicationConsent,
    PublicationEditor,
    PublicationKept,
    PublicationTerm,
)
from hrcn_community.consultations.queries.people import ids_of
from hrcn_community.consultations.spotting import (
    FILE,
    NAME,
    ORGANISATION,
    PLACE,
    REFERENCE,
    SHORT,
    Spot,
    marked,
    spots,
)
from hrcn_community.conversations.models import (
    Attachment,
    Conversation,
    ConversationTerm,
    Post,
    PostState,
    Revision,
)
from hrcn_community.core import richtext
from hrcn_community.core.db import db
from hrcn_community.register.models import Term
from hrcn_community.register.queries import cities, organisations

SHORTEST = 3  # letters of a part of a name that is looked for by itself


@dataclass(frozen=True)
class Delivered:
    """What was asked and what was delivered, as it was written."""

    title: str
    question: str
    answer: str
    language: str
    term_ids: tuple[int, ...]


@dataclass(frozen=True)
class CopyPage:
    """The exact text, and how far it has come."""

    copy: CasePublication
    question: Markup
    answer: Markup
    terms: Sequence[Term]
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


def delivered(case: Case) -> Delivered | None:
    """Return the question and the very version of the answer that was delivered."""
    pinned = and_(Revision.post_id == case.answer_post_id, Revision.number == case.answer_revision)
    stands = Post.state == PostState.PUBLISHED
    answered = select(Revision.source).join(Post, Post.id == Revision.post_id).where(pinned, stands)
    answer = db.session.scalar(answered) if case.answer_post_id else None
    if answer is None:
        return None
    asked = (
        select(Post.source)
        .join(CaseWords, CaseWords.post_id == Post.id)
        .where(CaseWords.case_id == case.id, CaseWords.kind == Kind.QUESTION, stands)
    )
    question = db.session.scalars(asked.order_by(Post.id).limit(1)).first()
    title, language = case.conversation.title, case.answer_language
    return Delivered(title, question, answer, language, _themes_of(case)) if question else None


def known_words(case: Case) -> dict[str, str]:
    """Return what the case knows of names, places and files, each with what it is."""
    known = {city.name: PLACE for city in cities()}
    known |= {each.name: ORGANISATION for each in organisations()}
    known |= dict.fromkeys(_file_names(case), FILE)
    for name, handle in _people(case):
        parts = [part for part in name.split() if len(part.strip(".")) >= SHORTEST]
        handles = [handle] if len(handle) > SHORT else []  # "@per" is found as what it is
        known |= dict.fromkeys((name, *handles, *parts), NAME)
    known |= dict.fromkeys(_own_places(case), ORGANISATION)
    return {case.ref: REFERENCE} | {words: kind for words, kind in known.items() if words.strip()}


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
    """Return who wrote the answer and still has their part in the case: they are asked."""
    return wrote(case) & set(ids_of(case, SpaceRole.ADVISOR))


def wrote(case: Case) -> set[int]:
    """Return everybody who wrote a version of the answer."""
    first = select(CaseWords.person_id).where(CaseWords.post_id == case.draft_post_id)
    later = select(Revision.written_by_id).where(
        Revision.post_id == case.draft_post_id, Revision.written_by_id.is_not(None)
    )
    return {id_ for id_ in (*db.session.scalars(first), *db.session.scalars(later)) if id_}


def no_third_person(copy: CasePublication, case: Case) -> set[int]:
    """Return whoever wrote, reviewed or redacted it, or asked: none of them signs."""
    reviewed = select(CaseWords.person_id).where(
        CaseWords.case_id == case.id, CaseWords.role == SpaceRole.REVIEWER
    )
    redacted = select(PublicationEditor.person_id).where(
        PublicationEditor.publication_id == copy.id
    )
    more = {*db.session.scalars(reviewed), *db.session.scalars(redacted)}
    return more | wrote(case) | set(ids_of(case, SpaceRole.ASKER))


def missing_authors(copy: CasePublication, case: Case) -> set[int]:
    given = {each.person_id for each in live_consents(copy) if each.role == SpaceRole.ADVISOR}
    return authors(case) - given


def named_authors(copy: CasePublication) -> list[int]:
    """Return which authors want their name at what is published."""
    found = live_consents(copy)
    return [each.person_id for each in found if each.role == SpaceRole.ADVISOR and each.is_named]


def term_ids_of(copy: CasePublication) -> tuple[int, ...]:
    rows = select(PublicationTerm.term_id).where(PublicationTerm.publication_id == copy.id)
    return tuple(sorted(db.session.scalars(rows)))


def copy_page(copy: CasePublication, case: Case) -> CopyPage:
    """Return all that a page of the copy shows. Who asked stands there as they are shown in the case."""
    consents = live_consents(copy)
    return CopyPage(
        copy=copy,
        question=Markup(richtext.render(copy.question)),  # noqa: S704 - gated by core.richtext
        answer=Markup(richtext.render(copy.answer)),  # noqa: S704 - as above
        terms=db.session.scalars(
            select(Term).where(Term.id.in_(term_ids_of(copy))).order_by(Term.position)
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


def _themes_of(case: Case) -> tuple[int, ...]:
    rows = (
        select(Term.id)
        .join(ConversationTerm, ConversationTerm.term_id == Term.id)
        .where(ConversationTerm.conversation_id == case.conversation_id)
        .where(Term.vocabulary == "themes")
    )
    return tuple(sorted(db.session.scalars(rows)))


def _people(case: Case) -> Sequence[Any]:
    inside = Person.id.in_(
        [id_ for role in SpaceRole for id_ in ids_of(case, role)]
    ) | Person.id.in_(select(CaseInvitation.person_id).where(CaseInvitation.case_id == case.id))
    return db.session.execute(select(Person.name, Person.handle).where(inside)).all()


def _own_places(case: Case) -> list[str]:
    """Return as what the asker stands where they belong: an office has a name, too."""
    askers = ids_of(case, SpaceRole.ASKER)
    rows = select(Affiliation.as_what).where(Affiliation.person_id.in_(askers))
    return [words for words in db.session.scalars(rows) if words]


def _file_names(case: Case) -> Sequence[str]:
    rooms = (case.asking_space_id, case.working_space_id, case.papers_space_id)
    return db.session.scalars(
        select(Attachment.name)
        .join(Post, Post.id == Attachment.post_id)
        .join(Conversation, Conversation.id == Post.conversation_id)
        .where(Conversation.space_id.in_(rooms))
    ).all()
