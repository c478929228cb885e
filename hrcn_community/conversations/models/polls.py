"""A poll: a question that stands in a post, with choices and votes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.core.db import Model, key, line, moment, word


class PollKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    RANKED = "ranked"


class ResultsShown(StrEnum):
    """When the results of a poll may be read."""

    ALWAYS = "always"
    VOTED = "voted"
    CLOSED = "closed"


class Poll(Model):
    """What is asked in a post. `voter_count` is how many people have voted."""

    __tablename__ = "polls"
    id: Mapped[key]
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), unique=True)
    question: Mapped[line]
    kind: Mapped[word] = mapped_column(default=PollKind.SINGLE)
    results: Mapped[word] = mapped_column(default=ResultsShown.ALWAYS)
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    closes_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    voter_count: Mapped[int] = mapped_column(default=0)


class PollChoice(Model):
    """One of the choices. It is never removed, lest votes go with it; it may be put aside."""

    __tablename__ = "poll_choices"
    id: Mapped[key]
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id", ondelete="CASCADE"))
    position: Mapped[int]
    words: Mapped[line]
    retired_at: Mapped[datetime | None] = mapped_column(default=None)

    __table_args__ = (UniqueConstraint("poll_id", "position"),)


class PollVote(Model):
    """One person for one choice; `rank` 1 is the first wish. Nobody is named where it is anonymous.

    `voter` is a keyed print of poll and person: it tells a second vote from a first without saying whose.
    """

    __tablename__ = "poll_votes"
    poll_id: Mapped[int] = mapped_column(
        ForeignKey("polls.id", ondelete="CASCADE"), primary_key=True
    )
    voter: Mapped[str] = mapped_column(String(64), primary_key=True)
    choice_id: Mapped[int] = mapped_column(
        ForeignKey("poll_choices.id", ondelete="CASCADE"), primary_key=True
    )
    rank: Mapped[int] = mapped_column(default=1)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), default=None, index=True
    )
    voted_at: Mapped[moment]

    __table_args__ = (Index("ix_poll_votes_choice", "choice_id", "rank"),)
