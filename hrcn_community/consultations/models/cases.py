"""A case: three spaces, a state, and who wrote what in it.

The posts of a case bear no author in the commons (`Post.author_id` is NULL): who wrote them stands
in `case_words` alone. So no generic page, search or list can name the asker, and no generic deed can
change or take back what a case is built of, the delivered answer above all.
"""

import datetime as dt
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hrcn_community.accounts.ties import WROTE
from hrcn_community.consultations.models.refusals import NotFromHere, ReasonMissing
from hrcn_community.consultations.transitions import (
    PAUSED,
    TRANSITIONS,
    Deed,
    State,
    Tier,
    Transition,
)
from hrcn_community.conversations.models import Conversation
from hrcn_community.core import clock
from hrcn_community.core.db import Model, key, moment, word
from hrcn_community.core.sealed_columns import SealedDate, SealedJSON, SealedText
from hrcn_community.spaces.models import Space

ROOM = "consultations"
DESK = "consultation-desk"


class ShowsAs(StrEnum):
    """What the asker lets everybody but the lead see of them."""

    NAME = "name"
    CITY = "city"
    NOTHING = "nothing"


class Kind(StrEnum):
    """What a piece of writing is in its case."""

    QUESTION = "question"
    CONTEXT = "context"
    TRIED = "tried"
    MESSAGE = "message"
    SCOPE = "scope"
    REASON = "reason"
    ANSWER = "answer"
    DELIVERY = "delivery"
    DRAFT = "draft"
    REVIEW = "review"
    SIGNATURE = "signature"
    DECLARATION = "declaration"
    NOTE = "note"
    POINT = "point"
    ERRATUM = "erratum"
    PAPER = "paper"
    RATING = "rating"
    OUTCOME = "outcome"


class Case(Model):
    """Of a sealed case the city and the themes are `kept_apart`, encrypted: as ties they would be read by all.

    `asked_tier` is the tier of the first moment: what is counted of cases goes by it, and not by what it became.
    """

    __tablename__ = "cases"
    __sealed_by__ = "asking_space_id"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    state: Mapped[word] = mapped_column(default=State.DRAFT)
    tier: Mapped[word]
    asked_tier: Mapped[word]
    shows_requester_as: Mapped[word] = mapped_column(default=ShowsAs.NAME)
    asking_space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), unique=True)
    working_space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), unique=True)
    papers_space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), unique=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), unique=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), unique=True)
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"), default=None)
    kept_apart: Mapped[dict[str, Any]] = mapped_column(
        SealedJSON, default=dict, server_default="{}"
    )
    decision_due: Mapped[dt.date | None] = mapped_column(SealedDate, default=None)
    wanted_form: Mapped[str] = mapped_column(SealedText, default="written")
    answer_language: Mapped[word] = mapped_column(default="en")
    persons_identifiable: Mapped[bool] = mapped_column(default=False)
    publication_wish: Mapped[word] = mapped_column(default="ask", server_default="ask")
    draft_post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), default=None)
    reviewed_revision: Mapped[int | None] = mapped_column(default=None)
    signed_revision: Mapped[int | None] = mapped_column(default=None)
    answer_post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), default=None)
    answer_revision: Mapped[int | None] = mapped_column(default=None)
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    delivered_at: Mapped[datetime | None] = mapped_column(default=None)
    moved_at: Mapped[moment]

    conversation: Mapped[Conversation] = relationship(lazy="raise", foreign_keys=[conversation_id])
    work: Mapped[Conversation] = relationship(lazy="raise", foreign_keys=[work_id])
    __table_args__ = (
        Index("ix_cases_moved", "moved_at", "id"),
        Index("ix_cases_state", "state", "moved_at", "id"),
    )

    @property
    def space(self) -> Space:
        """Where the case stands as the subject of a permission: with whoever asked."""
        return self.conversation.space

    @property
    def address(self) -> str:
        return f"/consultations/{self.ref}"

    @property
    def asked_city_id(self) -> int | None:
        return self.city_id or self.kept_apart.get("city_id")

    @property
    def is_confidential(self) -> bool:
        return Tier(self.tier).is_closed

    @property
    def is_paused(self) -> bool:
        return self.state in PAUSED

    @property
    def is_signed(self) -> bool:
        return self.signed_revision is not None

    @classmethod
    def is_counted(cls) -> ColumnElement[bool]:
        """Return the condition that figures count a case: none that was sealed before the desk could know of it."""
        return cls.asked_tier != Tier.SEALED

    def step(self, deed: Deed) -> Transition:
        """Return where `deed` leads from here; raise NotFromHere where the table says nothing."""
        try:
            return TRANSITIONS[State(self.state), deed]
        except KeyError:
            raise NotFromHere from None

    def move(self, deed: Deed, reason: str = "") -> Transition:
        """Go where `deed` leads."""
        step = self.step(deed)
        if deed == Deed.WITHDRAW and self.answer_post_id:
            raise NotFromHere  # what was delivered is not taken back, also while it is corrected
        if deed == Deed.DROP and not self.answer_post_id:
            raise NotFromHere  # a correction, not the answer itself
        if step.needs_reason and not reason.strip():
            raise ReasonMissing
        self.state, self.moved_at = step.to, clock.now()
        return step


class CaseInterval(Model):
    """How long a case was in a state, and whether the clock stood still meanwhile."""

    __tablename__ = "case_intervals"
    id: Mapped[key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    state: Mapped[word]
    from_at: Mapped[moment]
    to_at: Mapped[datetime | None] = mapped_column(default=None)
    is_paused: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (Index("ix_case_intervals_case", "case_id", "id"),)


class CaseWords(Model):
    """Who wrote a post of a case, speaking as what."""

    __tablename__ = "case_words"
    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=WROTE, index=True)
    role: Mapped[word]
    kind: Mapped[word]
