"""An answer on its way: what its reviewer wants changed, what it rests on, and each version as delivered.

A row of `case_versions` is written once. What was delivered is the revision of a post that it names,
with the references that bear its number; an erratum is the next row, and the one before stays.
"""

import datetime as dt
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import ACTED
from hrcn_community.core.db import Model, key, moment, word
from hrcn_community.core.errors import Refusal
from hrcn_community.core.sealed_columns import SealedText
from hrcn_community.core.words import _l

LONGEST_ADDRESS = 500
MOST_CITATIONS = 60
MOST_POINTS = 30


class PointStand(StrEnum):
    """What became of a change that a reviewer asked for."""

    OPEN = "open"
    DONE = "done"
    ANSWERED = "answered"


class CitationKind(StrEnum):
    """What an answer refers to: something in the house, or the law and books outside."""

    THREAD = "thread"
    GUIDELINE = "guideline"
    PRACTICE = "practice"
    MODULE = "module"
    LAW = "law"
    LITERATURE = "literature"

    @property
    def is_house(self) -> bool:
        return self not in {CitationKind.LAW, CitationKind.LITERATURE}


class CaseVersion(Model):
    """An answer as it was delivered: never written again, whatever becomes of the case."""

    __tablename__ = "case_versions"
    id: Mapped[key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    number: Mapped[int]
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), unique=True)
    revision: Mapped[int]
    note_post_id: Mapped[int | None] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), default=None
    )
    delivered_at: Mapped[moment]

    __table_args__ = (UniqueConstraint("case_id", "number"),)


class CaseVersionPerson(Model):
    """Who wrote, reviewed or signed a version; their names are looked up when it is shown."""

    __tablename__ = "case_version_people"
    id: Mapped[key]
    version_id: Mapped[int] = mapped_column(
        ForeignKey("case_versions.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=ACTED, index=True)
    role: Mapped[word]


class CaseCitation(Model):
    """What an answer refers to. Without a version it belongs to the draft, else to what was delivered."""

    __tablename__ = "case_citations"
    __sealed_by__ = "case_id"
    id: Mapped[key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    version: Mapped[int | None] = mapped_column(default=None)
    number: Mapped[int]
    kind: Mapped[word]
    title: Mapped[str] = mapped_column(SealedText)
    source: Mapped[str] = mapped_column(SealedText, default="")
    address: Mapped[str] = mapped_column(SealedText, default="")
    seen_on: Mapped[dt.date | None] = mapped_column(Date, default=None)

    __table_args__ = (Index("ix_case_citations_case", "case_id", "version", "number"),)

    @property
    def is_house(self) -> bool:
        return CitationKind(self.kind).is_house


class CasePoint(Model):
    """One change that a reviewer asked for, in a round, and what the author did about it."""

    __tablename__ = "case_points"
    id: Mapped[key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    number: Mapped[int]
    round: Mapped[int]
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    stand: Mapped[word] = mapped_column(default=PointStand.OPEN)
    answer_post_id: Mapped[int | None] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), default=None
    )
    settled_at: Mapped[datetime | None] = mapped_column(default=None)

    __table_args__ = (UniqueConstraint("case_id", "number"),)


class PointsOpen(Refusal):
    message = _l(
        "The reviewer asked for changes that are neither done nor answered yet. "
        "Mark each of them, then hand the draft over again."
    )


class NotForTheAsker(Refusal):
    message = _l(
        "Who asked could not open this, so it cannot stand in their answer. "
        "Say what matters in your own words, or cite something that is open to them."
    )


class NothingThere(Refusal):
    message = _l(
        "Nothing in the house that you can read stands at this address. Paste the address of a "
        "thread, a guideline or one of its clauses, a practice or a module."
    )


class CitedAlready(Refusal):
    message = _l("This stands among the sources already.")


class TooManyCitations(Refusal):
    message = _l("There are as many sources as one answer can have. Take one out first.")
