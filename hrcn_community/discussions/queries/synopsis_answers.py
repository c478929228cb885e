"""What those who contributed say of the draft of a query; for the facilitators."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, or_, select, tuple_

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.db import Rows, db
from hrcn_community.discussions.models import Confirmation, Synopsis
from hrcn_community.discussions.queries.synopses import Consolidation
from hrcn_community.discussions.queries.synopsis_people import (
    contributor_ids,
    profile_of,
    said_here,
)
from hrcn_community.discussions.queries.synopsis_remarks import remarks_for

PAGE = 100  # people on one page, besides those who object
WORDS = ("objects", "agrees", "earlier", "nothing")  # in this order they are listed


@dataclass(frozen=True)
class Answer:
    """What one of those who contributed says of the draft."""

    name: str
    href: str
    said: str  # one of WORDS; earlier: of a round that is past
    remark: str
    wants_credit: bool


@dataclass(frozen=True)
class Answers:
    """All objections, then a page of the others; and the handle after which the next one begins ('' at the end)."""

    listed: Sequence[Answer]
    later: str


def answers(query: Consolidation, after: str = "", *, viewer: AnyViewer) -> Answers:
    """Return who is asked about the draft, and what they say: those who object on every page."""
    said = _said(query.synopsis)
    others = _asked(query, said).where(said > 0)
    if last := after and _place_of(query, said, after):
        others = others.where(tuple_(said, Person.name_key, Person.id) > tuple_(*last))
    objections = db.session.execute(_asked(query, said).where(said == 0)).all()
    found = db.session.execute(others.limit(PAGE + 1)).all()
    is_for_viewer = remarks_for(viewer, query.thread.conversation)
    return Answers(
        listed=[_answer(row, is_for_viewer) for row in [*objections, *found[:PAGE]]],
        later=found[PAGE - 1].handle if len(found) > PAGE else "",
    )


def said_of_round(synopsis: Synopsis) -> set[bool]:
    """Return whether anybody agrees (True), and whether anybody objects (False), to the draft as it is."""
    said = select(Confirmation.agrees).where(
        Confirmation.thread_id == synopsis.thread_id, Confirmation.round == synopsis.round
    )
    return set(db.session.scalars(said.distinct()))


def _said(synopsis: Synopsis) -> ColumnElement[int]:
    """Return where in WORDS stands what somebody says."""
    return case(
        (Confirmation.person_id.is_(None), 3),
        (Confirmation.round != synopsis.round, 2),
        (Confirmation.agrees.is_(True), 1),
        else_=0,
    )


def _asked(query: Consolidation, said: ColumnElement[int]) -> Rows:
    return (
        select(Person.name, Person.handle, Person.standing, Confirmation, said.label("said"))
        .outerjoin(Confirmation, said_here(query))
        .where(or_(Person.id.in_(contributor_ids(query)), Confirmation.person_id.is_not(None)))
        .order_by(said, Person.name_key, Person.id)
    )


def _place_of(query: Consolidation, said: ColumnElement[int], handle: str) -> Any:
    return db.session.execute(
        select(said, Person.name_key, Person.id)
        .select_from(Person)
        .outerjoin(Confirmation, said_here(query))
        .where(Person.handle == handle)
    ).one_or_none()


def _answer(row: Any, is_for_viewer: Callable[[datetime], bool]) -> Answer:
    word, confirmation = WORDS[row.said], row.Confirmation
    if confirmation is None:
        return Answer(row.name, profile_of(row), word, "", wants_credit=False)
    remark = confirmation.remark if is_for_viewer(confirmation.said_at) else ""
    return Answer(row.name, profile_of(row), word, remark, confirmation.wants_credit)
