"""Decisions with their reasons, and appeals against them."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import ACTED, WROTE
from hrcn_community.core import clock
from hrcn_community.core.db import Model, key, moment, word
from hrcn_community.core.sealed_columns import SealedText
from hrcn_community.moderation.models.notices import key_of

APPEAL_WITHIN = timedelta(days=183)
LONGEST_SILENCE = 90  # days
LONGEST_SUSPENSION = 365


class Measure(StrEnum):
    """What becomes of a post, of the words of a profile, or of a file."""

    KEEP = "keep"
    LABEL = "label"
    HIDE = "hide"
    REMOVE = "remove"


class Sanction(StrEnum):
    """What becomes of a person, beside that."""

    NONE = "none"
    WARN = "warn"
    SILENCE = "silence"
    SUSPEND = "suspend"


class Ground(StrEnum):
    RULE = "rule"
    LAW = "law"


class Decision(Model):
    """What was decided in a matter and why; where it restricts anything it is a statement of reasons.

    A silence holds in `sanction_space_id`, without one in the whole house. `is_automated`: no person
    decided. What was undone, by whoever decided or on appeal, has `undone_at`. `taken_out` are the words
    of a profile that was removed, so that an appeal can bring them back.
    """

    __tablename__ = "moderation_decisions"
    __sealed_by__ = "matter_id"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    matter_id: Mapped[int] = mapped_column(
        ForeignKey("moderation_matters.id", ondelete="CASCADE"), index=True
    )
    revision: Mapped[int] = mapped_column(default=0)
    measure: Mapped[word]
    label: Mapped[word] = mapped_column(default="")
    shown_reason: Mapped[str] = mapped_column(SealedText, default="")
    sanction: Mapped[word] = mapped_column(default=Sanction.NONE)
    sanction_space_id: Mapped[int | None] = mapped_column(
        ForeignKey("spaces.id", ondelete="SET NULL"), default=None
    )
    until: Mapped[datetime | None] = mapped_column(default=None)
    ground: Mapped[word]
    rule: Mapped[word] = mapped_column(default="")
    law: Mapped[str] = mapped_column(SealedText, default="")
    facts: Mapped[str] = mapped_column(SealedText, default="")
    reason: Mapped[str] = mapped_column(SealedText)
    is_own_initiative: Mapped[bool] = mapped_column(default=False)
    is_automated: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=ACTED, index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=ACTED)
    decided_at: Mapped[moment]
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    taken_out: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")

    __table_args__ = (Index("ix_moderation_decisions_decided", "decided_at", "id"),)

    @property
    def is_statement(self) -> bool:
        """Does it restrict anything, so that its author is owed the reasons?"""
        return self.measure != Measure.KEEP or self.sanction != Sanction.NONE

    @property
    def key(self) -> str:
        return key_of(self.ref)

    @property
    def appeal_until(self) -> datetime:
        return self.decided_at + APPEAL_WITHIN

    @property
    def can_be_appealed(self) -> bool:
        return self.undone_at is None and clock.now() < self.appeal_until


class Outcome(StrEnum):
    UPHELD = "upheld"
    REVERSED = "reversed"


class Appeal(Model):
    """A decision asked to be looked at again: by its author, or by whoever gave notice, once each.

    `side` is 'author', or the ref of the notice. In a closed space `reader_id` alone decides it.
    """

    __tablename__ = "moderation_appeals"
    __sealed_by__ = "decision_id"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    decision_id: Mapped[int] = mapped_column(
        ForeignKey("moderation_decisions.id", ondelete="CASCADE")
    )
    side: Mapped[word]
    appellant_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=WROTE, default=None
    )
    reason: Mapped[str] = mapped_column(SealedText)
    filed_at: Mapped[moment]
    reader_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=ACTED, default=None, index=True
    )
    read_at: Mapped[datetime | None] = mapped_column(default=None)
    outcome: Mapped[word] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(SealedText, default="")
    decided_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=ACTED, default=None
    )
    decided_at: Mapped[datetime | None] = mapped_column(default=None)

    __table_args__ = (
        UniqueConstraint("decision_id", "side"),
        Index("ix_moderation_appeals_waiting", "decided_at", "filed_at", "id"),
    )
