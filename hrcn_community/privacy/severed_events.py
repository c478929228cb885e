"""The record of everything that happened: after some years it says what, and no more who."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, false, or_, select

from hrcn_community.accounts.erased import NOBODY, nobody_id
from hrcn_community.accounts.models import Person
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.privacy.actions.steps import PERSON_FACTS
from hrcn_community.privacy.holds import held_ids
from hrcn_community.privacy.retention import Keeping


def sever_events(before: datetime, at_most: int) -> int:
    """Let older events say what happened, and no more who did it or to whom; what is still owed waits."""
    handled = Entry.happened_at < before, Entry.handled_at.is_not(None)
    named = or_(Entry.actor_id.is_not(None), _points_at_somebody())
    some = select(Entry).where(*handled, named, ~_names_any_of(held_ids()))
    entries = db.session.scalars(some.order_by(Entry.id).limit(at_most)).all()
    for entry in entries:
        entry.actor_id, entry.facts = None, {name: _nobody(name, entry) for name in entry.facts}
    return len(entries)


def _points_at_somebody() -> ColumnElement[bool]:
    nobody = db.session.scalar(select(Person.id).where(Person.handle == NOBODY)) or 0
    facts = cast(Entry.facts, Text)
    none_of = ("null", nobody)
    return or_(
        *(
            and_(
                facts.contains(f'"{name}": '),
                *(~_says(facts, name, value) for value in none_of),
            )
            for name in PERSON_FACTS
        )
    )


def _names_any_of(person_ids: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition that one of these people did it, or had it done to them."""
    facts = cast(Entry.facts, Text)
    named = [_says(facts, name, id_) for name in PERSON_FACTS for id_ in person_ids]
    return or_(false(), and_(Entry.actor_id.is_not(None), Entry.actor_id.in_(person_ids)), *named)


def _says(facts: ColumnElement[str], name: str, value: object) -> ColumnElement[bool]:
    return or_(*(facts.contains(f'"{name}": {value}{end}') for end in (",", "}")))


def _nobody(name: str, entry: Entry) -> Any:
    value = entry.facts[name]
    return nobody_id() if name in PERSON_FACTS and value is not None else value


SEVERED_EVENTS = Keeping(
    "events",
    _l("Who did what, in the record of everything that happened"),
    _l("severed: what happened stays, and neither who did it nor to whom"),
    *(1095, 365, 3650),
    sever_events,
    tables=("events",),
)
