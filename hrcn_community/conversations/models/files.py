"""Files that stand at posts: what was stored, and where it hangs."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hrcn_community.accounts.ties import ACTED, WROTE
from hrcn_community.conversations.models.posts import Post
from hrcn_community.core.db import Model, key, moment, word
from hrcn_community.core.errors import Refusal
from hrcn_community.core.sealed_columns import SealedText
from hrcn_community.core.words import _l

MOST_FILES = 10  # at one post
LONGEST_DESCRIPTION = 500


class FileKind(StrEnum):
    IMAGE = "image"
    PDF = "pdf"
    OFFICE = "office"
    TEXT = "text"


class Hidden(StrEnum):
    """Whether a decision keeps a file from its readers; what is removed, even from its owner."""

    NO = ""
    HIDDEN = "hidden"
    REMOVED = "removed"


class FilesMissing(Refusal):
    message = _l("One of the files is not there any more. Please look at your files again.")


class TooManyFiles(Refusal):
    message = _l("A post takes at most %(most)s files.", most=MOST_FILES)


class StoredFile(Model):
    """Content in the storage, cleaned, once however often it was uploaded.

    `name` is what it is called there, random; `digest` (SHA-256 of the cleaned bytes) tells the same
    again. `size` counts bytes, `small_size` those of the thumbnail, 0 where there is none. With a `key_ref`
    it lies there encrypted with that key of a sealed space, and `digest` is that of what lies there: two
    such never count as the same.
    """

    __tablename__ = "stored_files"
    id: Mapped[key]
    name: Mapped[word] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[word]
    media_type: Mapped[str] = mapped_column(String(100))
    extension: Mapped[word]
    size: Mapped[int]
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    small_size: Mapped[int] = mapped_column(default=0)
    small_width: Mapped[int] = mapped_column(default=0)
    small_height: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0)
    is_animated: Mapped[bool] = mapped_column(default=False)
    scanned_at: Mapped[datetime | None] = mapped_column(default=None)
    stored_at: Mapped[moment]
    key_ref: Mapped[str | None] = mapped_column(String(40), default=None, index=True)


class Attachment(Model):
    """A stored file at a post, or with its owner alone while the post is being written.

    One that is `hidden` by a decision nobody but its owner is given; one that is removed, nobody.

    `owner_id` is the self who added it: under a pseudonym the persona.
    """

    __tablename__ = "attachments"
    __sealed_by__ = "post_id"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), default=None
    )
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), info=WROTE, default=None, index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(SealedText)
    description: Mapped[str] = mapped_column(SealedText, default="")
    added_at: Mapped[moment]
    hidden: Mapped[word] = mapped_column(default=Hidden.NO, server_default="")

    file: Mapped[StoredFile] = relationship(lazy="raise")
    post: Mapped[Post | None] = relationship(lazy="raise")

    __table_args__ = (Index("ix_attachments_post", "post_id", "position", "id"),)


class LetGoFile(Model):
    """A file that was taken out of a post. Nobody is shown it; it goes at the next clearing away.

    It stays longer only where the law may ask for it, and even its owner does not learn whether it does:
    hence no chapter of theirs tells of it.
    """

    __tablename__ = "let_go_files"
    __sealed_by__ = "post_id"
    id: Mapped[key]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), info=ACTED, default=None, index=True
    )
    name: Mapped[str] = mapped_column(SealedText)
    description: Mapped[str] = mapped_column(SealedText, default="")
    added_at: Mapped[moment]
    let_go_at: Mapped[moment]
