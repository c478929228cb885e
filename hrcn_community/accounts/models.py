"""A person, their places in spaces, and everything that lets them in."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, validates

from hrcn_community.core.db import Model, key, line, moment, word
from hrcn_community.core.text import fold


class SiteRole(StrEnum):
    PRACTITIONER = "practitioner"
    OFFICIAL = "official"
    ADVISOR = "advisor"
    CORE = "core"


class SpaceRole(StrEnum):
    """What a person is inside a space. A host's is a workshop; what follows belongs to the spaces of a case.

    A host is no facilitator: whoever facilitates some space may do more than host this workshop.
    """

    MEMBER = "member"
    FACILITATOR = "facilitator"
    HOST = "host"
    ASKER = "asker"
    LEAD = "lead"
    TRIAGER = "triager"
    ADVISOR = "advisor"
    REVIEWER = "reviewer"
    SIGNER = "signer"


class Standing(StrEnum):
    """How far somebody has come in joining. Only members sign in."""

    APPLYING = "applying"
    MEMBER = "member"
    DECLINED = "declined"
    SUSPENDED = "suspended"


class Purpose(StrEnum):
    RESET = "reset"
    CONFIRM = "confirm"


def _sorted_as(context: Any) -> str:
    return fold(context.get_current_parameters()["name"])[:200]


class Person(Model):
    """Somebody. `name_key` is the folded name: the directory is sorted by it, alike on each database."""

    __tablename__ = "people"
    id: Mapped[key]
    handle: Mapped[word] = mapped_column(unique=True)
    name: Mapped[line]
    name_key: Mapped[str] = mapped_column(
        String(200).with_variant(String(200, collation="C"), "postgresql"),
        default=_sorted_as,
        server_default="",
        index=True,
    )
    email: Mapped[str] = mapped_column(String(254), unique=True)
    email_confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    site_role: Mapped[word]
    standing: Mapped[word] = mapped_column(default=Standing.MEMBER)
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"), default=None, index=True)
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisations.id"), default=None
    )
    headline: Mapped[line] = mapped_column(default="")
    bio: Mapped[str] = mapped_column(Text, default="")
    bio_html: Mapped[str] = mapped_column(Text, default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    locale: Mapped[word] = mapped_column(default="")
    timezone: Mapped[word] = mapped_column(default="Europe/Brussels")
    theme: Mapped[word] = mapped_column(default="")
    joined_at: Mapped[moment]
    last_seen_at: Mapped[datetime | None] = mapped_column(default=None)
    is_invented: Mapped[bool] = mapped_column(default=False)

    @validates("name")
    def _sort(self, _attribute: str, name: str) -> str:
        self.name_key = fold(name)[:200]
        return name

    def __repr__(self) -> str:
        return f"<Person {self.id}>"  # no name or address in a log


class PersonTerm(Model):
    """What a person knows about."""

    __tablename__ = "person_terms"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), primary_key=True)


class Membership(Model):
    """A person inside a space, and as what. In a case one person may bear two roles: two rows."""

    __tablename__ = "memberships"
    space_id: Mapped[int] = mapped_column(
        ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[word] = mapped_column(primary_key=True, default=SpaceRole.MEMBER)
    since: Mapped[moment]

    __table_args__ = (Index("ix_memberships_person", "person_id", "space_id"),)


class SpaceRequest(Model):
    """Somebody who asks to be let into a restricted space."""

    __tablename__ = "space_requests"
    space_id: Mapped[int] = mapped_column(
        ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    reason: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[moment]


class SignIn(Model):
    """One signed-in browser. The cookie holds the token; this row holds only its hash."""

    __tablename__ = "sign_ins"
    id: Mapped[key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    device_hash: Mapped[str] = mapped_column(String(64), default="")
    browser: Mapped[line] = mapped_column(default="")
    created_at: Mapped[moment]
    last_seen_at: Mapped[moment]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class WrongTry(Model):
    """A wrong password, counted against the account and against the address; neither is named."""

    __tablename__ = "wrong_tries"
    id: Mapped[key]
    subject: Mapped[str] = mapped_column(String(64))
    tried_at: Mapped[moment]

    __table_args__ = (Index("ix_wrong_tries_subject", "subject", "tried_at"),)


class MailedToken(Model):
    """A link sent by mail: good once, for one purpose, for one address, for an hour; a newer one ends it."""

    __tablename__ = "mailed_tokens"
    id: Mapped[key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[word]
    email: Mapped[str] = mapped_column(String(254))
    expires_at: Mapped[moment]
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class Application(Model):
    """Somebody who asks to join, and what the core team decided."""

    __tablename__ = "applications"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    statement: Mapped[str] = mapped_column(Text)
    privacy_accepted_at: Mapped[moment]
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    reason: Mapped[str] = mapped_column(Text, default="")


class Invitation(Model):
    """A door for one address, once."""

    __tablename__ = "invitations"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    site_role: Mapped[word] = mapped_column(default=SiteRole.PRACTITIONER)
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"), default=None)
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"), default=None)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    invited_at: Mapped[moment]
    expires_at: Mapped[moment]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class Letter(Model):
    """What anybody wrote to the core team by the contact form; the same words twice are one letter."""

    __tablename__ = "letters"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    print: Mapped[str] = mapped_column(String(64), unique=True)
    topic: Mapped[word]
    email: Mapped[str] = mapped_column(String(254), default="")
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), default=None
    )
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[moment]
    answered_at: Mapped[datetime | None] = mapped_column(default=None)


class SentForm(Model):
    """A form that was accepted once, by the number it carried: sent again, it leads to the same place."""

    __tablename__ = "sent_forms"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    token: Mapped[word] = mapped_column(primary_key=True)
    address: Mapped[line] = mapped_column(default="")
    sent_at: Mapped[moment]
