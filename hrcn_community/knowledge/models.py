"""A practice on its way from a submission to a verified record; a guideline, its clauses and versions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hrcn_community.accounts.ties import ACTED, OWN, WROTE
from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import Model, key, line, moment, word
from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l
from hrcn_community.spaces.models import Space

ROOM = "knowledge"


class PracticeState(StrEnum):
    SUBMITTED = "submitted"
    CHANGES_ASKED = "changes_asked"
    REVIEWED = "reviewed"
    VERIFIED = "verified"


class Practice(Model):
    """What was tried in a city: a summary for anyone, details for the network, a review behind both.

    Until it is verified all three stand in one confidential space: who submitted it, and reviewers.
    """

    __tablename__ = "practices"
    id: Mapped[key]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    state: Mapped[word] = mapped_column(default=PracticeState.SUBMITTED)
    years: Mapped[line] = mapped_column(default="")
    submitted_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=WROTE, index=True
    )
    submitted_at: Mapped[moment]
    summary_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), unique=True)
    details_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), unique=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), unique=True)
    summary_post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    details_post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    related_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"), default=None)
    opened_at: Mapped[datetime | None] = mapped_column(default=None)
    verified_at: Mapped[datetime | None] = mapped_column(default=None)
    verified_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=ACTED, default=None
    )
    verified_summary: Mapped[int | None] = mapped_column(default=None)
    verified_details: Mapped[int | None] = mapped_column(default=None)

    summary: Mapped[Conversation] = relationship(lazy="raise", foreign_keys=[summary_id])
    details: Mapped[Conversation] = relationship(lazy="raise", foreign_keys=[details_id])
    review: Mapped[Conversation] = relationship(lazy="raise", foreign_keys=[review_id])
    __table_args__ = (
        Index("ix_practices_opened", "opened_at", "id"),
        ForeignKeyConstraint(
            ["summary_post_id", "verified_summary"],
            ["revisions.post_id", "revisions.number"],
            name="fk_practices_verified_summary_revisions",
        ),
        ForeignKeyConstraint(
            ["details_post_id", "verified_details"],
            ["revisions.post_id", "revisions.number"],
            name="fk_practices_verified_details_revisions",
        ),
    )

    @property
    def space(self) -> Space:
        return self.summary.space

    @property
    def address(self) -> str:
        return f"/practices/{self.slug}"

    @property
    def is_verified(self) -> bool:
        return self.state == PracticeState.VERIFIED


class Guideline(Model):
    """Clauses that were written together. The public reads what it is about, the network the clauses."""

    __tablename__ = "guidelines"
    id: Mapped[key]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    summary_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), unique=True)
    clauses_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), unique=True)
    summary_post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=WROTE)
    drafted_at: Mapped[moment]
    version: Mapped[int] = mapped_column(default=0)
    adopted_at: Mapped[datetime | None] = mapped_column(default=None)
    adopted_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=ACTED, default=None
    )

    summary: Mapped[Conversation] = relationship(lazy="raise", foreign_keys=[summary_id])
    clauses: Mapped[Conversation] = relationship(lazy="raise", foreign_keys=[clauses_id])

    @property
    def space(self) -> Space:
        return self.summary.space

    @property
    def address(self) -> str:
        return f"/guidelines/{self.slug}"


class Clause(Model):
    """One clause: a post of the guideline, and the conversation that its readers have about it."""

    __tablename__ = "clauses"
    id: Mapped[key]
    guideline_id: Mapped[int] = mapped_column(ForeignKey("guidelines.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[line]
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), unique=True)
    comments_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), unique=True)

    guideline: Mapped[Guideline] = relationship(lazy="raise")
    comments: Mapped[Conversation] = relationship(lazy="raise")
    __table_args__ = (UniqueConstraint("guideline_id", "number"),)

    @property
    def space(self) -> Space:
        return self.comments.space


class AdoptedClause(Model):
    """A clause as one version of its guideline adopted it; never changes."""

    __tablename__ = "adopted_clauses"
    guideline_id: Mapped[int] = mapped_column(
        ForeignKey("guidelines.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[line]
    post_id: Mapped[int]
    revision: Mapped[int]
    adopted_at: Mapped[moment]
    adopted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=ACTED)

    __table_args__ = (
        ForeignKeyConstraint(
            ["post_id", "revision"],
            ["revisions.post_id", "revisions.number"],
            name="fk_adopted_clauses_revisions",
        ),
    )


class OwnPractice(Refusal):
    message = _l("Somebody else reviews and verifies what you submitted yourself.")


class ReviewOver(Refusal):
    message = _l("This practice is verified already; its review is over.")


class NotReviewed(Refusal):
    message = _l("A practice is verified after a reviewer has called it ready.")


class NotSentBack(Refusal):
    message = _l("No changes have been asked for, so there is nothing to hand in again.")


class TextChanged(Refusal):
    message = _l("The text was changed after you opened this page. Read it again, then decide.")


class NothingToAdopt(Refusal):
    message = _l("Every clause stands as it was adopted; there is nothing new to adopt.")


class PublishedAnswer(Model):
    """What the network learned from somebody's question: a copy that all agreed to, open to anyone.

    It knows nothing of where it came from. Taken down, only its address is left, to say so.
    """

    __tablename__ = "published_answers"
    id: Mapped[key]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    conversation_id: Mapped[int | None] = mapped_column(
        ForeignKey("conversations.id"), unique=True, default=None
    )
    licence: Mapped[word]
    published_at: Mapped[moment]
    taken_down_at: Mapped[datetime | None] = mapped_column(default=None)

    conversation: Mapped[Conversation | None] = relationship(lazy="raise")
    __table_args__ = (Index("ix_published_answers_published", "published_at", "id"),)

    @property
    def space(self) -> Space | None:
        return self.conversation.space if self.conversation else None

    @property
    def address(self) -> str:
        return f"/answers/{self.slug}"


class PublishedAnswerAuthor(Model):
    """Somebody who wrote an answer and agreed to be named at it."""

    __tablename__ = "published_answer_authors"
    answer_id: Mapped[int] = mapped_column(
        ForeignKey("published_answers.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True, index=True
    )
