"""Legal holds: what must be kept although its time has come, or somebody wants it gone.

A hold never lets anybody read more. One on a place is kept under the address that somebody typed,
and nobody is told whether anything stands there.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, literal, or_, select, true, union

from hrcn_community.accounts.models import Person, Persona, SiteRole
from hrcn_community.accounts.secrets import persona_print
from hrcn_community.accounts.viewer import AnyViewer, Viewer
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core import clock
from hrcn_community.core.db import Rows, db, take_turn
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import clean
from hrcn_community.core.words import _l
from hrcn_community.privacy.keeping_events import HoldEnded, HoldSet
from hrcn_community.privacy.keeping_models import Hold
from hrcn_community.spaces.models import Space


class HoldOver(Refusal):
    message = _l("This hold was ended already.")


@dataclass(frozen=True)
class Wanted:
    """A hold as somebody of the core team wants it: on a person, or on what stands at an address."""

    person_id: int | None
    address: str
    reason: str
    review_on: date
    silent_because: str = ""


def held(person_id: int) -> bool:
    """Must nothing of this person go?"""
    found = select(Person.id).where(Person.id == person_id, is_held_person())
    return db.session.scalar(found) is not None


def held_openly(person_id: int) -> bool:
    """Must nothing of this person go, and may they know it?"""
    openly = Hold.person_id == person_id, Hold.silent_because == ""
    return db.session.scalar(select(Hold.id).where(_stands(), *openly).limit(1)) is not None


def holds_words_of(people: Collection[int]) -> bool:
    """Did one of these write anything where nothing may go?"""
    theirs = select(Post.id).join(Conversation, Conversation.id == Post.conversation_id)
    theirs = theirs.where(Post.author_id.in_(people), is_held_space(Conversation.space_id))
    return db.session.scalar(theirs.limit(1)) is not None


def while_none_is_set() -> None:
    """Let no hold be set until the commit: what it is to keep would be gone at that moment."""
    take_turn("legal holds")


def held_ids() -> list[int]:
    """Return the people of whom nothing may go."""
    ids = db.session.scalars(select(Hold.person_id).where(_stands()))
    return [id_ for id_ in ids if id_]


def is_held_person(person: Any = Person.id) -> ColumnElement[bool]:
    """Return the condition that a column names somebody of whom nothing may go, or a pseudonym of theirs.

    Their pseudonyms are found by prints made at this moment, and what is sealed is not opened: nothing
    is written down, and no page, figure or log says that one of them was met.
    """
    people = select(Hold.person_id).where(_stands(), Hold.person_id.is_not(None))
    masks = select(Persona.person_id).where(Persona.lookup.in_(_prints(people)))
    return or_(person.in_(people), person.in_(masks))


def _prints(people: Any) -> list[str]:
    """Return by what every pseudonym that those people can have is found."""
    ids = set(db.session.scalars(people))
    if not ids:
        return []
    spaces = db.session.scalars(select(Persona.space_id).distinct()).all()
    return [persona_print(person_id, space_id) for person_id in ids for space_id in spaces]


def is_held_space(space: Any = Space.id) -> ColumnElement[bool]:
    """Return the condition that a column names a space of which nothing may go."""
    return space.in_(spaces_at(select(Hold.address).where(_stands(), Hold.address != "")))


def spaces_at(addresses: Any) -> Any:
    """Select the spaces that these addresses name: of the directory, or of what stands there."""
    listed = select(Space.id).where((literal("/spaces/") + Space.slug).in_(addresses))
    told = select(Conversation.space_id).where(Conversation.address.in_(addresses))
    return union(listed, told)


def holds(*, viewer: AnyViewer, before: int = 0, at_most: int = 30) -> Sequence[Any]:
    """Return holds, the newest first, with the names of whom they concern and of who set them."""
    rows = _rows().where(_may_be_known_to(viewer)).order_by(Hold.id.desc()).limit(at_most)
    return db.session.execute(rows.where(Hold.id < before) if before else rows).all()


def find_hold(ref: str, *, viewer: AnyViewer) -> Hold | None:
    return db.session.scalar(select(Hold).where(Hold.ref == ref, _may_be_known_to(viewer)))


def hold_row(hold: Hold) -> Any:
    return db.session.execute(_rows().where(Hold.id == hold.id)).one()


def set_hold(wanted: Wanted, *, by: Viewer) -> Hold:
    """Let nothing go from now on; whom it concerns is told, unless the law forbids it."""
    while_none_is_set()  # what is just being let go is gone before
    hold = Hold(
        ref=new_ref(),
        person_id=wanted.person_id,
        address=wanted.address[:200],
        reason=clean(wanted.reason).strip(),
        silent_because=clean(wanted.silent_because).strip(),
        begins_at=clock.now(),
        review_on=wanted.review_on,
        set_by_id=by.id,
    )
    db.session.add(hold)
    db.session.flush()
    record(HoldSet(hold_id=hold.id), by=by.id)
    return hold


def end_hold(hold: Hold, reason: str, *, by: Viewer) -> None:
    """Let things go again as their time comes; of two who end it at once, one is told."""
    db.session.refresh(hold, with_for_update=True)
    if hold.ended_at:
        raise HoldOver
    hold.ended_at, hold.ended_by_id = clock.now(), by.id
    hold.ended_because = clean(reason).strip()
    record(HoldEnded(hold_id=hold.id), by=by.id)


def _may_be_known_to(viewer: AnyViewer) -> ColumnElement[bool]:
    """A hold of which its person must not be told does not exist for them, though they are core team."""
    if viewer.site_role != SiteRole.CORE:
        return true()  # whoever is refused all of them is refused this one alike
    about_others = or_(Hold.person_id.is_(None), Hold.person_id != viewer.id)
    return or_(about_others, Hold.silent_because == "")


def _stands() -> ColumnElement[bool]:
    return or_(Hold.ended_at.is_(None), Hold.ended_at > clock.now())


def _rows() -> Rows:
    about, setter = Person.__table__.alias("about"), Person.__table__.alias("setter")
    return (
        select(
            *(Hold.id, Hold.ref, Hold.address, Hold.reason, Hold.silent_because),
            *(Hold.begins_at, Hold.review_on, Hold.ended_at, Hold.ended_because),
            about.c.name.label("person_name"),
            about.c.handle.label("person_handle"),
            setter.c.name.label("setter_name"),
        )
        .outerjoin(about, about.c.id == Hold.person_id)
        .outerjoin(setter, setter.c.id == Hold.set_by_id)
    )
