"""Who was thought of as an expert of a case, and who has no part in it by the asker's wish."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hrcn_community.accounts.ties import ACTED
from hrcn_community.consultations.models.cases import Case
from hrcn_community.core.db import Model, key, moment, word


class Stand(StrEnum):
    """How somebody who was thought of as an expert stands to a case."""

    PROPOSED = "proposed"
    INVITED = "invited"
    ACCEPTED = "accepted"
    CONFLICT = "conflict"
    RECUSED = "recused"
    RESCINDED = "rescinded"
    DECLINED = "declined"  # before declaring: no conflict, and no time
    EXPIRED = "expired"
    SUPERSEDED = "superseded"  # another took the case
    LOST = "lost"  # is no advisor any more, or was suspended


class CaseInvitation(Model):
    """Somebody thought of as the advisor or the reviewer of a case, and what became of it."""

    __tablename__ = "case_invitations"
    id: Mapped[key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=ACTED)
    role: Mapped[word]
    stand: Mapped[word] = mapped_column(default=Stand.PROPOSED)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=ACTED)
    proposed_at: Mapped[moment]
    confirmed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=ACTED, default=None
    )
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    declared_at: Mapped[datetime | None] = mapped_column(default=None)

    case: Mapped[Case] = relationship(lazy="raise")
    __table_args__ = (
        UniqueConstraint("case_id", "person_id"),
        Index("ix_case_invitations_person", "person_id", "stand"),
    )

    @property
    def invited_id(self) -> int:
        """Whom the invitation is for: the one person who may answer it."""
        return self.person_id

    @property
    def is_sealed(self) -> bool:
        """Does its title open only to whoever proves once more who they are?"""
        return self.case.space.is_sealed

    @property
    def is_open(self) -> bool:
        return self.stand == Stand.INVITED


class CaseExclusion(Model):
    """Somebody who, by the asker's wish, has no part in the case."""

    __tablename__ = "case_exclusions"
    case_id: Mapped[int] = mapped_column(
        ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=ACTED, primary_key=True
    )
