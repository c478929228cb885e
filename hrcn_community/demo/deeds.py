"""The demonstration community comes to be as a real one does: deed after deed, each at its time.

Every room hands in its deeds; they are played in the order of their days, through the same actions
that pages use, and what follows from each (notices) follows at once. All of it is one transaction.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import Viewer, viewer_of
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.reactions import REACTIONS


@dataclass(frozen=True)
class Deed:
    """Something that was done so many days before the day of loading (negative: after it)."""

    days_ago: float
    do: Callable[[], object]


_ID_OF = select(Person.id).where(Person.handle == bindparam("handle"))
_OWED = (
    select(Entry)
    .where(Entry.handled_at.is_(None), Entry.due_at <= bindparam("now"))
    .order_by(Entry.due_at, Entry.id)
)


def play(deeds: Iterable[Deed], today: datetime) -> None:
    """Do every deed at its time, the oldest first; those that lie ahead are done as of `today`."""
    for deed in sorted(deeds, key=lambda deed: -deed.days_ago):
        with clock.at(today - timedelta(days=max(deed.days_ago, 0))):
            deed.do()
            db.session.flush()
            _follow_up()


def person(key: str) -> Viewer:
    """Return a person of the cast as they stand at this moment of the story."""
    return viewer_of(db.session.scalars(_ID_OF, {"handle": key}).one())


def _follow_up() -> None:
    while entries := db.session.scalars(_OWED, {"now": clock.now()}).all():
        for entry in entries:
            for reaction in REACTIONS.get(type(entry.event), ()):
                reaction(entry.event, entry)
            entry.handled_at = clock.now()
        db.session.flush()
