"""The log of moderation: rows that nothing changes and nothing deletes.

The database itself refuses it, by triggers (migration 0017). Two things it lets pass: taking away who
acted, when a person is erased, and deleting what is older than a cut that was written down first.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.accounts.ties import ACTED, UNCHANGED
from hrcn_community.core.db import Model, key, moment, word


class Entered(StrEnum):
    """What can befall a matter."""

    FILED = "filed"
    ASSIGNED = "assigned"  # to one of the core team
    OPENED = "opened"  # by them: they read what they otherwise could not
    CLAIMED = "claimed"
    RELEASED = "released"
    DECIDED = "decided"
    UNDONE = "undone"
    ENDED = "ended"  # a measure for a time, when that was over
    APPEALED = "appealed"
    APPEAL_DECIDED = "appeal-decided"


class LogEntry(Model):
    """One thing that befell a matter: codes and ids, no words. It ties to nothing that could go away."""

    __tablename__ = "moderation_log"
    id: Mapped[key]
    at: Mapped[moment]
    entered: Mapped[word]
    matter_id: Mapped[int]
    matter_ref: Mapped[word]
    space_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=ACTED)

    __table_args__ = (
        Index("ix_moderation_log_at", "at", "id"),
        Index("ix_moderation_log_matter", "matter_id"),
        {"info": {UNCHANGED: True}},
    )


class LogCut(Model):
    """Up to which moment the log may be deleted, and since when it may. It stays when that is done."""

    __tablename__ = "moderation_log_cuts"
    id: Mapped[key]
    before: Mapped[moment]
    cut_at: Mapped[moment]
