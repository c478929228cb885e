"""Deciding on a place that may name somebody who was erased. Nothing here commits."""

from sqlalchemy import exists, select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import Base, db
from hrcn_community.core.events import record
from hrcn_community.core.text import one_line
from hrcn_community.privacy.actions.looking import change_row
from hrcn_community.privacy.actions.texts import rewrite
from hrcn_community.privacy.events import NamingDecided
from hrcn_community.privacy.models import Erasure, Fate, Naming, SeenToAlready
from hrcn_community.privacy.names import Traces
from hrcn_community.privacy.queries.names import row_of


def black_out(naming: Naming, *, by: Viewer) -> None:
    """Take the name out of that place, and out of every version of what stands there."""
    erasure = _decided(naming, Fate.BLACKED_OUT, by)
    traces, row = Traces.unsealed(erasure.sealed), row_of(naming)
    if row is not None and naming.place == "posts":
        rewrite(row.id, traces.without_names)
    elif row is not None:
        change_row(Base.metadata.tables[naming.place], row, traces.without_names)
    _close(erasure)


def leave(naming: Naming, reason: str, *, by: Viewer) -> None:
    """Let it stand: it names somebody else, or must be kept. The reason says which."""
    erasure = _decided(naming, Fate.LEFT, by)
    naming.reason = one_line(reason)
    _close(erasure)


def _decided(naming: Naming, fate: Fate, by: Viewer) -> Erasure:
    erasure = db.session.get_one(
        Erasure, naming.erasure_id, with_for_update=True, populate_existing=True
    )
    db.session.refresh(naming)
    if naming.fate != Fate.OPEN:
        raise SeenToAlready
    naming.fate, naming.decided_by_id, naming.decided_at = fate, by.id, clock.now()
    record(NamingDecided(naming_id=naming.id), by=by.id)
    db.session.flush()
    return erasure


def _close(erasure: Erasure) -> None:
    """Forget what was looked for, when nothing has to be any more."""
    waits = exists().where(Naming.erasure_id == erasure.id, Naming.fate == Fate.OPEN)
    if not db.session.scalar(select(waits)):
        erasure.sealed = ""
