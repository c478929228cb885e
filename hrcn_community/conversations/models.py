"""A conversation in a space, its posts and their revisions, who follows and how far they have read."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hrcn_community.core.db import Model, key, line, moment, word
from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l
from hrcn_community.spaces.models import Space


class PostState(StrEnum):
    """Below a space only a post's state decides who sees it."""

    DRAFT = "draft"
    HELD = "held"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    DELETED = "deleted"


STANDING = (
    PostState.PUBLISHED,
    PostState.HIDDEN,
    PostState.DELETED,
)  # have a number, leave a trace


class Conversation(Model):
    """Posts in order. `title`, `room` and `address` are written by whatever owns it."""

    __tablename__ = "conversations"
    id: Mapped[key]
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    room: Mapped[word]
    title: Mapped[line]
    address: Mapped[line]
    language: Mapped[word] = mapped_column(default="en")
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"), default=None, index=True)
    started_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), default=None, index=True
    )
    started_at: Mapped[moment]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    post_count: Mapped[int] = mapped_column(default=0)
    last_number: Mapped[int] = mapped_column(default=0)
    last_post_at: Mapped[moment]
    last_author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    version: Mapped[int] = mapped_column(default=0)

    space: Mapped[Space] = relationship(lazy="raise")
    __table_args__ = (
        Index("ix_conversations_space", "space_id", "room", "last_post_at", "id"),
        Index("ix_conversations_room", "room", "last_post_at", "id"),
    )


class ConversationTerm(Model):
    """What a conversation is about."""

    __tablename__ = "conversation_terms"
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), primary_key=True, index=True)


class Post(Model):
    """Words of a person. `number` is given at publication and never reused; `version` grows with any change."""

    __tablename__ = "posts"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    number: Mapped[int | None] = mapped_column(default=None)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[word] = mapped_column(default=PostState.PUBLISHED)
    language: Mapped[word] = mapped_column(default="en")
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    rendered_with: Mapped[int]
    title_terms: Mapped[str] = mapped_column(Text, default="")
    terms: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[moment]
    edited_at: Mapped[datetime | None] = mapped_column(default=None)
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    taken_back_reason: Mapped[str] = mapped_column(Text, default="")

    conversation: Mapped[Conversation] = relationship(lazy="raise")
    __table_args__ = (UniqueConstraint("conversation_id", "number"),)

    @property
    def space(self) -> Space:
        return self.conversation.space


class Revision(Model):
    """The words of a post as they stood, one row for each version including the first."""

    __tablename__ = "revisions"
    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[moment]
    reason: Mapped[str] = mapped_column(String(200), default="")


class Follow(Model):
    """A person who wants to be told of what is added."""

    __tablename__ = "follows"
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    since: Mapped[moment]


class ReadState(Model):
    """How far a person has read."""

    __tablename__ = "read_states"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    last_read_number: Mapped[int]
    read_at: Mapped[moment]


class ConversationClosed(Refusal):
    message = _l("This conversation is closed; nothing can be added to it.")


class EditConflict(Refusal):
    message = _l("Somebody changed this text while you were writing.")


class PostNotStanding(Refusal):
    message = _l("This post is not there any more.")
