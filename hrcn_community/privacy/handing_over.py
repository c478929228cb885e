"""Handing on what hangs at one person: offered to somebody who may take it, and taken or not.

Each room says what of its own can hang at somebody (`HANDOVER` in reactions.py); where a rule of the
room decides who follows, a duty bears only the address at which that is done.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from flask import Flask, current_app
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.viewer import AnyViewer, Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db, take_turn
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.words import _l
from hrcn_community.privacy.keeping_events import HandoverDeclined, HandoverMade, HandoverTaken
from hrcn_community.privacy.keeping_models import Handover


class NotTheirs(Refusal):
    message = _l(
        "This cannot be handed to them: they may not take it, or it is no longer yours to give."
    )


class Answered(Refusal):
    message = _l("This offer stands no more.")


@dataclass(frozen=True)
class Duty:
    """Something that hangs at one person alone. Only what `can_be_offered` is handed on here.

    `space_id` is where it stands: whoever does not read there learns of it only when they are asked.
    """

    kind: str
    subject_id: int
    title: str
    address: str
    can_be_offered: bool = True
    is_owed: bool = True  # must it be handed on or ended before they go?
    space_id: int | None = None

    def __str__(self) -> str:
        return (
            f"{kinds()[self.kind].label}: {self.title}"
            if self.title
            else str(kinds()[self.kind].label)
        )


@dataclass(frozen=True)
class Duties:
    """The duties of one kind: whose they are, who may take one, which hang at nobody, and giving them.

    `orphaned` knows one, or (0) all. Where the core team may not learn of one, the house asks the
    `successor`, but none of those asked before. `covers` names what makes somebody responsible: columns
    that bear a person, roles in a space or in the house.
    """

    kind: str
    label: Any
    owed: Callable[[int], Sequence[Duty]]
    may_take: Callable[[int, int], bool] = lambda _subject_id, _person_id: False
    orphaned: Callable[[int], Sequence[Duty]] = lambda _subject_id: ()
    give: Callable[[int, int | None, int], None] = lambda _subject_id, _from_id, _to_id: None
    covers: Sequence[Any] = ()
    successor: Callable[[int, Collection[int]], int | None] = lambda _subject_id, _asked: None
    of_nobody: Any = ""  # how one that hangs at nobody is called


def register_handovers(app: Flask, kinds: Iterable[Duties]) -> None:
    app.extensions["handovers"] = {each.kind: each for each in kinds}


def kinds() -> dict[str, Duties]:
    return current_app.extensions["handovers"]


def is_gone(column: Any, *roles: str) -> ColumnElement[bool]:
    """Return the condition that a column names nobody who is here, or nobody who has one of `roles`."""
    person = aliased(Person)
    here = person.id == column, person.standing.in_([Standing.MEMBER, Standing.PERSONA])
    return ~exists().where(*here, *([person.site_role.in_(roles)] if roles else []))


class Borne(TypedDict):
    """What of `Duties` follows where one column names who is responsible."""

    owed: Callable[[int], Sequence[Duty]]
    orphaned: Callable[[int], Sequence[Duty]]
    covers: Sequence[Any]


def borne_in(column: Any, found: Callable[..., Sequence[Duty]], *roles: str) -> Borne:
    """Return whose the duties are that a column bears, and which of them hang at nobody.

    `found` takes conditions and returns the duties that they hold for. Whoever lacks all `roles` of
    the house, if any are given, is responsible no more.
    """
    subject = column.class_.id

    def owed(person_id: int) -> Sequence[Duty]:
        return found(column == person_id)

    def orphaned(only: int) -> Sequence[Duty]:
        return found(is_gone(column, *roles), *([subject == only] if only else []))

    return {"owed": owed, "orphaned": orphaned, "covers": (column,)}


def handover_owed(person_id: int) -> list[Duty]:
    """Return what a person must hand on, or end, before they go; each is words when it is shown."""
    return [duty for duty in hangs_at(person_id) if duty.is_owed]


def hangs_at(person_id: int) -> list[Duty]:
    """Return everything that hangs at a person alone."""
    return [duty for each in kinds().values() for duty in each.owed(person_id)]


def find_duty(kind: str, subject: int, *, viewer: AnyViewer) -> Duty | None:
    """Return a duty of the viewer's own that can be offered."""
    known = kinds().get(kind)
    owed = known.owed(viewer.id) if known and viewer.is_signed_in else []
    return next((each for each in owed if each.subject_id == subject and each.can_be_offered), None)


def offer(duty: Duty, to_id: int, *, by_id: int | None, asked_by_id: int | None = None) -> Handover:
    """Offer a duty to somebody who may take it; a newer offer ends the one before.

    What hangs at nobody is offered by the house (`by_id=None`), and perhaps somebody asked it to.
    """
    if to_id == by_id or not _may_take(duty, to_id):
        raise NotTheirs
    take_turn(f"handover {duty.kind} {duty.subject_id}")
    for older in db.session.scalars(open_offers(duty.kind, duty.subject_id)).all():
        older.answered_at = clock.now()
    new = Handover(
        ref=new_ref(),
        kind=duty.kind,
        subject_id=duty.subject_id,
        from_id=by_id,
        to_id=to_id,
        offered_at=clock.now(),
    )
    db.session.add(new)
    db.session.flush()
    record(HandoverMade(handover_id=new.id), by=by_id or asked_by_id)
    return new


def find_offer(ref: str, *, viewer: AnyViewer) -> Handover | None:
    """Return an offer that was made to the viewer, while they are where they may take it."""
    found = db.session.scalar(
        select(Handover).where(Handover.ref == ref, Handover.to_id == viewer.id)
    )
    return found if found and kinds()[found.kind].may_take(found.subject_id, viewer.id) else None


def take(handover: Handover, *, by: Viewer) -> Duty:
    """Take a duty over, if it is still there to be given and one still may."""
    _answer(handover)
    kind, duty = kinds()[handover.kind], _still(handover)
    if duty is None or not kind.may_take(handover.subject_id, by.id):
        raise Answered
    kind.give(handover.subject_id, handover.from_id, by.id)
    handover.is_taken = True
    record(HandoverTaken(handover_id=handover.id), by=by.id)
    return duty


def decline(handover: Handover, *, by: Viewer) -> None:
    _answer(handover)
    record(HandoverDeclined(handover_id=handover.id), by=by.id)


def offers_to(person_id: int) -> list[tuple[Handover, Duty, str]]:
    """Return the open offers to somebody, with what they would take, and from whom.

    What they may take no longer is not named to them: they may have left the closed space since.
    """
    rows = db.session.execute(
        select(Handover, Person.name)
        .outerjoin(Person, Person.id == Handover.from_id)
        .where(Handover.to_id == person_id, Handover.answered_at.is_(None))
        .order_by(Handover.id)
    ).all()
    found = [(row.Handover, _still(row.Handover), row.name or "") for row in rows]
    return [
        (handover, duty, name)
        for handover, duty, name in found
        if duty and _may_take(duty, person_id)
    ]


def offered_by(person_id: int) -> dict[tuple[str, int], str]:
    """Return to whom one has offered which duty, by name."""
    rows = db.session.execute(
        select(Handover.kind, Handover.subject_id, Person.name)
        .join(Person, Person.id == Handover.to_id)
        .where(Handover.from_id == person_id, Handover.answered_at.is_(None))
    )
    return {(row.kind, row.subject_id): row.name for row in rows}


def _answer(handover: Handover) -> None:
    """Answer an offer once; of two answers at once, the second is told."""
    take_turn(f"handover {handover.kind} {handover.subject_id}")
    db.session.refresh(handover, with_for_update=True)
    if handover.answered_at:
        raise Answered
    handover.answered_at = clock.now()


def _still(handover: Handover) -> Duty | None:
    """Return what was offered, if it still hangs at whoever offered it, or at nobody."""
    kind = kinds()[handover.kind]
    owed = kind.owed(handover.from_id) if handover.from_id else kind.orphaned(handover.subject_id)
    return next((duty for duty in owed if duty.subject_id == handover.subject_id), None)


def _may_take(duty: Duty, person_id: int) -> bool:
    return kinds()[duty.kind].may_take(duty.subject_id, person_id)


def open_offers(kind: str, subject_id: int) -> Any:
    mine = Handover.kind == kind, Handover.subject_id == subject_id
    return select(Handover).where(*mine, Handover.answered_at.is_(None))
