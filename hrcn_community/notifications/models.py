"""A notice in the app, and a mail on its way."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.core.db import Model, key, line, moment, word


class Notice(Model):
    """One person told of one event. Its words are made when it is read, and only if still allowed."""

    __tablename__ = "notices"
    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[word]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    space_id: Mapped[int | None] = mapped_column(
        ForeignKey("spaces.id", ondelete="CASCADE"), default=None
    )
    conversation_id: Mapped[int | None] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), default=None
    )
    title: Mapped[line] = mapped_column(default="")
    address: Mapped[line]
    told_at: Mapped[moment]
    seen_at: Mapped[datetime | None] = mapped_column(default=None)

    __table_args__ = (
        UniqueConstraint("person_id", "event_id"),
        Index("ix_notices_person", "person_id", "id"),
    )


class Mail(Model):
    """A mail to be sent, once. `sending_at` is written before the server is spoken to."""

    __tablename__ = "mails"
    id: Mapped[key]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[line]
    body: Mapped[str] = mapped_column(Text)
    message_id: Mapped[line] = mapped_column(unique=True)
    due_at: Mapped[moment]
    sending_at: Mapped[datetime | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    parked_at: Mapped[datetime | None] = mapped_column(default=None)

    __table_args__ = (UniqueConstraint("event_id", "recipient"),)
