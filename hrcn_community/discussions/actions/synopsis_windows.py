"""The window in which a query takes contributions. Nothing here commits."""

from datetime import datetime, timedelta

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry, record
from hrcn_community.core.text import one_line
from hrcn_community.discussions.actions.choosing import choose
from hrcn_community.discussions.events import ContributionsEnded, WindowOpened
from hrcn_community.discussions.models import (
    AlreadyAQuery,
    Step,
    Synopsis,
    SynopsisState,
    Thread,
    ThreadKind,
)
from hrcn_community.discussions.queries.synopses import Consolidation

WINDOW = timedelta(days=14)


def open_window(thread: Thread, until: datetime | None, *, by: Viewer) -> None:
    """Take contributions to the query `thread` until that moment, or for two weeks."""
    until = until or clock.now() + WINDOW
    db.session.add(Synopsis(thread_id=thread.id, contributions_until=until))
    record(WindowOpened(thread_id=thread.id), by=by.id, due=until)


def make_query(thread: Thread, until: datetime, *, by: Viewer) -> None:
    """Ask for a consolidated reply in a thread that was begun as something else."""
    db.session.refresh(thread, ["kind"], with_for_update=True)
    if thread.kind not in (ThreadKind.DISCUSSION, ThreadKind.QUESTION):
        raise AlreadyAQuery
    if db.session.get(Synopsis, thread.id):
        raise AlreadyAQuery
    choose(thread, None)  # what answered the question is not the reply to the query
    thread.kind = ThreadKind.QUERY
    open_window(thread, until, by=by)


def extend_window(query: Consolidation, until: datetime, reason: str, *, by: Viewer) -> None:
    """Take contributions longer, or again; the reason stands at the head of the thread."""
    synopsis = hold(query)
    synopsis.take(Step.EXTEND)
    synopsis.contributions_until, synopsis.window_reason = until, one_line(reason)
    record(WindowOpened(thread_id=synopsis.thread_id), by=by.id, due=until)


def end_window(query: Consolidation, *, by: Viewer) -> None:
    """End the window before its time."""
    synopsis = hold(query)
    synopsis.take(Step.END)
    synopsis.contributions_until = min(synopsis.contributions_until, clock.now())
    record(ContributionsEnded(thread_id=synopsis.thread_id), by=by.id)


def end_window_when_due(event: WindowOpened, entry: Entry) -> None:
    """End the window by itself, if nobody has ended it or made it longer since."""
    synopsis = db.session.get(Synopsis, event.thread_id, with_for_update=True)
    if synopsis is None or synopsis.state != SynopsisState.COLLECTING:
        return
    if synopsis.contributions_until <= clock.now():
        synopsis.take(Step.END)
        record(ContributionsEnded(thread_id=event.thread_id))


def hold(query: Consolidation) -> Synopsis:
    """Hold the synopsis until the commit, as it stands now: who comes next waits and sees it."""
    db.session.flush()  # what was changed a moment ago is not to be read over
    db.session.refresh(query.synopsis, with_for_update=True)
    return query.synopsis
