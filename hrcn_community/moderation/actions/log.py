"""Writing into the log of moderation. Nothing here commits."""

from datetime import datetime
from typing import Any

from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.moderation.models import Entered, LogCut, LogEntry, Matter


def enter(matter: Matter, entered: Entered, by_id: int | None = None, **facts: Any) -> None:
    """Write what befell `matter`. Of a notice the day alone is kept: the hour could tell whose it is.

    In the same moment it goes to the one who reads it alone.
    """
    is_named = entered not in (Entered.FILED, Entered.ASSIGNED, Entered.APPEALED)
    db.session.add(
        LogEntry(
            at=clock.now() if is_named else clock.today(),
            entered=entered,
            matter_id=matter.id,
            matter_ref=matter.ref,
            space_id=matter.space_id,
            facts=facts,
            actor_id=by_id if is_named else None,
        )
    )


def cut_log(before: datetime) -> None:
    """Delete what is older than `before`, after writing down for good that this was done."""
    db.session.add(LogCut(before=before, cut_at=clock.now()))
    db.session.flush()
    db.session.execute(LogEntry.__table__.delete().where(LogEntry.at < before))  # type: ignore[attr-defined]
