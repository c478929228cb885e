"""A poll: a question that stands in a post, with choices and votes; and when what is possible."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hrcn_community.accounts.ties import WROTE
from hrcn_community.conversations.models.posts import Post
from hrcn_community.conversations.models.refusals import ConversationClosed
from hrcn_community.core import clock
from hrcn_community.core.db import Model, key, line, word
from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l
from hrcn_community.spaces.models import Space

FEWEST_COUNTED = (
    5  # of an anonymous poll no count of fewer people is shown, nor two that differ by fewer
)
Counted = dict[str, Any]  # a Tally as the database keeps it


class PollKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    RANKED = "ranked"


class ResultsShown(StrEnum):
    """When the results of a poll may be read."""

    ALWAYS = "always"
    VOTED = "voted"
    CLOSED = "closed"


class Withheld(StrEnum):
    """Why somebody is not shown the results."""

    NOT = ""
    UNTIL_VOTED = "until_voted"
    UNTIL_CLOSED = "until_closed"
    IN_STEPS = "in_steps"
    TOO_FEW = "too_few"


class Poll(Model):
    """What is asked in a post. `voter_count` is how many people have voted.

    `version` grows with every change and every vote, `edition` with every change of its wording;
    `changed_after` is how many had voted at the last of those. While an anonymous poll is open, what
    it shows is `released`; `held_back` is the count that is released next.
    """

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
    version: Mapped[int] = mapped_column(default=1)
    edition: Mapped[int] = mapped_column(default=1)
    changed_after: Mapped[int] = mapped_column(default=0)
    held_back: Mapped[Counted | None] = mapped_column(JSON(none_as_null=True), default=None)
    released: Mapped[Counted | None] = mapped_column(JSON(none_as_null=True), default=None)

    post: Mapped[Post] = relationship(lazy="raise")

    @property
    def space(self) -> Space:
        return self.post.space

    @property
    def author_id(self) -> int | None:
        return self.post.author_id

    @property
    def is_ranked(self) -> bool:
        return self.kind == PollKind.RANKED

    @property
    def is_over(self) -> bool:
        """Is it closed, or its time past, even if nobody has noticed yet?"""
        is_past = self.closes_at is not None and self.closes_at <= clock.now()
        return self.closed_at is not None or is_past

    @property
    def takes_votes(self) -> bool:
        return not self.is_over and self.post.conversation.closed_at is None

    def must_be_open(self) -> None:
        if self.is_over:
            raise PollOver

    def must_take_votes(self) -> None:
        self.must_be_open()
        if self.post.conversation.closed_at is not None:
            raise ConversationClosed

    def withheld(self, *, has_voted: bool) -> Withheld:
        """Say why the results are not shown to somebody who has voted, or has not; empty if they are."""
        if self.is_over:
            is_few = self.is_anonymous and self.voter_count < FEWEST_COUNTED
            return Withheld.TOO_FEW if is_few else Withheld.NOT
        if self.results == ResultsShown.CLOSED:
            return Withheld.UNTIL_CLOSED
        if self.results == ResultsShown.VOTED and not has_voted:
            return Withheld.UNTIL_VOTED
        return Withheld.IN_STEPS if self.is_anonymous and not self.released else Withheld.NOT

    @property
    def is_step_due(self) -> bool:
        """Have five more people voted in an anonymous poll since the count that is held back?"""
        before = self.held_back["voters"] if self.held_back else 0
        return self.is_anonymous and self.voter_count - before >= FEWEST_COUNTED

    def take_step(self, count: Counted) -> None:
        """Release the count that was held back, and hold this one back in its stead.

        One step late, so that neither two counts that are shown nor the last of them and the final
        one differ by the vote of one person, whenever somebody chooses to close the poll.
        """
        self.released, self.held_back = self.held_back, count


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

    `voter` is a keyed print of poll and person: it tells a second vote from a first without saying
    whose. An anonymous vote bears no time, and SQLite keeps the rows in the order of their keys: when
    somebody voted would say what they voted.
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
        ForeignKey("people.id", ondelete="CASCADE"), info=WROTE, default=None, index=True
    )
    voted_at: Mapped[datetime | None] = mapped_column(default=None)

    __table_args__ = (
        Index("ix_poll_votes_choice", "choice_id", "rank"),
        {"sqlite_with_rowid": False},
    )


class PollOver(Refusal):
    message = _l("This poll is closed; nothing in it can be changed any more.")


class PollStands(Refusal):
    message = _l("This post holds a poll already.")


class RulesSettled(Refusal):
    message = _l(
        "Somebody has voted meanwhile: whether names are shown, the kind of the poll and when its "
        "results are shown are settled now."
    )


class ChoiceNotOffered(Refusal):
    message = _l("One of these choices is not offered any more. Please look at the poll again.")


class ResultsWithheld(Refusal):
    message = _l("The results of this poll are not shown yet.")
