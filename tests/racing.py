"""Two deeds at once, in the order that a test wants: the second begins before the first is committed.

But for `at_once` only on PostgreSQL: on SQLite who writes waits before looking at anything.
"""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from hrcn_community.core.db import db
from tests.browsing import Browser

WAITING = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
T = TypeVar("T")
PATIENCE = 30
on_postgresql = pytest.mark.postgresql  # SQLite lets one write at a time


def meanwhile(
    app: Flask,
    first: Callable[[], object],
    second: Callable[[], object],
    then: Callable[[], object] = lambda: None,
) -> BaseException | None:
    """Do `first`; once `second` waits for it, or is done, do `then` and commit the two.

    Return what `second` raised.
    """
    raised: list[BaseException] = []

    def follow() -> None:
        with app.app_context():
            try:
                second()
                db.session.commit()
            except BaseException as error:
                db.session.rollback()
                raised.append(error)

    with app.app_context():
        first()
        db.session.flush()
        follower = begun(follow)
        then()
        db.session.commit()
    follower.join(PATIENCE)
    assert not follower.is_alive()
    return raised[0] if raised else None


def at_once(deeds: Sequence[Callable[[], T]]) -> list[T]:
    """Do all of them at the same moment, and return what each returned."""
    start = threading.Barrier(len(deeds))

    def wait_and_do(deed: Callable[[], T]) -> T:
        start.wait(PATIENCE)
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(wait_and_do, deeds))


def sent_at_once(*sent: tuple[Browser, str], **fields: str) -> list[TestResponse]:
    """Let each browser send its form at the same moment; return the answers, those refused last."""
    forms = [{"csrf_token": browser.form_token(), **fields} for browser, _ in sent]
    deeds = [
        lambda b=browser, p=path, f=form: b.client.post(p, data=f)
        for (browser, path), form in zip(sent, forms, strict=True)
    ]
    return sorted(at_once(deeds), key=lambda answer: answer.status_code)


def begun(deed: Callable[[], object]) -> threading.Thread:
    """Begin `deed` beside what is being done, and return once it waits for somebody or is done."""
    thread = threading.Thread(target=deed)
    thread.start()
    _until(lambda: not thread.is_alive() or _somebody_waits())
    return thread


def _somebody_waits() -> bool:
    with db.engine.connect() as connection:
        return bool(connection.scalar(WAITING))


def _until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "nobody waits, and nobody is done"
        time.sleep(0.01)
