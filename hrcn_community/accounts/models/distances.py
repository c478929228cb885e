"""Whom somebody wants to hear less of, or nothing at all."""

from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import ACTED, OWN
from hrcn_community.core.db import Model, key, moment, word


class DistanceKind(StrEnum):
    """Mute: what they write is folded away for me. Block: they and I have nothing to do with each other."""

    MUTE = "mute"
    BLOCK = "block"


class Distance(Model):
    """A person keeps their distance from another one, or from a pseudonym: from that alone.

    It is known to `person_id` and to nobody else: the other one is never told, nor takes it along.
    """

    __tablename__ = "distances"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), info=OWN)
    other_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True, info=ACTED
    )
    kind: Mapped[word]
    since: Mapped[moment]

    __table_args__ = (UniqueConstraint("person_id", "other_id", "kind"),)
