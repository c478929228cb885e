"""A notice in the app, a mail on its way, and how somebody wants to be told."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import ACTED, OWN
from hrcn_community.core.db import Model, key, line, moment, word

WAITING = text("sent_at IS NULL AND parked_at IS NULL AND bounced_at IS NULL")  # mail to be sent
FOR_DIGEST = text("for_digest AND digest_id IS NULL")  # what waits for the next digest


class ByMail(StrEnum):
    """How somebody wants mail of one topic."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    NEVER = "never"


class Rhythm(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"


class MailSort(StrEnum):
    """What a mail is. A letter is written when it is posted; the others are when they are sent."""

    LETTER = "letter"
    NOTICE = "notice"
    DIGEST = "digest"


class Notice(Model):
    """One person told of one event. Its words are made when it is read, and only if still allowed.

    Not `in_app`, it is there for mail alone. `digest_id` is the mail in which it was gathered up.
    """

    __tablename__ = "notices"
    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), info=OWN)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[word]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=ACTED, default=None)
    space_id: Mapped[int | None] = mapped_column(
        ForeignKey("spaces.id", ondelete="CASCADE"), default=None
    )
    conversation_id: Mapped[int | None] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), default=None
    )
    post_id: Mapped[int | None] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), default=None, index=True
    )
    title: Mapped[line] = mapped_column(default="")
    address: Mapped[line]
    told_at: Mapped[moment]
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    in_app: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    for_digest: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    digest_id: Mapped[int | None] = mapped_column(
        ForeignKey("mails.id", ondelete="SET NULL"), default=None, index=True
    )

    __table_args__ = (
        UniqueConstraint("person_id", "event_id"),
        Index("ix_notices_person", "person_id", "id"),
        Index(
            "ix_notices_for_digest",
            "person_id",
            sqlite_where=FOR_DIGEST,
            postgresql_where=FOR_DIGEST,
        ),
    )


class Mail(Model):
    """A mail to be sent, once. `sending_at` is written before the server is spoken to.

    A letter bears its subject and body until it is sent. A notice's or a digest's words are made in
    the moment of sending, for `person_id`, of what they may still know then. `held_at` is put aside too:
    it waited when a backup was made, and may have gone out since. `failure` is a class, never its words.
    """

    __tablename__ = "mails"
    id: Mapped[key]
    sort: Mapped[word] = mapped_column(default=MailSort.LETTER, server_default=MailSort.LETTER)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, default=None, index=True
    )
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[line]
    body: Mapped[str] = mapped_column(Text)
    message_id: Mapped[line] = mapped_column(unique=True)
    due_at: Mapped[moment]
    sending_at: Mapped[datetime | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    bounced_at: Mapped[datetime | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    parked_at: Mapped[datetime | None] = mapped_column(default=None)
    held_at: Mapped[datetime | None] = mapped_column(default=None)
    failure: Mapped[str] = mapped_column(String(100), default="", server_default="")

    __table_args__ = (
        UniqueConstraint("event_id", "recipient"),
        Index("ix_mails_waiting", "due_at", sqlite_where=WAITING, postgresql_where=WAITING),
    )


class NoticeChoice(Model):
    """How somebody wants to be told of one topic, where it is not as everybody is at first."""

    __tablename__ = "notice_choices"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True
    )
    topic: Mapped[word] = mapped_column(primary_key=True)
    in_app: Mapped[bool]
    by_mail: Mapped[word]


class MailPace(Model):
    """When somebody wants mail: their digest's rhythm and hour, their quiet hours (of their own zone).

    `digest_due_at` stands while something waits for a digest. After three hard bounces in a row no
    mail goes out until they say that their address is right.
    """

    __tablename__ = "mail_paces"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True
    )
    rhythm: Mapped[word] = mapped_column(default=Rhythm.DAILY)
    hour: Mapped[int] = mapped_column(default=8)
    weekday: Mapped[int] = mapped_column(default=0)
    quiet_from: Mapped[int | None] = mapped_column(default=None)
    quiet_to: Mapped[int | None] = mapped_column(default=None)
    digest_due_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    hard_bounces: Mapped[int] = mapped_column(default=0)
    stopped_at: Mapped[datetime | None] = mapped_column(default=None)


class ReplyAddress(Model):
    """Where one person answers one conversation by mail: the digest of the token in that address.

    `refused_at` is when they were last told that an answer of theirs was not taken as it was.
    """

    __tablename__ = "reply_addresses"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True
    )
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    refused_at: Mapped[datetime | None] = mapped_column(default=None)
