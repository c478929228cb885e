"""Standing pages in their versions, how long things are kept, what must not go, and what is handed on."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import ACTED
from hrcn_community.core.db import Model, key, line, moment, word


class Demand(StrEnum):
    """What a new version asks of the members."""

    NOTHING = "nothing"
    TOLD = "told"
    ANEW = "anew"


class PageVersion(Model):
    """A standing page as it was published once, in all its languages. Version 1 is the shipped one.

    That one is written down when the core team publishes a second: until then it comes with the software.
    """

    __tablename__ = "page_versions"
    id: Mapped[key]
    page: Mapped[word]
    number: Mapped[int]
    demands: Mapped[word] = mapped_column(default=Demand.NOTHING)
    published_at: Mapped[moment]
    published_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), default=None, info=ACTED
    )

    __table_args__ = (UniqueConstraint("page", "number"),)


class PageText(Model):
    """A version of a page in one language, and one sentence of what is different from the one before."""

    __tablename__ = "page_texts"
    version_id: Mapped[int] = mapped_column(
        ForeignKey("page_versions.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[word] = mapped_column(primary_key=True)
    title: Mapped[line]
    source: Mapped[str] = mapped_column(Text)
    changed: Mapped[str] = mapped_column(Text, default="")


class RetentionPeriod(Model):
    """How long things of one rule are kept, where the core team decided otherwise than we ship it."""

    __tablename__ = "retention_periods"
    rule: Mapped[word] = mapped_column(primary_key=True)
    days: Mapped[int]
    changed_at: Mapped[moment]
    changed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), default=None, info=ACTED
    )


class RetentionWarning(Model):
    """Somebody was told that something will go. `mark` says what, as it stood, and which warning it was."""

    __tablename__ = "retention_warnings"
    rule: Mapped[word] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(String(120), primary_key=True)
    warned_at: Mapped[moment]


class Hold(Model):
    """Nothing of a person, or of what stands at an address, may go until this ends.

    The address is kept as it was written, whether there is anything or not: to set a hold tells nothing.
    """

    __tablename__ = "holds"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), default=None, index=True, info=ACTED
    )
    address: Mapped[line] = mapped_column(default="", index=True)
    reason: Mapped[str] = mapped_column(Text)
    silent_because: Mapped[str] = mapped_column(Text, default="")
    begins_at: Mapped[moment]
    review_on: Mapped[date] = mapped_column(Date)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None, info=ACTED)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), default=None, info=ACTED
    )
    ended_because: Mapped[str] = mapped_column(Text, default="")


class Handover(Model):
    """Somebody offers a duty of theirs to somebody else, who takes it or does not.

    Where nobody has it any more, the house offers it.
    """

    __tablename__ = "handovers"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    kind: Mapped[word]
    subject_id: Mapped[int]
    from_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), default=None, index=True, info=ACTED
    )
    to_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), info=ACTED)
    offered_at: Mapped[moment]
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    is_taken: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (Index("ix_handovers_to", "to_id", "answered_at"),)
