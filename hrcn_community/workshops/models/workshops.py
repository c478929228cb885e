"""A workshop and its agenda."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, Index, String, Text, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hrcn_community.conversations.models import Conversation
from hrcn_community.core import clock
from hrcn_community.core.db import Model, key, line, moment, word
from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l
from hrcn_community.spaces.models import Space

ROOM = "workshops"


class Method(StrEnum):
    WORLD_CAFE = "world-cafe"
    OPEN_SPACE = "open-space"
    ONE_TWO_FOUR_ALL = "1-2-4-all"
    FISHBOWL = "fishbowl"
    CONSENT = "consent-round"
    DELPHI = "delphi"


class Phase(StrEnum):
    UPCOMING = "upcoming"
    RUNNING = "running"
    PAST = "past"
    CANCELLED = "cancelled"


class WorkshopOver(Refusal):
    message = _l("This workshop is over.")


class WorkshopCancelled(Refusal):
    message = _l("This workshop was cancelled.")


class VotingNotOpen(Refusal):
    message = _l("Voting begins with the workshop and ends on the day it names.")


class NotBegun(Refusal):
    message = _l("Attendance is noted once the workshop has begun.")


class Workshop(Model):
    """People, a time, a question. Three audiences: who may know of it, who is in the room, who was there."""

    __tablename__ = "workshops"
    id: Mapped[key]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    uid: Mapped[word] = mapped_column(unique=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), unique=True)
    room_space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), index=True)
    room_conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    notes_space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), index=True)
    notes_conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    summary: Mapped[str] = mapped_column(Text)
    method: Mapped[word]
    is_chatham: Mapped[bool]
    timezone: Mapped[word]
    starts_at: Mapped[moment]
    ends_at: Mapped[moment]
    voting_ends_at: Mapped[moment]
    closes_at: Mapped[moment]
    place: Mapped[str] = mapped_column(Text)
    capacity: Mapped[int]
    seats_taken: Mapped[int] = mapped_column(default=0)
    last_position: Mapped[int] = mapped_column(default=0)
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[moment]
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    cancelling_reason: Mapped[line] = mapped_column(default="")

    conversation: Mapped[Conversation] = relationship(foreign_keys=[conversation_id], lazy="raise")
    __table_args__ = (
        Index("ix_workshops_closes_at", "closes_at"),
        Index("ix_workshops_starts_at", "starts_at", "id"),
    )

    @property
    def space(self) -> Space:
        return self.conversation.space

    @property
    def title(self) -> str:
        return self.conversation.title

    @property
    def address(self) -> str:
        return f"/workshops/{self.slug}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def phase(self) -> Phase:
        return phase_of(self.starts_at, self.closes_at, self.cancelled_at)

    @property
    def is_full(self) -> bool:
        return self.seats_taken >= self.capacity

    @property
    def is_voting(self) -> bool:
        return not self.cancelled_at and self.starts_at <= clock.now() < self.voting_ends_at

    @property
    def has_voted(self) -> bool:
        """Is the voting over, so that final counts are shown?"""
        return clock.now() >= self.voting_ends_at

    @property
    def takes_people(self) -> bool:
        return not self.cancelled_at and clock.now() < self.ends_at

    @property
    def takes_statements(self) -> bool:
        return not self.cancelled_at and clock.now() < self.voting_ends_at

    def must_take_people(self) -> None:
        self._must_stand()
        if not self.takes_people:
            raise WorkshopOver

    def must_take_statements(self) -> None:
        self._must_stand()
        if not self.takes_statements:
            raise WorkshopOver

    def must_be_voting(self) -> None:
        self._must_stand()
        if not self.is_voting:
            raise VotingNotOpen

    def must_have_begun(self) -> None:
        self._must_stand()
        if clock.now() < self.starts_at:
            raise NotBegun

    def must_be_open(self) -> None:
        self._must_stand()
        if clock.now() >= self.closes_at:
            raise WorkshopOver

    def _must_stand(self) -> None:
        if self.cancelled_at:
            raise WorkshopCancelled

    @contextmanager
    def discreetly(self) -> Iterator[None]:
        """Within, under the Chatham House Rule, what is written bears the day and not the hour.

        An exact time beside somebody's presence would say who wrote it.
        """
        now = clock.now()
        day = now.replace(hour=0, minute=0, second=0, microsecond=0)
        with clock.at(day if self.is_chatham else now):
            yield


def phase_of(starts_at: datetime, closes_at: datetime, cancelled_at: datetime | None) -> Phase:
    """Return how far a workshop has come."""
    if cancelled_at:
        return Phase.CANCELLED
    if clock.now() < starts_at:
        return Phase.UPCOMING
    return Phase.RUNNING if clock.now() < closes_at else Phase.PAST


class AgendaItem(Model):
    """A line of the agenda, at a time of the wall clock where the workshop is."""

    __tablename__ = "agenda_items"
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[int]
    starts: Mapped[dt.time] = mapped_column(Time)
    ends: Mapped[dt.time] = mapped_column(Time)
    title: Mapped[line]
    who: Mapped[line] = mapped_column(default="")
    note: Mapped[line] = mapped_column(default="")
