"""Who is at work, and when each chore was last done."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.core.db import Model, line, moment, word


class Worker(Model):
    """A worker that is, or was, at work: it says so every half minute."""

    __tablename__ = "workers"
    name: Mapped[line] = mapped_column(primary_key=True)
    version: Mapped[word]
    started_at: Mapped[moment]
    seen_at: Mapped[moment]


class ChoreRun(Model):
    """The last time of a chore, how long it took, and by what it failed, if it did."""

    __tablename__ = "chore_runs"
    name: Mapped[word] = mapped_column(primary_key=True)
    ran_at: Mapped[moment]
    took_ms: Mapped[int]
    failure: Mapped[line] = mapped_column(default="")
    well_at: Mapped[datetime | None] = mapped_column(default=None)
