"""What becomes of people in the network: roles that two grant, suspensions, where they belonged."""

import datetime as dt
from datetime import datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import ACTED, OWN
from hrcn_community.core import clock
from hrcn_community.core.db import Model, key, line, moment, word

OPEN = text("decided_at IS NULL")


class RoleProposal(Model):
    """A role that somebody should have, said by one of the core team and decided by another.

    It is for a person, or for whoever comes by an invitation. One that the command line filed was
    proposed by nobody: it needs two who confirm, and the first one stands in `seconded_by_id`.
    """

    __tablename__ = "role_proposals"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), default=None, index=True, info=OWN
    )
    invitation_id: Mapped[int | None] = mapped_column(
        ForeignKey("invitations.id", ondelete="CASCADE"), default=None, index=True
    )
    role: Mapped[word]
    was: Mapped[word] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), default=None, info=ACTED
    )
    proposed_at: Mapped[moment]
    expires_at: Mapped[moment]
    seconded_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), default=None, info=ACTED
    )
    decided_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), default=None, info=ACTED
    )
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    is_confirmed: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        Index("ix_role_proposals_open", "id", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    @property
    def is_open(self) -> bool:
        return self.decided_at is None and self.expires_at > clock.now()


class Suspension(Model):
    """That somebody could not come in for a while, or until further notice.

    `own_until` is how long it would last if no decision prolonged it; none, where decisions alone hold it.
    """

    __tablename__ = "suspensions"
    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True, info=OWN
    )
    reason: Mapped[str] = mapped_column(Text, default="")
    began_at: Mapped[moment]
    until: Mapped[datetime | None] = mapped_column(default=None)
    own_until: Mapped[datetime | None] = mapped_column(default=None)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None, info=ACTED)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), default=None, info=ACTED
    )


class Affiliation(Model):
    """Where a person belongs or belonged: to a city or an organisation, from when until when, as what.

    The present one of each is repeated on the person's own row, by which lists are made. `wanted_since`
    is what an official asks to correct, and whoever keeps the register has not confirmed yet.
    """

    __tablename__ = "affiliations"
    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True, info=OWN
    )
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"), default=None, index=True)
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisations.id"), default=None, index=True
    )
    as_what: Mapped[line] = mapped_column(default="", server_default="")
    since: Mapped[dt.date | None] = mapped_column(Date, default=None)
    until: Mapped[dt.date | None] = mapped_column(Date, default=None)
    wanted_since: Mapped[dt.date | None] = mapped_column(Date, default=None)
    asked_at: Mapped[datetime | None] = mapped_column(default=None)

    __table_args__ = (
        CheckConstraint(
            "(city_id IS NULL) <> (organisation_id IS NULL)", name="city_or_organisation"
        ),
    )
