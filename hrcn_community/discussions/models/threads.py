"""A thread: a conversation that people start, and what is done with it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, exists, text
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from hrcn_community.accounts.ties import ACTED, WROTE
from hrcn_community.conversations.models import Conversation, ConversationClosed, Post, PostState
from hrcn_community.core.db import Model, key, line, moment, word
from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l
from hrcn_community.spaces.models import Space

ROOM = "discussions"
_answer = Post.__table__.alias("answer")


class ThreadKind(StrEnum):
    DISCUSSION = "discussion"
    QUESTION = "question"
    ANNOUNCEMENT = "announcement"
    QUERY = "query"  # answered by a consolidated reply


class Thread(Model):
    __tablename__ = "threads"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), unique=True
    )
    kind: Mapped[word] = mapped_column(default=ThreadKind.DISCUSSION)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=WROTE, index=True)
    accepted_post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), default=None)
    pinned_at: Mapped[datetime | None] = mapped_column(default=None)
    closing_reason: Mapped[line] = mapped_column(default="")
    has_timers: Mapped[bool] = mapped_column(default=False)

    conversation: Mapped[Conversation] = relationship(lazy="raise")
    # Does what was accepted, or the reply to a query, still stand? Asked for where it is shown.
    is_answered: Mapped[bool] = column_property(
        exists()
        .where(_answer.c.id == accepted_post_id, _answer.c.state == PostState.PUBLISHED)
        .correlate_except(_answer),
        deferred=True,
    )
    __table_args__ = (
        Index("ix_threads_kind", "kind", "accepted_post_id", "conversation_id"),
        Index(  # of the few that are pinned
            "ix_threads_pinned",
            "pinned_at",
            sqlite_where=text("pinned_at IS NOT NULL"),
            postgresql_where=text("pinned_at IS NOT NULL"),
        ),
    )

    @property
    def space(self) -> Space:
        return self.conversation.space

    @property
    def is_question(self) -> bool:
        return self.kind == ThreadKind.QUESTION


class Merger(Model):
    """A thread whose posts went into another; whoever comes to its address is led there."""

    __tablename__ = "mergers"
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True
    )
    into_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    merged_at: Mapped[moment]


class TimerKind(StrEnum):
    CLOSE = "close"
    REMIND = "remind"


class ThreadTimer(Model):
    """Something that will happen to a thread by itself. Changed or put off, it is another row."""

    __tablename__ = "thread_timers"
    id: Mapped[key]
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    kind: Mapped[word]
    due_at: Mapped[moment]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=ACTED, default=None)

    __table_args__ = (UniqueConstraint("thread_id", "kind"),)


class ThreadIsClosed(ConversationClosed):
    """Says why, to whoever wrote a reply while it was being closed; the way back is to what was said."""

    def __init__(self, thread: Thread) -> None:
        reason = thread.closing_reason
        said = _l("This thread was closed while you were writing: %(reason)s", reason=reason)
        super().__init__(said if reason else None)
        self.back = thread.conversation.address


class NotAQuestion(Refusal):
    message = _l("Only a reply to a question can be its accepted answer.")


class OpeningStays(Refusal):
    message = _l("The opening post says what a thread is about, so it stays in it. Choose others.")


class NothingToSplit(Refusal):
    message = _l("A new thread begins with a post that can be read. The first of those is none.")


class CitedInReply(Refusal):
    message = _l("The consolidated reply cites some of these posts; they stay where it stands.")


class KeptTogether(Refusal):
    message = _l(
        "A query keeps its contributions and its reply together; it cannot be merged away."
    )


class MergedAway(Refusal):
    message = _l("This thread was merged into another one a moment ago.")
