"""What a thread does by itself: closing, reminding its facilitators. Nothing here commits."""

from datetime import datetime

from sqlalchemy import delete, exists, select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions.trail import leave_trail
from hrcn_community.conversations.models import Conversation, TrailKind
from hrcn_community.core import clock
from hrcn_community.core.db import changed, db
from hrcn_community.core.events import Entry, record
from hrcn_community.discussions.events import (
    ThreadClosed,
    ThreadReminderRung,
    ThreadTimerSet,
    ThreadTimerTakenOff,
)
from hrcn_community.discussions.models import Thread, ThreadTimer, TimerKind


def set_timer(thread: Thread, kind: TimerKind, due: datetime, *, by: Viewer) -> None:
    """Let `thread` close, or be remembered, at the moment `due` and no longer at another."""
    _delete(thread, kind)
    timer = ThreadTimer(thread_id=thread.id, kind=kind, due_at=due, set_by_id=by.id)
    db.session.add(timer)
    thread.has_timers = True
    db.session.flush()
    record(ThreadTimerSet(timer_id=timer.id), by=by.id, due=due)


def take_timer_off(thread: Thread, kind: TimerKind, *, by: Viewer) -> None:
    if _delete(thread, kind):
        record(ThreadTimerTakenOff(thread_id=thread.id), by=by.id)


def ring(event: ThreadTimerSet, entry: Entry) -> None:
    """Do what a timer was set for, if it still stands and its moment has come.

    A database may give the number of a timer that was taken off to a later one: hence the moment.
    """
    of_timer = select(ThreadTimer.thread_id).where(ThreadTimer.id == event.timer_id)
    thread = db.session.scalar(select(Thread).where(Thread.id.in_(of_timer)).with_for_update())
    timer = db.session.get(ThreadTimer, event.timer_id)  # as it is once nobody can set another
    if thread is None or timer is None or timer.due_at > clock.now():
        return
    if timer.kind == TimerKind.CLOSE:
        _close_by_itself(thread, timer.set_by_id)
    else:
        record(ThreadReminderRung(thread_id=thread.id, set_by_id=timer.set_by_id))
    _delete(thread, TimerKind(timer.kind))


def _close_by_itself(thread: Thread, set_by_id: int | None) -> None:
    conversation = db.session.get_one(Conversation, thread.conversation_id)
    if conversation.closed_at is None:
        conversation.closed_at, thread.closing_reason = clock.now(), ""
        leave_trail(conversation, TrailKind.CLOSED, by=set_by_id, by_itself=True)
        record(ThreadClosed(thread_id=thread.id), by=set_by_id)


def _delete(thread: Thread, kind: TimerKind) -> bool:
    """Take a timer off; return whether there was one. Whoever sets one meanwhile waits."""
    db.session.refresh(thread, ["has_timers"], with_for_update=True)
    gone = delete(ThreadTimer).where(ThreadTimer.thread_id == thread.id, ThreadTimer.kind == kind)
    found = changed(gone)
    others = exists().where(ThreadTimer.thread_id == thread.id)
    thread.has_timers = bool(db.session.scalar(select(others)))
    return bool(found)
