"""Learning who writes under a pseudonym: with a reason, by two, and never unnoticed by the author."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import ACTED
from hrcn_community.core import clock
from hrcn_community.core.db import Model, key, moment, word
from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l

OPEN_FOR = timedelta(days=7)


class UnmaskingWaits(Refusal):
    message = _l("This has been asked already; another person of the core team decides.")


class UnmaskingDecidedBefore(Refusal):
    message = _l("This has been decided already.")


class NotYoursToUnmask(Refusal):
    message = _l("Neither whoever asked nor whoever is meant can do this; another person must.")


class SealBroken(Refusal):
    message = _l("What is sealed here does not fit this pseudonym, so nobody is named.")


class Unmasking(Model):
    """Somebody of the core team asks who wrote a post; another one confirms that it must be known."""

    __tablename__ = "unmaskings"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    persona_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=ACTED, index=True
    )
    reason: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), info=ACTED)
    asked_at: Mapped[moment]
    decided_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=ACTED, default=None
    )
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    is_confirmed: Mapped[bool] = mapped_column(default=False)

    def opens_for(self, person_id: int) -> bool:
        """May that person be shown the name now: one of the two, and for seven days?"""
        is_one_of_two = person_id in (self.asked_by_id, self.decided_by_id)
        fresh = self.decided_at is not None and clock.now() < self.decided_at + OPEN_FOR
        return self.is_confirmed and is_one_of_two and fresh
