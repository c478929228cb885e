"""What was brought along from where, so that it comes once; and who wrote it, until they claim it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import OWN
from hrcn_community.core.db import Model, key, line, moment
from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l


class ImportSource(Model):
    """A mailing list or a forum that was brought along, by the name that it was given then."""

    __tablename__ = "import_sources"
    id: Mapped[key]
    name: Mapped[line] = mapped_column(unique=True)
    begun_at: Mapped[moment]


class ImportedSpace(Model):
    """The space that was opened for a source ('' ), or for one part of it that only some could read."""

    __tablename__ = "imported_spaces"
    source_id: Mapped[int] = mapped_column(
        ForeignKey("import_sources.id", ondelete="CASCADE"), primary_key=True
    )
    external: Mapped[str] = mapped_column(String(64), primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id", ondelete="CASCADE"))


class ImportedItem(Model):
    """A message or a part of one, and the post that it became. It stays when the post goes: not again."""

    __tablename__ = "imported_items"
    source_id: Mapped[int] = mapped_column(
        ForeignKey("import_sources.id", ondelete="CASCADE"), primary_key=True
    )
    external: Mapped[str] = mapped_column(String(64), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, default=0)
    post_id: Mapped[int | None] = mapped_column(
        ForeignKey("posts.id", ondelete="SET NULL"), index=True
    )
    conversation_id: Mapped[int | None] = mapped_column(
        ForeignKey("conversations.id", ondelete="SET NULL"), index=True
    )


class Placeholder(Model):
    """Somebody who wrote elsewhere: a row of `people` that stands for them and can do nothing.

    `lookup` is a keyed print of their address, which itself is kept nowhere; without an address, of
    their name in one source: that nobody can claim.
    """

    __tablename__ = "placeholders"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True
    )
    lookup: Mapped[str] = mapped_column(String(64), unique=True)
    offered_at: Mapped[datetime | None] = mapped_column(default=None)


class ImportedSeat(Model):
    """A private message that somebody had a part in elsewhere: who claims their name is let into it."""

    __tablename__ = "imported_seats"
    space_id: Mapped[int] = mapped_column(
        ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True, index=True
    )


class NothingToClaim(Refusal):
    message = _l("There is nothing that was written under your address and is not yours already.")
