"""What stands around the asking: a request that is being written, for whom, after what, and how it went."""

import datetime as dt
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import OWN
from hrcn_community.core.db import Model, key, moment, word
from hrcn_community.core.errors import Refusal
from hrcn_community.core.sealed_columns import HouseText
from hrcn_community.core.words import _l


class Useful(StrEnum):
    """How far an answer helped who asked."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Used(StrEnum):
    """What became of an answer, some months later."""

    USED = "used"
    PARTLY = "partly"
    NOT = "not"


class CaseDraft(Model):
    """A request that somebody writes and has not sent. What stands in it is sealed, whatever its tier will be."""

    __tablename__ = "case_drafts"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), info=OWN)
    sealed: Mapped[str] = mapped_column(Text)
    begun_at: Mapped[moment]
    saved_at: Mapped[moment]

    __table_args__ = (Index("ix_case_drafts_person", "person_id", "saved_at"),)

    @property
    def address(self) -> str:
        return f"/consultations/drafts/{self.ref}"


class Reuse(Model):
    """Somebody who was about to ask found their answer: where, and on which day. Nobody and no word of theirs."""

    __tablename__ = "reuses_before_asking"
    id: Mapped[key]
    room: Mapped[word]
    reused_on: Mapped[dt.date] = mapped_column(Date, index=True)


class CaseOnBehalf(Model):
    """A case is asked for somebody else; who is meant, a name or a role, is sealed and may be empty."""

    __tablename__ = "cases_on_behalf"
    case_id: Mapped[int] = mapped_column(
        ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True
    )
    whom: Mapped[str] = mapped_column("sealed_whom", HouseText, default="")


class CaseLink(Model):
    """A case follows from an earlier one of the same asker."""

    __tablename__ = "case_links"
    case_id: Mapped[int] = mapped_column(
        ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True
    )
    follows_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)


class CaseRating(Model):
    """What who asked thinks of the answer; their sentence is a post of the case."""

    __tablename__ = "case_ratings"
    case_id: Mapped[int] = mapped_column(
        ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True
    )
    useful: Mapped[word]
    post_id: Mapped[int | None] = mapped_column(
        ForeignKey("posts.id", ondelete="SET NULL"), default=None
    )
    rated_at: Mapped[moment]


class CaseOutcome(Model):
    """Whether the answer was used; what changed is a post of the case."""

    __tablename__ = "case_outcomes"
    case_id: Mapped[int] = mapped_column(
        ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True
    )
    used: Mapped[word]
    reported_at: Mapped[moment]


class AnotherTab(Exception):
    """What a step holds now is neither what the sender was shown nor what they send."""

    def __init__(self, stands: dict[str, list[str]], saved_at: datetime) -> None:
        super().__init__()
        self.stands, self.saved_at = stands, saved_at


class TooManyBegun(Refusal):
    message = _l("You have begun twenty requests. Please send or throw away one of them first.")


class TooLong(Refusal):
    message = _l("This is too much text for one request. Nothing of it was saved this time.")


class NotToBeRated(Refusal):
    message = _l("There is no answer here that could be rated now.")
