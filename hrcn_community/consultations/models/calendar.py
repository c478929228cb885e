"""What the clocks of the desk go by: its holidays, its time zone, its days for each clock."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.core.db import Model, key, line, moment, word


class DeskHoliday(Model):
    """A day on which the desk does not work, though it is none of a weekend."""

    __tablename__ = "desk_holidays"
    day: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    name: Mapped[line]


class DeskSetting(Model):
    """A setting of the desk that was changed; all others are as they stand in `working_days`."""

    __tablename__ = "desk_settings"
    name: Mapped[word] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class Stage(StrEnum):
    """What the clock has said: to whom moves next, to the desk, to the core team; to whoever asked."""

    SOON = "soon"
    DUE = "due"
    OVERDUE = "overdue"
    CLOSING = "closing"
    CLOSED = "closed"


class CaseReminder(Model):
    """That somebody was reminded of a case, once for each stage of a stretch of its way."""

    __tablename__ = "case_reminders"
    id: Mapped[key]
    interval_id: Mapped[int] = mapped_column(ForeignKey("case_intervals.id", ondelete="CASCADE"))
    stage: Mapped[word]
    sent_at: Mapped[moment]

    __table_args__ = (UniqueConstraint("interval_id", "stage"),)
