"""Practices as a viewer may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import case, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from hrcn_community.access.predicates import reads
from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person, SiteRole
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, ConversationTerm, Post, PostState
from hrcn_community.conversations.shown import Waiting
from hrcn_community.core.db import Rows, db
from hrcn_community.core.words import _l
from hrcn_community.knowledge.models import Practice, PracticeState
from hrcn_community.knowledge.queries.texts import Text, texts
from hrcn_community.register.models import City, Term
from hrcn_community.spaces.models import Space

PAGE = 20
MOST_PENDING = 20
STATES = {
    PracticeState.SUBMITTED: (_l("Waits for a reviewer"), "info"),
    PracticeState.CHANGES_ASKED: (_l("Changes asked for"), "care"),
    PracticeState.REVIEWED: (_l("Waits to be verified"), "accent"),
    PracticeState.VERIFIED: (_l("Verified"), "good"),
}


@dataclass(frozen=True)
class PracticeRow:
    """A practice as a list shows it."""

    title: str
    href: str
    summary: Markup
    city: str
    country: str
    years: str
    lang: str
    state: str
    verified_at: datetime | None
    themes: Sequence[Term]

    @property
    def state_label(self) -> tuple[object, str]:
        return STATES[PracticeState(self.state)]


@dataclass(frozen=True)
class PracticeList:
    """A page of practices and the address part of the next one ('' at the end)."""

    practices: Sequence[PracticeRow]
    older: str


@dataclass(frozen=True)
class PracticePage:
    """Everything that the page of one practice shows this viewer."""

    practice: Practice
    summary: Text | None
    details: Text | None
    city: City | None
    terms: Sequence[Term]
    verifier: Any | None
    related: Any | None
    reads_details: bool
    reads_review: bool

    @property
    def state_label(self) -> tuple[object, str]:
        return STATES[PracticeState(self.practice.state)]

    @property
    def is_as_verified(self) -> bool:
        """Does the text still stand as it was verified? Only what this viewer reads is compared."""
        pairs = (
            (self.summary, self.practice.verified_summary),
            (self.details, self.practice.verified_details),
        )
        return all(text is None or text.revision == verified for text, verified in pairs)

    @property
    def seen(self) -> str:
        """The revisions that stand on the page, which a verification names."""
        return "-".join(str(text.revision) for text in (self.summary, self.details) if text)


@dataclass(frozen=True)
class Review:
    """The review of a practice, as the subject of a permission: it stands in the desk."""

    practice: Practice

    @property
    def space(self) -> Space:
        return self.practice.review.space

    @property
    def author_id(self) -> int | None:
        return self.practice.submitted_by_id


def find_practice(slug: str, *, viewer: AnyViewer) -> Practice | None:
    """Return the practice with its three conversations, if its summary is open to `viewer`."""
    return db.session.scalar(
        select(Practice)
        .join(Practice.summary)
        .join(Conversation.space)
        .options(
            contains_eager(Practice.summary).contains_eager(Conversation.space),
            joinedload(Practice.details).joinedload(Conversation.space),
            joinedload(Practice.review).joinedload(Conversation.space),
        )
        .where(Practice.slug == slug, visible_to(viewer))
    )


def find_review(slug: str, *, viewer: AnyViewer) -> Review | None:
    """Return the review of a practice, if the desk where it stands is open to `viewer`."""
    practice = find_practice(slug, viewer=viewer)
    if practice is None or not _reads(practice.review, viewer):
        return None
    return Review(practice)


def find_related(address: str, *, viewer: AnyViewer) -> int | None:
    """Return the id of the conversation at `address`, if it is open to `viewer`."""
    return db.session.scalar(
        select(Conversation.id)
        .join(Conversation.space)
        .where(Conversation.address == address, visible_to(viewer))
    )


def practice_page(practice: Practice, *, viewer: AnyViewer) -> PracticePage:
    reads_details = _reads(practice.details, viewer)
    wanted = [practice.summary_post_id] + [practice.details_post_id] * reads_details
    found = texts(wanted)
    summary = practice.summary
    return PracticePage(
        practice=practice,
        summary=found.get(practice.summary_post_id),
        details=found.get(practice.details_post_id),
        city=db.session.get(City, summary.city_id) if summary.city_id else None,
        terms=_terms([summary.id]).get(summary.id, []),
        verifier=_person(practice.verified_by_id),
        related=_related(practice.related_id, viewer),
        reads_details=reads_details,
        reads_review=_reads(practice.review, viewer),
    )


def practices(
    *,
    viewer: AnyViewer,
    theme: str = "",
    city: str = "",
    language: str = "",
    before: str = "",
    most: int = PAGE,
) -> PracticeList:
    """Return up to `most` verified practices, the latest first, older than the one named `before`."""
    rows = _rows(viewer).where(Practice.opened_at.is_not(None))
    if theme:
        rows = rows.where(Conversation.id.in_(_about(theme)))
    if city:
        rows = rows.where(City.slug == city)
    if language:
        rows = rows.where(Conversation.language == language)
    if before:
        place = select(Practice.opened_at, Practice.id).where(Practice.slug == before)
        rows = rows.where(tuple_(Practice.opened_at, Practice.id) < place.scalar_subquery())
    rows = rows.order_by(Practice.opened_at.desc(), Practice.id.desc()).limit(most + 1)
    found = db.session.execute(rows).all()
    older = found[most - 1].slug if len(found) > most else ""
    return PracticeList(_shown(found[:most]), older)


def pending_practices(*, viewer: AnyViewer) -> Sequence[PracticeRow]:
    """Return what stands in the desks that `viewer` is inside and is not yet verified, oldest first."""
    if not viewer.is_signed_in:
        return []
    return _shown(db.session.execute(_pending(viewer)).all())


def waiting(*, viewer: AnyViewer) -> list[Waiting]:
    """Return which practices wait for a review, an answer or a verification by the viewer."""
    if not viewer.is_signed_in:
        return []
    rows = db.session.execute(_pending(viewer)).all()
    return [waits for row in rows if (waits := _waits(row, viewer))]


def _waits(row: Any, viewer: AnyViewer) -> Waiting | None:
    is_own = row.submitted_by_id == viewer.id
    address, title = f"/practices/{row.slug}", row.title
    if is_own and row.state == PracticeState.CHANGES_ASKED:
        deed = _l("Answer the review of “%(title)s”", title=title)
    elif not is_own and row.state == PracticeState.SUBMITTED:
        deed = _l("Review “%(title)s”", title=title)
    elif not is_own and row.state == PracticeState.REVIEWED and viewer.site_role == SiteRole.CORE:
        return Waiting(address, "shield-check", _l("Verify “%(title)s”", title=title), row.city)
    else:
        return None
    return Waiting(f"{address}/review", "library", deed, row.city or "")


def _rows(viewer: AnyViewer) -> Rows:
    words = case((Post.state == PostState.PUBLISHED, Post.html), else_="")
    return (
        select(
            Practice.slug,
            Practice.state,
            Practice.years,
            Practice.verified_at,
            Practice.submitted_by_id,
            Conversation.id,
            Conversation.title,
            Conversation.language,
            City.name.label("city"),
            City.country,
            words.label("html"),
        )
        .join(Conversation, Conversation.id == Practice.summary_id)
        .join(Space, Space.id == Conversation.space_id)
        .join(Post, Post.id == Practice.summary_post_id)
        .outerjoin(City, City.id == Conversation.city_id)
        .where(visible_to(viewer))
    )


def _pending(viewer: AnyViewer) -> Rows:
    return (
        _rows(viewer)
        .where(Practice.opened_at.is_(None))
        .order_by(Practice.submitted_at, Practice.id)
        .limit(MOST_PENDING)
    )


def _shown(rows: Sequence[Any]) -> list[PracticeRow]:
    themes = _terms([row.id for row in rows], "themes")
    return [
        PracticeRow(
            title=row.title,
            href=f"/practices/{row.slug}",
            summary=Markup(row.html),  # noqa: S704 - rendered and gated when it was written
            city=row.city or "",
            country=row.country or "",
            years=row.years,
            lang=row.language,
            state=row.state,
            verified_at=row.verified_at,
            themes=themes.get(row.id, []),
        )
        for row in rows
    ]


def _terms(conversation_ids: Sequence[int], vocabulary: str = "") -> dict[int, list[Term]]:
    rows = (
        select(ConversationTerm.conversation_id, Term)
        .join(Term, Term.id == ConversationTerm.term_id)
        .where(ConversationTerm.conversation_id.in_(conversation_ids))
        .order_by(Term.vocabulary.desc(), Term.position)
    )
    if vocabulary:
        rows = rows.where(Term.vocabulary == vocabulary)
    found: dict[int, list[Term]] = {}
    for conversation_id, term in db.session.execute(rows):
        found.setdefault(conversation_id, []).append(term)
    return found


def _about(theme: str) -> Any:
    return (
        select(ConversationTerm.conversation_id)
        .join(Term, Term.id == ConversationTerm.term_id)
        .where(Term.slug == theme)
    )


def _person(person_id: int | None) -> Any | None:
    if person_id is None:
        return None
    return db.session.execute(
        select(Person.name, Person.handle).where(Person.id == person_id)
    ).one_or_none()


def _related(conversation_id: int | None, viewer: AnyViewer) -> Any | None:
    if conversation_id is None:
        return None
    return db.session.execute(
        select(Conversation.title, Conversation.address, Conversation.language)
        .join(Conversation.space)
        .where(Conversation.id == conversation_id, visible_to(viewer))
    ).one_or_none()


def _reads(conversation: Conversation, viewer: AnyViewer) -> bool:
    return reads(viewer, conversation.space.id, conversation.space.visibility)
