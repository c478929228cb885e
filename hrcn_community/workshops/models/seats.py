"""A seat in a workshop, a place on its waiting list, and having been there."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import OWN
from hrcn_community.core import clock
from hrcn_community.core.db import Model, moment, word
from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l


class Seat(StrEnum):
    """How a registration stands. An offered seat is kept free until the offer runs out."""

    SEATED = "seated"
    WAITING = "waiting"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"


class AlreadyHost(Refusal):
    message = _l("You host this workshop: you are in the room anyway.")


class SeatsInUse(Refusal):
    message = _l("More seats than that are taken or offered already.")


class Registration(Model):
    """A person's wish for a seat; `position` is the order in which people came."""

    __tablename__ = "registrations"
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True, index=True
    )
    state: Mapped[word]
    position: Mapped[int]
    asked_at: Mapped[moment]
    offer_expires_at: Mapped[datetime | None] = mapped_column(default=None)

    __table_args__ = (
        Index("ix_registrations_queue", "workshop_id", "state", "position"),
        UniqueConstraint("workshop_id", "position"),
    )

    @property
    def has_open_offer(self) -> bool:
        until = self.offer_expires_at
        return self.state == Seat.OFFERED and until is not None and clock.now() < until


class Attendance(Model):
    """Somebody who was there."""

    __tablename__ = "attendances"
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True, index=True
    )
