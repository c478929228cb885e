"""The consolidated reply to a query: contributions in a window, a synopsis in which each sentence cites."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import ACTED, OWN
from hrcn_community.core import clock
from hrcn_community.core.db import Model, key, line, moment, word
from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l


class SynopsisState(StrEnum):
    """A query's way: contributions, a draft, its confirmation by who contributed, the reply."""

    COLLECTING = "collecting"
    DRAFTING = "drafting"
    CONFIRMING = "confirming"
    PUBLISHED = "published"


class Step(StrEnum):
    """What can be done on that way."""

    EXTEND = "extend"
    END = "end"
    SAVE = "save"
    SEND = "send"
    CONFIRM = "confirm"
    GO_BACK = "go_back"
    PUBLISH = "publish"
    END_CREDIT = "end_credit"


S = SynopsisState
WAY: Mapping[tuple[SynopsisState, Step], SynopsisState] = {
    (S.COLLECTING, Step.EXTEND): S.COLLECTING,
    (S.COLLECTING, Step.SAVE): S.COLLECTING,
    (S.COLLECTING, Step.END): S.DRAFTING,
    (S.DRAFTING, Step.EXTEND): S.COLLECTING,
    (S.DRAFTING, Step.SAVE): S.DRAFTING,
    (S.DRAFTING, Step.SEND): S.CONFIRMING,
    (S.CONFIRMING, Step.CONFIRM): S.CONFIRMING,
    (S.CONFIRMING, Step.GO_BACK): S.DRAFTING,
    (S.CONFIRMING, Step.PUBLISH): S.PUBLISHED,
    (S.PUBLISHED, Step.END_CREDIT): S.PUBLISHED,
    (S.PUBLISHED, Step.GO_BACK): S.DRAFTING,  # where the reply itself was taken back or hidden
}


class NotAtThisStage(Refusal):
    """The step is not on the way from where the query stands."""

    SAID = {
        S.COLLECTING: _l(
            "Contributions are still being taken; that comes when the window has ended."
        ),
        S.DRAFTING: _l("The draft is being worked on; nobody is asked about it at the moment."),
        S.CONFIRMING: _l(
            "The draft is with those who contributed; take it back before you change it."
        ),
        S.PUBLISHED: _l("The consolidated reply is published already."),
    }

    def __init__(self, state: str) -> None:
        super().__init__(self.SAID[SynopsisState(state)])


class AlreadyAQuery(Refusal):
    message = _l("Only a discussion or a question can become a query.")


class NotAContributor(Refusal):
    message = _l("Only those who contributed say whether the draft tells it rightly.")


class DraftChanged(Refusal):
    message = _l("The draft has changed since you looked at it. Please look again.")


class DraftConflict(Refusal):
    message = _l("Somebody changed the draft while you were writing.")


class NothingDrafted(Refusal):
    message = _l("There is no sentence yet that anybody could confirm.")


class NobodyConfirmed(Refusal):
    message = _l("Nobody has confirmed the draft yet, and the time to do so is not over.")


class ObjectionStands(Refusal):
    message = _l(
        "Somebody objects to the draft. Change it, or say why it is published all the same."
    )


class Synopsis(Model):
    """The consolidated reply of one thread. Its sentences are confirmed as they stand in one `round`.

    `sequence` counts the savings of the draft, so that nobody overwrites another unnoticed.
    """

    __tablename__ = "synopses"
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    state: Mapped[word] = mapped_column(default=SynopsisState.COLLECTING)
    contributions_until: Mapped[moment]
    window_reason: Mapped[line] = mapped_column(default="")
    confirmations_until: Mapped[datetime | None] = mapped_column(default=None)
    drafted_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=ACTED, default=None
    )
    sequence: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=1)
    sent_round: Mapped[int] = mapped_column(default=0)
    post_id: Mapped[int | None] = mapped_column(
        ForeignKey("posts.id", ondelete="SET NULL"), default=None
    )
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    over_objection: Mapped[str] = mapped_column(Text, default="")

    @property
    def takes_contributions(self) -> bool:
        return self.state == S.COLLECTING and clock.now() < self.contributions_until

    @property
    def is_editable(self) -> bool:
        return self.state in (S.COLLECTING, S.DRAFTING)

    @property
    def is_asked(self) -> bool:
        """Are those who contributed asked about the draft at this moment?"""
        return self.state == S.CONFIRMING

    @property
    def is_published(self) -> bool:
        return self.state == S.PUBLISHED

    @property
    def time_to_confirm_is_over(self) -> bool:
        return self.confirmations_until is not None and self.confirmations_until <= clock.now()

    def must_allow(self, step: Step) -> SynopsisState:
        """Return where `step` leads from here; raise NotAtThisStage where it leads nowhere."""
        following = WAY.get((SynopsisState(self.state), step))
        if following is None:
            raise NotAtThisStage(self.state)
        return following

    def take(self, step: Step) -> None:
        """Go one step of the way."""
        self.state = self.must_allow(step)

    def must_be_of(self, round_: int | None) -> None:
        """What somebody says of a draft binds to the round that they read."""
        if round_ != self.round:
            raise DraftChanged


class Sentence(Model):
    """One sentence of a synopsis, as it was typed and as it is shown."""

    __tablename__ = "synopsis_sentences"
    id: Mapped[key]
    thread_id: Mapped[int] = mapped_column(ForeignKey("synopses.thread_id", ondelete="CASCADE"))
    position: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    told_unsourced_at: Mapped[datetime | None] = mapped_column(default=None)

    __table_args__ = (UniqueConstraint("thread_id", "position"),)


class Citation(Model):
    """A post that a sentence rests on, by its number here, as it stood when it was cited."""

    __tablename__ = "synopsis_citations"
    sentence_id: Mapped[int] = mapped_column(
        ForeignKey("synopsis_sentences.id", ondelete="CASCADE"), primary_key=True
    )
    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    number: Mapped[int]
    revision: Mapped[int]


class Confirmation(Model):
    """What somebody who contributed says of the draft of one round, and whether to be named."""

    __tablename__ = "synopsis_confirmations"
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("synopses.thread_id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True, index=True
    )
    round: Mapped[int]
    agrees: Mapped[bool]
    wants_credit: Mapped[bool] = mapped_column(default=False)
    remark: Mapped[str] = mapped_column(Text, default="")
    said_at: Mapped[moment]
