"""The worker: takes what is owed, one event at a time, and lets the mailer speak.

An event's reactions and its mark are one transaction, so a kill at any moment leaves either all of
it done or none. On PostgreSQL the row stays locked meanwhile and other workers skip it; on SQLite
there is one writer at a time anyway. No lease can be lost, because there is none.
"""

import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import structlog
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from hrcn_community.attachments.storage import StorageAway
from hrcn_community.attachments.upkeep import clear_away, sweep, tidy
from hrcn_community.consultations.actions.counting import keep_quarter
from hrcn_community.consultations.follow_up_chore import follow_up_answers
from hrcn_community.consultations.invitation_chore import look_after_invitations
from hrcn_community.consultations.reminding_chore import let_clocks_speak
from hrcn_community.conversations.actions.rerendering import rerender_some
from hrcn_community.core import clock
from hrcn_community.core.db import db, empty_log, is_away, reading
from hrcn_community.core.events import Entry
from hrcn_community.notifications.digests import gather_digests
from hrcn_community.notifications.mailer import send_due_mail
from hrcn_community.privacy.holds import is_held_person, is_held_space
from hrcn_community.privacy.retention_chore import ask_successors, keep_periods
from hrcn_community.privacy.upkeep import let_pseudonyms_fade, tidy_archives
from hrcn_community.reactions import REACTIONS
from hrcn_community.running.beating import Heart, note_chore

log = structlog.get_logger()
PAUSE_SECONDS = 0.5
MOST_ATTEMPTS = 8
LONGEST_PAUSE = (
    10  # two to the power of that, in seconds: while the storage is away nothing is parked
)
HOUR = 3600


class Chore:
    """What is done `every` so many seconds, while nothing is owed; the first time at once."""

    def __init__(self, deed: Callable[[], None], *, every: int) -> None:
        self.deed, self.every, self.due = deed, every, 0.0

    def if_due(self) -> bool:
        if time.monotonic() < self.due:
            return False
        began = time.monotonic()
        self.due, failure = began + self.every, ""
        try:
            self.deed()
        except (
            Exception
        ) as error:  # one that breaks is written down; the others are done all the same
            if is_away(error):
                raise
            failure = type(error).__name__
            log.error("chore_failed", chore=self.deed.__name__, kind=failure)
        finally:
            db.session.rollback()
        note_chore(self.deed.__name__, began, failure)
        return False


def work(app: Flask, stop: threading.Event | None = None) -> None:
    """Work until `stop` is set or the process is told to end."""
    stop = stop or _stop_on_signal()
    chores = (
        Chore(gather_digests, every=60),
        Chore(tidy, every=60),
        Chore(clear_away_what_is_free, every=HOUR),
        Chore(sweep, every=24 * HOUR),
        Chore(tidy_archives, every=HOUR),
        Chore(let_pseudonyms_fade, every=HOUR),
        Chore(keep_figures, every=HOUR),
        Chore(keep_periods, every=HOUR),
        Chore(ask_successors, every=HOUR),
        Chore(let_clocks_speak, every=600),
        Chore(look_after_invitations, every=300),
        Chore(follow_up_answers, every=HOUR),
    )
    heart = Heart()
    stale = True  # posts of an older rendering are looked for once, after a start
    while not stop.is_set():
        with app.app_context():
            _without_failing(heart.beat)
            busy = _without_failing(handle_next) or _without_failing(send_due_mail)
            if stale and not busy:
                busy = stale = _without_failing(render_anew)
            for chore in chores if not busy else ():
                _without_failing(chore.if_due)
        if not busy:
            stop.wait(PAUSE_SECONDS)
    with app.app_context():
        _without_failing(heart.end)


def work_off(app: Flask) -> None:
    """Do all that is owed now, then return."""
    busy = True
    while busy:
        with app.app_context():
            busy = handle_next() or send_due_mail()


def clear_away_what_is_free() -> None:
    """Clear away files that nobody has any more, but none of whom the law may ask for."""
    clear_away(is_held_person, is_held_space)
    empty_log()


def keep_figures() -> None:
    """Keep the figures of a quarter that is over, before periods end that would change them."""
    keep_quarter()
    db.session.commit()


def render_anew() -> bool:
    """Bring some posts of an older rendering up to date; return whether there were any."""
    some = rerender_some()
    db.session.commit()
    return some


def handle_next() -> bool:
    """Handle the oldest event that is due; return whether there was one."""
    with reading():  # on SQLite a look costs no write lock
        owed = db.session.scalar(_due().with_only_columns(Entry.id))
        db.session.rollback()
    if owed is None:
        return False
    entry = db.session.scalar(_due().with_for_update(skip_locked=True))
    if entry is None:
        db.session.rollback()
        return False
    id_ = entry.id
    try:
        for reaction in REACTIONS.get(type(entry.event), ()):
            reaction(entry.event, entry)
        entry.handled_at = clock.now()
        db.session.commit()
    except Exception as error:  # a poison event is put off, then parked; the others go on
        db.session.rollback()
        if is_away(error):
            raise
        _put_off(id_, error)
    return True


def _due():
    return (
        select(Entry)
        .where(Entry.handled_at.is_(None), Entry.parked_at.is_(None), Entry.due_at <= clock.now())
        .order_by(Entry.due_at, Entry.id)
        .limit(1)
    )


def _put_off(id_: int, error: Exception) -> None:
    entry = db.session.get_one(Entry, id_)
    entry.attempts += 1
    entry.failure = type(error).__name__[:100]
    entry.due_at = clock.now() + timedelta(seconds=2 ** min(entry.attempts, LONGEST_PAUSE))
    if entry.attempts >= MOST_ATTEMPTS and not isinstance(error, StorageAway):
        entry.parked_at = clock.now()
    log.error("reaction_failed", name=entry.name, entry=id_, kind=type(error).__name__)
    db.session.commit()


def _without_failing(step) -> bool:
    """Do a step; while the database is away, wait instead of ending."""
    try:
        return step()
    except DBAPIError as error:
        db.session.rollback()
        if not is_away(error):
            raise
        log.warning("worker_waits", kind=type(error.orig).__name__)
        return False


def _stop_on_signal() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
