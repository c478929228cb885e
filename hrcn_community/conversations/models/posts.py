"""A post, its revisions, and what belongs to it: translations, quotes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hrcn_community.accounts.ties import ACTED, WROTE
from hrcn_community.conversations.models.conversations import Conversation
from hrcn_community.core.db import Model, key, moment, word
from hrcn_community.core.sealed_columns import SealedText
from hrcn_community.spaces.models import Space


class PostState(StrEnum):
    """Below a space only a post's state decides who sees it."""

    DRAFT = "draft"
    HELD = "held"  # waits for a facilitator; has no number yet
    REFUSED = (
        "refused"  # was held and not let through: only its author still sees it, with the reason
    )
    PUBLISHED = "published"
    HIDDEN = "hidden"
    DELETED = "deleted"


HELD_ROWS = text("state = 'held'")  # few ever wait: they have an index of their own
STANDING = (
    PostState.PUBLISHED,
    PostState.HIDDEN,
    PostState.DELETED,
)  # have a number, leave a trace


class PostLabel(StrEnum):
    """What may be said above a post that stays as it is."""

    DISPUTED = "disputed"
    OUTDATED = "outdated"
    SENSITIVE = "sensitive"  # its words are folded away until somebody wants to read them
    NAMES_PEOPLE = "names-people"


class Post(Model):
    """Words of a person. `number` is given at publication and never reused; `version` grows with any change.

    `reactions` (kind -> how many), `translated` (languages), `quoted_count` and `score` (how much it
    is valued: what a summary is chosen by) are counted when they change, so that a page reads one row.
    `heading` is what its room writes above it and keeps elsewhere: search finds it by that too.
    What `is_removed` is hidden for good: only an appeal brings it back.
    """

    __tablename__ = "posts"
    __sealed_by__ = "conversation_id"
    __found_by__ = ("terms", "title_terms")
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    number: Mapped[int | None] = mapped_column(default=None)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=WROTE, index=True)
    state: Mapped[word] = mapped_column(default=PostState.PUBLISHED)
    language: Mapped[word] = mapped_column(default="en")
    source: Mapped[str] = mapped_column(SealedText)
    html: Mapped[str] = mapped_column(SealedText)
    rendered_with: Mapped[int]
    heading: Mapped[str] = mapped_column(SealedText, default="", server_default="")
    title_terms: Mapped[str] = mapped_column(Text, default="")
    terms: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[moment]
    edited_at: Mapped[datetime | None] = mapped_column(default=None)
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    taken_back_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=ACTED, default=None
    )
    taken_back_reason: Mapped[str] = mapped_column(SealedText, default="")
    label: Mapped[word] = mapped_column(default="", server_default="")
    label_words: Mapped[str] = mapped_column(SealedText, default="", server_default="")
    is_removed: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    is_wiki: Mapped[bool] = mapped_column(default=False)
    has_poll: Mapped[bool] = mapped_column(default=False)
    has_quotes: Mapped[bool] = mapped_column(default=False)
    by_mail: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    file_count: Mapped[int] = mapped_column(default=0)
    quoted_count: Mapped[int] = mapped_column(default=0)
    reactions: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    translated: Mapped[list[str]] = mapped_column(JSON, default=list)
    score: Mapped[int] = mapped_column(default=0)

    conversation: Mapped[Conversation] = relationship(lazy="raise")
    __table_args__ = (
        UniqueConstraint("conversation_id", "number"),
        Index("ix_posts_best", "conversation_id", "score", "number"),
        Index("ix_posts_by", "conversation_id", "author_id", "created_at"),
        Index(
            "ix_posts_held", "conversation_id", sqlite_where=HELD_ROWS, postgresql_where=HELD_ROWS
        ),
    )

    @property
    def space(self) -> Space:
        return self.conversation.space

    @property
    def is_translation(self) -> bool:
        """Does it only say what another says? It stands there without a number, and never waits."""
        return self.number is None and self.state in STANDING

    @property
    def address(self) -> str:
        return self.address_in(self.conversation)

    def address_in(self, conversation: Conversation) -> str:
        """Return where it stands: at its number; what has none yet waits below the last one."""
        here, last = conversation.address, conversation.last_number
        if self.number:
            return f"{here}?post={self.number}#p{self.number}"
        return f"{here}?post={last}#w-{self.ref}" if last else f"{here}#w-{self.ref}"


class Revision(Model):
    """The words of a post as they stood, one row for each version including the first."""

    __tablename__ = "revisions"
    __sealed_by__ = "post_id"
    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(SealedText)
    html: Mapped[str] = mapped_column(SealedText)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=WROTE)
    written_at: Mapped[moment]
    reason: Mapped[str] = mapped_column(SealedText, default="")


class MovedNumber(Model):
    """Where a post stood before it was moved: old permalinks still arrive.

    `opened_at` is when it came before others than it was written for, if it ever did.
    """

    __tablename__ = "moved_numbers"
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    opened_at: Mapped[datetime | None] = mapped_column(default=None)


class Translation(Model):
    """A post that says what another says, in its own language, by a person.

    It stands in the same conversation without a number and shares the fate of its original: taken
    back or hidden with it, brought back with it.
    """

    __tablename__ = "translations"
    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    original_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    language: Mapped[word]
    of_revision: Mapped[int]

    __table_args__ = (UniqueConstraint("original_id", "language"),)


class Quote(Model):
    """A post that quotes another, as it stood then."""

    __tablename__ = "quotes"
    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    quoted_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    quoted_revision: Mapped[int]

    __table_args__ = (Index("ix_quotes_quoted", "quoted_id", "post_id"),)
