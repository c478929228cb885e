"""What people keep for themselves beside posts: reactions, bookmarks, drafts."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import OWN
from hrcn_community.core.db import Model, key, moment, word
from hrcn_community.core.sealed_columns import SealedJSON, SealedText


class ReactionKind(StrEnum):
    """The few things that can be said without a word."""

    THANKS = "thanks"
    AGREE = "agree"
    INSIGHT = "insight"
    TRIED = "tried"


class PostReaction(Model):
    """A person says one of them of a post. `Post.reactions` counts them."""

    __tablename__ = "post_reactions"
    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True, index=True
    )
    kind: Mapped[word] = mapped_column(primary_key=True)
    reacted_at: Mapped[moment]

    __table_args__ = (
        Index("ix_post_reactions_post", "post_id", "kind", "reacted_at", "person_id"),
    )


class Bookmark(Model):
    """A post that a person wants to find again, perhaps to be reminded of it."""

    __tablename__ = "bookmarks"
    __sealed_by__ = "post_id"
    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), info=OWN)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    note: Mapped[str] = mapped_column(SealedText, default="")
    marked_at: Mapped[moment]
    remind_at: Mapped[datetime | None] = mapped_column(default=None)

    __table_args__ = (
        UniqueConstraint("person_id", "post_id"),
        Index("ix_bookmarks_person", "person_id", "marked_at", "id"),
    )


class Draft(Model):
    """What somebody is writing and has not sent, as it was last saved.

    `place` says where it would go: `reply:<conversation's owner>`, `thread:<space>`, `edit:<post>`.
    Each saving says which `sequence` it goes on from, so that two tabs never overwrite each other
    unnoticed. Under a pseudonym the persona is the person.
    """

    __tablename__ = "drafts"
    __sealed_by__ = "space_id"
    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), info=OWN)
    place: Mapped[str] = mapped_column(String(120))
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"))
    sequence: Mapped[int] = mapped_column(default=1)
    fields: Mapped[dict[str, Any]] = mapped_column(SealedJSON, default=dict)
    saved_at: Mapped[moment]

    __table_args__ = (
        UniqueConstraint("person_id", "place"),
        Index("ix_drafts_person", "person_id", "saved_at", "id"),
    )
