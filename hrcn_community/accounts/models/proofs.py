"""What proves, beside a password, who somebody is; and what was used up of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import OWN
from hrcn_community.core.db import Model, key, line, moment, word


class CodeKey(Model):
    """The secret from which an app makes a code every half minute; `last_step` is of the last one used."""

    __tablename__ = "code_keys"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, info=OWN
    )
    sealed: Mapped[str] = mapped_column(Text)
    last_step: Mapped[int] = mapped_column(default=0)
    since: Mapped[moment]


class RecoveryCode(Model):
    """A code on paper for the day when app or key are lost: good once, kept as a hash."""

    __tablename__ = "recovery_codes"
    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True, info=OWN
    )
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class Passkey(Model):
    """A key in somebody's device, of which we hold only the public half."""

    __tablename__ = "passkeys"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True, info=OWN
    )
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(Text)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[Any]] = mapped_column(JSON, default=list)
    name: Mapped[line]
    added_at: Mapped[moment]
    last_used_at: Mapped[datetime | None] = mapped_column(default=None)


class LinkedIdentity(Model):
    """Who somebody is at another house that vouches for them: its issuer and its own name for them."""

    __tablename__ = "linked_identities"
    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), info=OWN)
    issuer: Mapped[line]
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[moment]

    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("person_id"))


class AddressChange(Model):
    """Somebody who wants another address: changed when both links, to the old and the new, were opened."""

    __tablename__ = "address_changes"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, info=OWN
    )
    old_email: Mapped[str] = mapped_column(String(254))
    new_email: Mapped[str] = mapped_column(String(254))
    old_hash: Mapped[str] = mapped_column(String(64), unique=True)
    new_hash: Mapped[str] = mapped_column(String(64), unique=True)
    old_opened_at: Mapped[datetime | None] = mapped_column(default=None)
    new_opened_at: Mapped[datetime | None] = mapped_column(default=None)
    expires_at: Mapped[moment]


class Spent(Model):
    """Something that a browser carries and that is good once, after its use: a print of it, for an hour."""

    __tablename__ = "spent"
    print: Mapped[str] = mapped_column(String(64), primary_key=True)
    spent_at: Mapped[moment]
