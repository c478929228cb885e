"""When somebody is away, and how many cases an advisor takes on at a time."""

import datetime as dt

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import OWN
from hrcn_community.core.db import Model, key, word

USUAL_MOST = 3  # open cases at a time, of whoever has said nothing else
LIMIT_AT_MOST = 20


class Absence(Model):
    """Somebody is away from one day to another, both included; why, they need not say."""

    __tablename__ = "absences"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), info=OWN)
    first_day: Mapped[dt.date] = mapped_column(Date)
    last_day: Mapped[dt.date] = mapped_column(Date)

    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="in_order"),
        Index("ix_absences_person", "person_id", "last_day"),
    )


class LoadLimit(Model):
    """How many open cases an advisor takes on at a time; none, and nobody thinks of them."""

    __tablename__ = "load_limits"
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=OWN, primary_key=True
    )
    most_open: Mapped[int]
