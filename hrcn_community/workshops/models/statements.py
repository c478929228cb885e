"""A statement in a workshop, who made it, and the votes on it."""

from enum import StrEnum

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hrcn_community.accounts.ties import OWN
from hrcn_community.core.db import Model, key, word
from hrcn_community.workshops.models.workshops import Workshop

LONGEST_STATEMENT = 200
FEWEST_COUNTED = 5  # no count of fewer people is shown, and no two counts differ by fewer
FEWEST_FOR_A_MAP = 30
NOBODY = [0, 0, 0]


class Choice(StrEnum):
    AGREE = "agree"
    DISAGREE = "disagree"
    PASS = "pass"  # noqa: S105 - a vote, no password


class Statement(Model):
    """One sentence to vote on. Its post has no author, whatever the rule of the room: see StatementAuthor.

    Counts are lists of agree, disagree and pass. `counts` is what stands; `released` is what may be
    shown while the voting runs; `held_back` is the count that is released next.
    """

    __tablename__ = "statements"
    id: Mapped[key]
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), index=True
    )
    ref: Mapped[word] = mapped_column(unique=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), unique=True)
    counts: Mapped[list[int]] = mapped_column(JSON, default=lambda: list(NOBODY))
    held_back: Mapped[list[int]] = mapped_column(JSON, default=lambda: list(NOBODY))
    released: Mapped[list[int]] = mapped_column(JSON, default=lambda: list(NOBODY))

    workshop: Mapped[Workshop] = relationship(lazy="raise")

    @property
    def room_space_id(self) -> int:
        return self.workshop.room_space_id

    def take_count(self, counts: list[int]) -> None:
        """Take in a new count; release the one held back once five more people have voted.

        Releasing one batch late keeps five votes for the final count, so that neither two releases
        nor the last release and the final count differ by the vote of one person.
        """
        self.counts = counts
        if sum(counts) - sum(self.held_back) >= FEWEST_COUNTED:
            self.released, self.held_back = self.held_back, counts


class StatementAuthor(Model):
    """Who made a statement. Only taking it back asks this, and, where names may be said, its page."""

    __tablename__ = "statement_authors"
    statement_id: Mapped[int] = mapped_column(
        ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, index=True
    )


class Vote(Model):
    """What a person thinks of a statement. It bears no time: that would tell who voted."""

    __tablename__ = "votes"
    statement_id: Mapped[int] = mapped_column(
        ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True, index=True
    )
    choice: Mapped[word]
