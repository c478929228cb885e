"""A space and who it is for."""

from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, false, true
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.core.db import Model, key, line, moment, word
from hrcn_community.core.words import _l


class Visibility(StrEnum):
    PUBLIC = "public"
    NETWORK = "network"
    RESTRICTED = "restricted"
    CONFIDENTIAL = "confidential"

    @property
    def is_closed(self) -> bool:
        """Do only its members read here, nobody by office?"""
        return self in {Visibility.RESTRICTED, Visibility.CONFIDENTIAL}


class FirstPosts(StrEnum):
    """What becomes of somebody's first post in a space."""

    OPEN = "open"
    HELD = "held"  # until a facilitator lets it through


class Pseudonyms(StrEnum):
    """May people write under a pseudonym? Where they once could, those who have one keep it."""

    NEVER = "never"
    ALLOWED = "allowed"
    ENDED = "ended"


AUDIENCES = {
    Visibility.PUBLIC: _l("Anyone on the internet can read this."),
    Visibility.NETWORK: _l("Every member of the network can read this."),
    Visibility.RESTRICTED: _l("Only the members of this space can read this."),
    Visibility.CONFIDENTIAL: _l(
        "Only the people inside can read this; nobody else knows that it exists."
    ),
}


class SpaceKey(Model):
    """A key with which the words and files of sealed spaces are encrypted: random, and itself wrapped
    in the newest of SEALED_KEYS.
    """

    __tablename__ = "space_keys"
    ref: Mapped[word] = mapped_column(primary_key=True)
    wrapped: Mapped[str] = mapped_column(Text)
    made_at: Mapped[moment]


class Space(Model):
    """One audience. A directory space has a slug of its own; one that a feature owns is not listed.

    One that is not searched is read as before, but no search, nor what is found beside something, leads
    there. In one that is sealed whoever reads proves first, once more, who they are; what is written there is
    encrypted with the key of `key_ref` (sealing.py).
    """

    __tablename__ = "spaces"
    id: Mapped[key]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[line]
    description: Mapped[str] = mapped_column(Text, default="")
    visibility: Mapped[word]
    language: Mapped[word] = mapped_column(default="en")
    is_listed: Mapped[bool] = mapped_column(default=True)
    is_searched: Mapped[bool] = mapped_column(default=True, server_default=true())
    starters: Mapped[word] = mapped_column(default="members")
    first_posts: Mapped[word] = mapped_column(default=FirstPosts.OPEN)
    slow_seconds: Mapped[int] = mapped_column(default=0)
    pseudonyms: Mapped[word] = mapped_column(default=Pseudonyms.NEVER)
    created_at: Mapped[moment]
    member_count: Mapped[int] = mapped_column(default=0)
    is_sealed: Mapped[bool] = mapped_column(default=False, server_default=false())
    key_ref: Mapped[str | None] = mapped_column(String(40), default=None, index=True)

    @property
    def space(self) -> "Space":
        """Itself: a space stands in itself when a permission is asked for it."""
        return self

    @property
    def audience(self) -> Visibility:
        return Visibility(self.visibility)

    @property
    def logs_readers(self) -> bool:
        """Is it written down who opens its pages, and when? Beside masked posts that would tell."""
        return self.audience == Visibility.CONFIDENTIAL and self.pseudonyms == Pseudonyms.NEVER

    def reaches_beyond(self, other: "Space") -> bool:
        """Can somebody read here who cannot read in `other`? Of two closed spaces each knows its own."""
        if self.id == other.id or other.audience == Visibility.PUBLIC:
            return False
        return other.audience.is_closed or self.audience == Visibility.PUBLIC


class SpaceTerm(Model):
    """What a space is about."""

    __tablename__ = "space_terms"
    space_id: Mapped[int] = mapped_column(
        ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True
    )
    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), primary_key=True)
