"""What threads will do by themselves."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.db import db
from hrcn_community.discussions.models import Thread, ThreadTimer, TimerKind
from hrcn_community.discussions.queries.thread import find_thread
from hrcn_community.spaces.models import Space


@dataclass(frozen=True)
class ShownTimer:
    kind: str
    due_at: datetime
    set_by: str


@dataclass(frozen=True)
class TimerPlace:
    """One of the things that a thread may do by itself, whether or not it is to."""

    thread: Thread
    kind: TimerKind

    @property
    def space(self) -> Space:
        return self.thread.space


def timers_of(thread: Thread) -> tuple[ShownTimer, ...]:
    """Return what `thread` will do by itself, the next first; asked only where there is something."""
    if not thread.has_timers:
        return ()
    rows = db.session.execute(
        select(ThreadTimer.kind, ThreadTimer.due_at, Person.name)
        .outerjoin(Person, Person.id == ThreadTimer.set_by_id)
        .where(ThreadTimer.thread_id == thread.id)
        .order_by(ThreadTimer.due_at)
    )
    return tuple(ShownTimer(kind, due_at, name or "") for kind, due_at, name in rows)


def find_timer(ref: str, kind: str, *, viewer: AnyViewer) -> TimerPlace | None:
    if kind not in list(TimerKind):
        return None
    thread = find_thread(ref, viewer=viewer)
    return TimerPlace(thread, TimerKind(kind)) if thread else None
