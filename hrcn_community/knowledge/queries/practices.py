"""One practice as a viewer may see it, and its review."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from hrcn_community.access.predicates import reads
from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation
from hrcn_community.conversations.visibility import is_open_to_its_readers
from hrcn_community.core.db import db
from hrcn_community.knowledge.models import Practice, PracticeState
from hrcn_community.knowledge.queries.shelf import STATES, terms_of
from hrcn_community.knowledge.queries.texts import Text, texts
from hrcn_community.register.models import City, Term
from hrcn_community.spaces.models import Space


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
        .where(Conversation.address == address, visible_to(viewer), is_open_to_its_readers())
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
        terms=terms_of([summary.id]).get(summary.id, []),
        verifier=_person(practice.verified_by_id),
        related=_related(practice.related_id, viewer),
        reads_details=reads_details,
        reads_review=_reads(practice.review, viewer),
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
        .where(Conversation.id == conversation_id, visible_to(viewer), is_open_to_its_readers())
    ).one_or_none()


def _reads(conversation: Conversation, viewer: AnyViewer) -> bool:
    return reads(viewer, conversation.space.id, conversation.space.visibility)
