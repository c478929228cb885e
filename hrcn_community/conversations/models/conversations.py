"""A conversation in a space, who follows it, how far they have read, and what befell it."""

import datetime as dt
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hrcn_community.accounts.ties import ACTED, OWN, WROTE
from hrcn_community.core.db import Model, key, line, moment, word
from hrcn_community.core.sealed_columns import SealedJSON, SealedText
from hrcn_community.spaces.models import Space


class Conversation(Model):
    """Posts in order. `title`, `room` and `address` are written by whatever owns it.

    It is not listed while its opening is held, nor after it was merged into another. `has_held` says
    that posts waited here for a facilitator once, so that only then anybody looks for some.
    """

    __tablename__ = "conversations"
    __sealed_by__ = "space_id"
    id: Mapped[key]
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    room: Mapped[word]
    title: Mapped[str] = mapped_column(SealedText)
    address: Mapped[line]
    language: Mapped[word] = mapped_column(default="en")
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"), default=None, index=True)
    started_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=WROTE, default=None, index=True
    )
    started_at: Mapped[moment]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    post_count: Mapped[int] = mapped_column(default=0)
    last_number: Mapped[int] = mapped_column(default=0)
    last_post_at: Mapped[moment]
    last_author_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=ACTED, default=None
    )
    version: Mapped[int] = mapped_column(default=0)
    is_listed: Mapped[bool] = mapped_column(default=True)
    has_trail: Mapped[bool] = mapped_column(default=False)
    has_held: Mapped[bool] = mapped_column(default=False)
    slow_seconds: Mapped[int] = mapped_column(default=0)

    space: Mapped[Space] = relationship(lazy="raise")

    @property
    def awaits_opening(self) -> bool:
        """Was nothing let through yet of what shall open it?"""
        return not self.is_listed and self.last_number == 0

    __table_args__ = (
        Index("ix_conversations_space", "space_id", "room", "last_post_at", "id"),
        Index("ix_conversations_room", "room", "last_post_at", "id"),
        Index("ix_conversations_address", "address"),
    )


class ConversationTerm(Model):
    """What a conversation is about."""

    __tablename__ = "conversation_terms"
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), primary_key=True, index=True)


class Level(StrEnum):
    """How much somebody wants to be told of what is added. Without a row it is what is normal.

    Watching: of everything, at once and by mail too. Following: of everything, as they chose.
    Muted: of nothing, whatever is said of them there.
    """

    WATCHING = "watching"
    FOLLOWING = "following"
    MUTED = "muted"


TOLD = (Level.WATCHING, Level.FOLLOWING)


class Follow(Model):
    """A person who said how much they want to be told of one conversation."""

    __tablename__ = "follows"
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True, index=True
    )
    level: Mapped[word] = mapped_column(default=Level.FOLLOWING, server_default=Level.FOLLOWING)
    since: Mapped[moment]


class SpaceFollow(Model):
    """A person who said how much they want to be told of a whole space.

    Watching: of all that is written there. Following: of what is begun there. Muted: of nothing.
    """

    __tablename__ = "space_follows"
    space_id: Mapped[int] = mapped_column(
        ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True, index=True
    )
    level: Mapped[word]
    since: Mapped[moment]


class ReadState(Model):
    """How far a person has read."""

    __tablename__ = "read_states"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True
    )
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    last_read_number: Mapped[int]
    read_at: Mapped[moment]


class ConversationDay(Model):
    """How lively a conversation was on one day: what lists of the best of a week are made from."""

    __tablename__ = "conversation_days"
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    score: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_conversation_days_day", "day", "conversation_id", "score"),)


class TrailKind(StrEnum):
    """What can befall a conversation, so that its readers can follow."""

    CLOSED = "closed"
    REOPENED = "reopened"
    RENAMED = "renamed"
    MOVED = "moved"
    SPLIT_OFF = "split_off"
    SPLIT_FROM = "split_from"
    MERGED_IN = "merged_in"
    MERGED_AWAY = "merged_away"
    SLOWED = "slowed"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    SHOWN_AGAIN = "shown_again"


class TrailEntry(Model):
    """A line between the posts: what befell the conversation after post `after_number`.

    `facts` are plain words and figures (a reason, a former title, how many posts), written for those
    who read in `space_id`, where the conversation stood then. Where another conversation had a part,
    or another space it came from, that is named to those who may read there.
    """

    __tablename__ = "trail_entries"
    __sealed_by__ = "conversation_id"
    id: Mapped[key]
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    after_number: Mapped[int]
    kind: Mapped[word]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=ACTED, default=None)
    happened_at: Mapped[moment]
    space_id: Mapped[int | None] = mapped_column(
        ForeignKey("spaces.id", ondelete="SET NULL"), default=None
    )
    from_space_id: Mapped[int | None] = mapped_column(
        ForeignKey("spaces.id", ondelete="SET NULL"), default=None
    )
    other_id: Mapped[int | None] = mapped_column(
        ForeignKey("conversations.id", ondelete="SET NULL"), default=None
    )
    facts: Mapped[dict[str, Any]] = mapped_column(SealedJSON, default=dict)

    __table_args__ = (
        Index("ix_trail_entries_conversation", "conversation_id", "after_number", "id"),
    )
