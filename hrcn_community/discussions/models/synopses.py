"""The consolidated reply to a query: contributions in a window, a synopsis in which each sentence cites."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.core.db import Model, key, line, moment, word


class SynopsisState(StrEnum):
    """A query's way: contributions, a draft, its confirmation by who contributed, the reply."""

    COLLECTING = "collecting"
    DRAFTING = "drafting"
    CONFIRMING = "confirming"
    PUBLISHED = "published"


class Synopsis(Model):
    """The consolidated reply of one thread. `round` grows whenever its sentences change."""

    __tablename__ = "synopses"
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    state: Mapped[word] = mapped_column(default=SynopsisState.COLLECTING)
    contributions_until: Mapped[moment]
    confirmations_until: Mapped[datetime | None] = mapped_column(default=None)
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    round: Mapped[int] = mapped_column(default=1)
    post_id: Mapped[int | None] = mapped_column(
        ForeignKey("posts.id", ondelete="SET NULL"), default=None
    )
    published_at: Mapped[datetime | None] = mapped_column(default=None)


class Sentence(Model):
    """One sentence of a synopsis."""

    __tablename__ = "synopsis_sentences"
    id: Mapped[key]
    thread_id: Mapped[int] = mapped_column(ForeignKey("synopses.thread_id", ondelete="CASCADE"))
    position: Mapped[int]
    words: Mapped[str] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("thread_id", "position"),)


class Citation(Model):
    """A post that a sentence rests on, as it stood when it was cited."""

    __tablename__ = "synopsis_citations"
    sentence_id: Mapped[int] = mapped_column(
        ForeignKey("synopsis_sentences.id", ondelete="CASCADE"), primary_key=True
    )
    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    revision: Mapped[int]


class Confirmation(Model):
    """What somebody who contributed says of the draft of one round, and whether to be named."""

    __tablename__ = "synopsis_confirmations"
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("synopses.thread_id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    round: Mapped[int]
    agrees: Mapped[bool]
    wants_credit: Mapped[bool] = mapped_column(default=False)
    remark: Mapped[line] = mapped_column(default="")
    said_at: Mapped[moment]
