"""Facts in the past tense: the audit trail, and the list of work owed for each."""

import dataclasses
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from hrcn_community.core import clock
from hrcn_community.core.at_once import do_at_once
from hrcn_community.core.db import Model, db, key, moment, word


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, told in ids only. Subclasses name it: `ReplyPosted`.

    What may be looked up under /admin/log says so in `of_the_house`: "people" (accounts, roles), "house"
    (settings, words) or "machine". Never what tells of a space or of what somebody wrote or read.
    """

    kinds: ClassVar[dict[str, type["Event"]]] = {}
    of_the_house: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        Event.kinds[cls.__name__] = cls


class Entry(Model):
    """One event as it was written, and how far the work that follows from it has come.

    `failure` is the class of what last went wrong, never its words.
    """

    __tablename__ = "events"
    id: Mapped[key]
    name: Mapped[word]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    actor_id: Mapped[int | None]
    happened_at: Mapped[moment]
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    handled_at: Mapped[datetime | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    parked_at: Mapped[datetime | None] = mapped_column(default=None)
    failure: Mapped[str] = mapped_column(String(100), default="", server_default="")

    __table_args__ = (
        Index("ix_events_name", "name", "id"),
        Index("ix_events_actor", "actor_id", "id"),
        Index(
            "ix_events_parked",
            "parked_at",
            sqlite_where=text("handled_at IS NULL AND parked_at IS NOT NULL"),
            postgresql_where=text("handled_at IS NULL AND parked_at IS NOT NULL"),
        ),
        Index(
            "ix_events_owed",
            "due_at",
            sqlite_where=text("handled_at IS NULL AND parked_at IS NULL"),
            postgresql_where=text("handled_at IS NULL AND parked_at IS NULL"),
        ),
    )

    @property
    def event(self) -> Event:
        return Event.kinds[self.name](**self.facts)


def record(event: Event, by: int | None = None, due: datetime | None = None) -> None:
    """Write `event` in the transaction that makes it true; `by` is the id of who did it.

    What follows from it follows at once, or at the moment `due`. A right that it takes away is gone in
    this transaction already, before anybody can ask for anything.
    """
    db.session.add(Entry(**entry_of(event, by, due)))
    do_at_once(event)


def entry_of(event: Event, by: int | None = None, due: datetime | None = None) -> dict[str, Any]:
    """Return the columns of the row that says that `event` happened now."""
    moment_ = clock.now()
    return {
        "name": type(event).__name__,
        "facts": dataclasses.asdict(event),
        "actor_id": by,
        "happened_at": moment_,
        "due_at": due or moment_,
    }
