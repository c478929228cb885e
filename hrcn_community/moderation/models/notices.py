"""What somebody gives notice of, and the matter in which all notices about one thing come together."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import ACTED, WROTE
from hrcn_community.core import clock
from hrcn_community.core.db import Model, key, line, moment, word
from hrcn_community.core.sealed_columns import SealedText
from hrcn_community.core.sealing import keyed_print

CLAIM_LASTS = timedelta(days=2)
OPEN_POST = text("decided_at IS NULL AND about = 'post'")
OPEN_PERSON = text("decided_at IS NULL AND about = 'profile'")
OPEN_FILE = text("decided_at IS NULL AND about = 'file'")


class About(StrEnum):
    """What a matter is about. Of a file the post at which it hangs is known as well."""

    POST = "post"
    PROFILE = "profile"
    FILE = "file"


class Category(StrEnum):
    """Why somebody gives notice."""

    ILLEGAL = "illegal"
    RULE = "rule"
    OTHER = "other"


class Desk(StrEnum):
    """Who decides a matter."""

    FACILITATORS = (
        "facilitators"  # of its space; where that is open to all members, the core team too
    )
    CORE = "core"
    ONE = "one"  # one person of the core team, who sees that post alone


class Matter(Model):
    """One thing about which there are notices, and who is to decide it; open until it is decided.

    `person_id` is whoever it is about: the author of the post, perhaps a pseudonym, or whose profile
    it is. `file_ref` names a file; its author may have taken it out since. `shut_out_id` decided before
    and was reversed: they do not decide again.
    """

    __tablename__ = "moderation_matters"
    __sealed_by__ = "space_id"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    post_id: Mapped[int | None] = mapped_column(
        ForeignKey("posts.id", ondelete="SET NULL"), index=True
    )
    about: Mapped[word] = mapped_column(default=About.POST, server_default="post")
    file_ref: Mapped[word] = mapped_column(default="", server_default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=ACTED, index=True)
    space_id: Mapped[int | None] = mapped_column(
        ForeignKey("spaces.id", ondelete="SET NULL"), index=True
    )
    desk: Mapped[word]
    category: Mapped[word]
    reader_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=ACTED, default=None, index=True
    )
    read_at: Mapped[datetime | None] = mapped_column(default=None)
    notice_count: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[moment]
    claimed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=ACTED, default=None
    )
    claimed_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    shut_out_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=ACTED, default=None
    )

    __table_args__ = (
        Index("ix_moderation_matters_waiting", "decided_at", "opened_at", "id"),
        Index(
            "uq_moderation_matters_post",
            "post_id",
            unique=True,
            sqlite_where=OPEN_POST,
            postgresql_where=OPEN_POST,
        ),
        Index(
            "uq_moderation_matters_person",
            "person_id",
            unique=True,
            sqlite_where=OPEN_PERSON,
            postgresql_where=OPEN_PERSON,
        ),
        Index(
            "uq_moderation_matters_file",
            "file_ref",
            unique=True,
            sqlite_where=OPEN_FILE,
            postgresql_where=OPEN_FILE,
        ),
    )

    @property
    def claimant(self) -> int | None:
        """Return who has claimed it, as long as that holds."""
        fresh = self.claimed_at is not None and clock.now() < self.claimed_at + CLAIM_LASTS
        return self.claimed_by_id if fresh else None


class ContentNotice(Model):
    """What one person gave notice of, as it stood then. A notice as the law means it: no notification."""

    __tablename__ = "content_notices"
    __sealed_by__ = "matter_id"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    matter_id: Mapped[int] = mapped_column(
        ForeignKey("moderation_matters.id", ondelete="CASCADE"), index=True
    )
    revision: Mapped[int] = mapped_column(default=0)
    noticed_text: Mapped[str] = mapped_column(SealedText, default="")
    address: Mapped[str] = mapped_column(String(300))
    passage: Mapped[str] = mapped_column(SealedText, default="")
    category: Mapped[word]
    rule: Mapped[word] = mapped_column(default="")
    law: Mapped[str] = mapped_column(SealedText, default="")
    explanation: Mapped[str] = mapped_column(SealedText)
    notifier_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=WROTE, default=None, index=True
    )
    notifier_name: Mapped[line] = mapped_column(default="")
    notifier_email: Mapped[str] = mapped_column(String(254), default="")
    print: Mapped[str] = mapped_column(String(64))
    filed_at: Mapped[moment]

    __table_args__ = (UniqueConstraint("matter_id", "print"),)

    @property
    def key(self) -> str:
        """Return what opens its answer to whoever has no account: nobody makes it without our key."""
        return key_of(self.ref)


def key_of(ref: str) -> str:
    """Return the secret half of an address by which a notice or a statement is read without signing in."""
    return keyed_print("moderation", ref)[:32]
