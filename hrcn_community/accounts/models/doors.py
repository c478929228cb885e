"""Everything that lets somebody in, and what was sent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.models.roles import SiteRole, SpaceRole
from hrcn_community.accounts.ties import ACTED, OWN, WROTE
from hrcn_community.core.db import Model, key, line, moment, word


class Purpose(StrEnum):
    RESET = "reset"
    CONFIRM = "confirm"


class Way(StrEnum):
    """How somebody signed in."""

    PASSWORD = "password"  # noqa: S105
    CODE = "code"  # after the password
    PASSKEY = "passkey"
    RECOVERY = "recovery"
    PROVIDER = "provider"


class SignIn(Model):
    """One signed-in browser. The cookie holds the token; this row holds only its hash.

    `stepped_up_at` is when whoever sits there last proved, once more, who they are.
    """

    __tablename__ = "sign_ins"
    id: Mapped[key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, index=True
    )
    device_hash: Mapped[str] = mapped_column(String(64), default="")
    browser: Mapped[line] = mapped_column(default="")
    way: Mapped[word] = mapped_column(default=Way.PASSWORD, server_default=Way.PASSWORD)
    created_at: Mapped[moment]
    last_seen_at: Mapped[moment]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    stepped_up_at: Mapped[datetime | None] = mapped_column(default=None)


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
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, index=True
    )
    purpose: Mapped[word]
    email: Mapped[str] = mapped_column(String(254))
    expires_at: Mapped[moment]
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class Application(Model):
    """Somebody who asks to join, and what the core team decided."""

    __tablename__ = "applications"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, unique=True
    )
    statement: Mapped[str] = mapped_column(Text)
    privacy_accepted_at: Mapped[moment]
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=ACTED, default=None
    )
    reason: Mapped[str] = mapped_column(Text, default="")


class Invitation(Model):
    """A door for one address, once. Of a member (`person_id`) it opens nothing but spaces.

    One that bears a role which two persons grant opens when the second has said so (`held`).
    """

    __tablename__ = "invitations"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    site_role: Mapped[word] = mapped_column(default=SiteRole.PRACTITIONER)
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"), default=None)
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisations.id"), default=None
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), default=None, index=True, info=OWN
    )
    by_handle: Mapped[bool] = mapped_column(default=False, server_default=false())
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=WROTE)
    invited_at: Mapped[moment]
    expires_at: Mapped[moment]
    held: Mapped[bool] = mapped_column(default=False, server_default=false())
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class InvitationSpace(Model):
    """A space into which an invitation leads, and as what."""

    __tablename__ = "invitation_spaces"
    invitation_id: Mapped[int] = mapped_column(
        ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True
    )
    space_id: Mapped[int] = mapped_column(
        ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[word] = mapped_column(default=SpaceRole.MEMBER)


class Letter(Model):
    """What anybody wrote to the core team by the contact form; the same words twice are one letter."""

    __tablename__ = "letters"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    print: Mapped[str] = mapped_column(String(64), unique=True)
    topic: Mapped[word]
    email: Mapped[str] = mapped_column(String(254), default="")
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), info=OWN, default=None
    )
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[moment]
    answered_at: Mapped[datetime | None] = mapped_column(default=None)


class SentForm(Model):
    """A form that was accepted once, by the number it carried: sent again, it leads to the same place."""

    __tablename__ = "sent_forms"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True
    )
    token: Mapped[word] = mapped_column(primary_key=True)
    address: Mapped[line] = mapped_column(default="")
    sent_at: Mapped[moment]
