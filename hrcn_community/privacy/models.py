"""An archive to take along, an erasure on its way, and the names that it left in others' texts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hrcn_community.accounts.ties import ACTED, OWN
from hrcn_community.core import clock
from hrcn_community.core.db import Model, key, line, moment, word
from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l
from hrcn_community.spaces.models import Space

LONGEST_KEY = 120


class Export(Model):
    """Somebody's archive: one for each person, a new one takes its place.

    `stored` is what it is called in the storage, where it lies sealed; empty while it is being made.
    """

    __tablename__ = "exports"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, unique=True
    )
    with_pseudonyms: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[moment]
    stored: Mapped[word] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def is_ready(self) -> bool:
        return self.expires_at is not None and clock.now() < self.expires_at


class Erasure(Model):
    """Somebody asked to be erased. `step` and `cursor` say how far that has come.

    `person_id` is no foreign key, `print` a keyed print of their address: with them, and with the day on
    which they joined, whoever comes back out of an older copy of the database is known again. `sealed`
    holds what has to be looked for, until nothing has.
    """

    __tablename__ = "erasures"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(index=True)
    print: Mapped[str] = mapped_column(String(64))
    joined_at: Mapped[moment]
    keeps_texts: Mapped[bool]
    asked_at: Mapped[moment]
    due_at: Mapped[moment]
    taken_back_at: Mapped[datetime | None] = mapped_column(default=None)
    step: Mapped[word] = mapped_column(default="")
    cursor: Mapped[int] = mapped_column(default=0)
    sealed: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def waits(self) -> bool:
        """May it still be taken back?"""
        return not self.taken_back_at and not self.step and not self.done_at


class Fate(StrEnum):
    """What became of a name in somebody else's text."""

    OPEN = "open"
    BLACKED_OUT = "blacked_out"
    LEFT = "left"


class Naming(Model):
    """A place in somebody else's words that may name whoever was erased; a person looks at it.

    `space_id` is whose facilitators do, where it is a closed one; else the core team.
    """

    __tablename__ = "namings"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    erasure_id: Mapped[int] = mapped_column(ForeignKey("erasures.id", ondelete="CASCADE"))
    place: Mapped[word]
    part: Mapped[word]
    row: Mapped[str] = mapped_column(String(LONGEST_KEY))
    space_id: Mapped[int | None] = mapped_column(
        ForeignKey("spaces.id", ondelete="CASCADE"), default=None, index=True
    )
    address: Mapped[line] = mapped_column(default="")
    fate: Mapped[word] = mapped_column(default=Fate.OPEN)
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=ACTED, default=None
    )
    decided_at: Mapped[datetime | None] = mapped_column(default=None)

    space: Mapped[Space | None] = relationship(lazy="raise", viewonly=True)

    __table_args__ = (
        UniqueConstraint("erasure_id", "place", "row", "part"),
        Index("ix_namings_fate", "fate", "erasure_id", "id"),
    )


class Fading(Model):
    """A pseudonym whose owner was erased: what was kept for it goes at `due_at`, a day that chance chose.

    Were it done at once, the two moments would join the two.
    """

    __tablename__ = "fadings"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True
    )
    keeps_texts: Mapped[bool]
    due_at: Mapped[moment] = mapped_column(index=True)


class WrongHandle(Refusal):
    message = _l("That is not your handle. Type it as it stands above, without the @.")


class HeldByLaw(Refusal):
    message = _l(
        "Something of yours has to be kept for a legal matter, so you cannot be erased now. "
        "Write to the core team by the contact page; they tell you more."
    )


class HandoverOwed(Refusal):
    message = _l("Hand over first what only you look after. It is listed above.")


class TooLate(Refusal):
    message = _l("The erasing has begun; it cannot be taken back any more.")


class SeenToAlready(Refusal):
    message = _l("Somebody has decided this meanwhile.")
