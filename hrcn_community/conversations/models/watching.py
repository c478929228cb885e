"""Words that are watched, what was found of them, and what facilitators note for each other."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import ACTED, WROTE
from hrcn_community.core.db import Model, key, moment, word
from hrcn_community.core.sealed_columns import SealedText

LONGEST_PHRASE = 80
LONGEST_NOTE = 2000


class WatchDeed(StrEnum):
    """What happens where a watched word is written.

    Hold: the post waits for a facilitator. Warn: its writer is asked to read it once more. Tell: those
    who are responsible are told, and nobody else.
    """

    HOLD = "hold"
    WARN = "warn"
    TELL = "tell"


class WatchedWord(Model):
    """A word or a phrase that is watched in one space; without a space, in every open one.

    `key` is how it looks (conversations/watched.py). Not `is_whole`, words that begin so are meant too.
    """

    __tablename__ = "watched_words"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    space_id: Mapped[int | None] = mapped_column(
        ForeignKey("spaces.id", ondelete="CASCADE"), default=None, index=True
    )
    phrase: Mapped[str] = mapped_column(String(LONGEST_PHRASE))
    key: Mapped[str] = mapped_column(Text)
    is_whole: Mapped[bool] = mapped_column(default=True)
    language: Mapped[word] = mapped_column(default="")
    deed: Mapped[word]
    added_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), default=None, info=ACTED
    )
    added_at: Mapped[moment]


class WatchFinding(Model):
    """A watched word that stood in a post when it was written: for those who are responsible alone."""

    __tablename__ = "watch_findings"
    __sealed_by__ = "space_id"
    id: Mapped[key]
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"))
    phrase: Mapped[str] = mapped_column(SealedText)
    deed: Mapped[word]
    found_at: Mapped[moment]


class Note(Model):
    """What a facilitator notes at a post for the other facilitators of the space where they wrote it.

    A post may move on to another space; the note stays with those for whom it was written.
    """

    __tablename__ = "notes"
    __sealed_by__ = "space_id"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"))
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), default=None, index=True, info=WROTE
    )
    text: Mapped[str] = mapped_column(SealedText)
    written_at: Mapped[moment]

    __table_args__ = (Index("ix_notes_post", "post_id", "id"),)
