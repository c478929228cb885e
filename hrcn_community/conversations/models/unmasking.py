"""Learning who writes under a pseudonym: with a reason, by two, and never unnoticed by the author."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.core.db import Model, key, moment, word


class Unmasking(Model):
    """Somebody of the core team asks who wrote a post; another one confirms that it must be known."""

    __tablename__ = "unmaskings"
    id: Mapped[key]
    ref: Mapped[word] = mapped_column(unique=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    persona_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[moment]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    is_confirmed: Mapped[bool] = mapped_column(default=False)
