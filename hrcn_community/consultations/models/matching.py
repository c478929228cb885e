"""What experts are found by, what they declare for a year, and each time that one was asked."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import ACTED, OWN
from hrcn_community.core import clock
from hrcn_community.core.db import Model, key, moment, word

WAITS = text("ended_at IS NULL")


class Outcome(StrEnum):
    """How an invitation ended."""

    ACCEPTED = "accepted"
    CONFLICT = "conflict"
    DECLINED = "declined"
    EXPIRED = "expired"
    RESCINDED = "rescinded"
    SUPERSEDED = "superseded"
    LOST = "lost"


class InvitationTime(Model):
    """One time that somebody was invited: when, until when they were asked to answer, what came of it."""

    __tablename__ = "invitation_times"
    id: Mapped[key]
    invitation_id: Mapped[int] = mapped_column(
        ForeignKey("case_invitations.id", ondelete="CASCADE"), index=True
    )
    invited_at: Mapped[moment]
    due_at: Mapped[moment]
    reminded_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    outcome: Mapped[word] = mapped_column(default="")

    __table_args__ = (
        Index("ix_invitation_times_due", "due_at", sqlite_where=WAITS, postgresql_where=WAITS),
    )


class CaseGroup(Model):
    """That several answer a case together; the rapporteur, once somebody accepted, hands the draft over."""

    __tablename__ = "case_groups"
    case_id: Mapped[int] = mapped_column(
        ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True
    )
    rapporteur_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=ACTED, default=None
    )
    begun_at: Mapped[moment]


class GeneralDeclaration(Model):
    """What an advisor declares of their ties for a year. A new one stands beside those before it."""

    __tablename__ = "general_declarations"
    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, index=True
    )
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[moment]
    valid_until: Mapped[moment]
    reminded_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def is_valid(self) -> bool:
        return self.valid_until > clock.now()


class AdvisorCountry(Model):
    """A country whose law and practice an advisor says they know."""

    __tablename__ = "advisor_countries"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True
    )
    country: Mapped[str] = mapped_column(String(2), primary_key=True)
