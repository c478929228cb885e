"""A case that is kept a while longer, and what remains of one that is gone."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.core.db import Model, moment, word
from hrcn_community.core.sealed_columns import SealedText


class CaseProlongation(Model):
    """Whoever asked wants the case kept once more as long, and said why."""

    __tablename__ = "case_prolongations"
    __sealed_by__ = "case_id"
    case_id: Mapped[int] = mapped_column(
        ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True
    )
    reason: Mapped[str] = mapped_column(SealedText)
    prolonged_at: Mapped[moment]


class RemovedCase(Model):
    """A case of which nothing is left but its reference and its dates."""

    __tablename__ = "removed_cases"
    ref: Mapped[word] = mapped_column(primary_key=True)
    tier: Mapped[word]
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[moment]
    removed_at: Mapped[moment]
