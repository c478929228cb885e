"""A worker says every half minute that it is there, and of each chore when it was done and how it went."""

import os
import socket
import time
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete

from hrcn_community.core import clock
from hrcn_community.core.db import mark
from hrcn_community.core.upsert import upsert
from hrcn_community.running.models import ChoreRun, Worker
from hrcn_community.running.version import VERSION

EVERY_SECONDS = 30
FORGOTTEN_AFTER = timedelta(days=1)


class Heart:
    """One worker's; `beat` is called as often as it likes, and writes as often as it should."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}"[:200]
        self.started_at: datetime = clock.now()
        self._due = 0.0

    def beat(self) -> bool:
        if time.monotonic() < self._due:
            return False
        self._due = time.monotonic() + EVERY_SECONDS
        now = clock.now()
        columns = {"version": VERSION, "started_at": self.started_at, "seen_at": now}
        with mark() as connection:
            upsert(Worker, {"name": self.name}, columns, connection=connection)
            old = delete(Worker).where(Worker.seen_at < now - FORGOTTEN_AFTER)
            connection.execute(old)
        return False

    def end(self) -> bool:
        """Say that this worker went, and did not vanish."""
        with mark() as connection:
            connection.execute(delete(Worker).where(Worker.name == self.name))
        return False


def note_chore(name: str, began: float, failure: str = "") -> None:
    """Write down that a chore was done that began at `began` of the monotonic clock."""
    took = round(1000 * (time.monotonic() - began))
    now = clock.now()
    columns: dict[str, Any] = {"ran_at": now, "took_ms": took, "failure": failure}
    columns |= {} if failure else {"well_at": now}
    with mark() as connection:
        upsert(ChoreRun, {"name": name}, columns, connection=connection)
