"""Calling a workshop, changing it, cancelling it, noting who came."""

from collections.abc import Iterable
from itertools import product
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.places import put_inside, put_outside
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions import (
    edit_post,
    open_conversation,
    rename,
    set_heading,
    write_post,
)
from hrcn_community.conversations.actions.attaching import attach, change_files
from hrcn_community.conversations.models import Conversation, EditConflict, Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import one_line, slugify
from hrcn_community.spaces.actions import open_space
from hrcn_community.spaces.models import Space, Visibility
from hrcn_community.workshops.actions.seats import lock, offer_free_seats
from hrcn_community.workshops.events import (
    AttendanceNoted,
    VotingOpened,
    WorkshopCalled,
    WorkshopCancelled,
    WorkshopChanged,
)
from hrcn_community.workshops.models.seats import Attendance, Registration, Seat, SeatsInUse
from hrcn_community.workshops.models.workshops import ROOM, AgendaItem, Workshop
from hrcn_community.workshops.plan import Plan, PlannedItem

RESERVED = {"new"}
CHANGEABLE = (
    "summary",
    "method",
    "timezone",
    "starts_at",
    "ends_at",
    "voting_ends_at",
    "place",
    "capacity",
)


def call_workshop(
    plan: Plan,
    *,
    by: Viewer,
    is_chatham: bool = False,
    visibility: Visibility = Visibility.NETWORK,
    slug: str = "",
    co_host_ids: Iterable[int] = (),
    language: str = "en",
    city_id: int | None = None,
    term_ids: tuple[int, ...] = (),
) -> Workshop:
    """Open a workshop with its three spaces: who may know of it, who is in the room, who was there."""
    slug = slug or _free_slug(plan.title)
    about = {"language": language, "city_id": city_id, "term_ids": term_ids}
    spaces = _open_spaces(plan.title, visibility, is_chatham, language)
    conversation, room, notes = (
        open_conversation(space, ROOM, plan.title, f"/workshops/{slug}{page}", by=by, **about)
        for space, page in zip(spaces, ("", "/statements", "/notes"), strict=True)
    )
    workshop = Workshop(
        slug=slug,
        uid=new_ref(128),
        conversation=conversation,
        room_space_id=room.space_id,
        room_conversation_id=room.id,
        notes_space_id=notes.space_id,
        notes_conversation_id=notes.id,
        is_chatham=is_chatham,
        **_changeable(plan),
    )
    db.session.add(workshop)
    db.session.flush()
    post = write_post(conversation, plan.description, by=by, heading=_heading(plan))
    attach(post, plan.files, by=by)
    _write_agenda(workshop, plan.items)
    _make_hosts({by.id, *co_host_ids}, spaces)
    record(WorkshopCalled(workshop_id=workshop.id), by=by.id)
    _expect_the_voting(workshop)
    return workshop


def change_workshop(workshop: Workshop, plan: Plan, *, by: Viewer, over: int | None = None) -> bool:
    """Make the workshop what `plan` says; whoever has registered is told. Return whether it differed.

    `over` is the version (SEQUENCE) that was changed; raise EditConflict if it is past.
    """
    lock(workshop)
    workshop.must_be_open()
    if over is not None and over != workshop.sequence:
        raise EditConflict
    if plan.capacity < workshop.seats_taken:
        raise SeatsInUse
    began, differs = workshop.starts_at, _differs(workshop, plan)
    differs |= _describe(workshop, plan, by)
    if not differs:
        return False
    for name, value in _changeable(plan).items():
        setattr(workshop, name, value)
    if plan.title != workshop.title:
        _rename(workshop, plan.title)
    _write_agenda(workshop, plan.items)
    _count_change(workshop)
    offer_free_seats(workshop)
    record(WorkshopChanged(workshop_id=workshop.id, sequence=workshop.sequence), by=by.id)
    if workshop.starts_at != began:
        _expect_the_voting(workshop)
    return True


def cancel_workshop(workshop: Workshop, reason: str, *, by: Viewer) -> None:
    """Say that the workshop does not take place; its page and its calendar file go on saying so."""
    lock(workshop)
    workshop.must_be_open()
    workshop.cancelled_at, workshop.cancelling_reason = clock.now(), one_line(reason)[:200]
    _count_change(workshop)
    record(WorkshopCancelled(workshop_id=workshop.id), by=by.id)


def note_attendance(workshop: Workshop, person_ids: Iterable[int], *, by: Viewer) -> None:
    """Note who was there: they, and the hosts, read the notes. Only those who had a seat can be noted."""
    workshop.must_have_begun()
    notes = db.session.get_one(Space, workshop.notes_space_id)
    there = set(person_ids) & set(_seated(workshop))
    before = set(
        db.session.scalars(
            select(Attendance.person_id).where(Attendance.workshop_id == workshop.id)
        )
    )
    for person_id in there - before:
        db.session.add(Attendance(workshop_id=workshop.id, person_id=person_id))
        put_inside(notes, person_id)
    for person_id in before - there:
        db.session.execute(
            delete(Attendance).where(
                Attendance.workshop_id == workshop.id, Attendance.person_id == person_id
            )
        )
        put_outside(notes, person_id, SpaceRole.MEMBER)
    record(AttendanceNoted(workshop_id=workshop.id), by=by.id)


def _open_spaces(
    title: str, visibility: Visibility, is_chatham: bool, language: str
) -> tuple[Space, Space, Space]:
    """Open the spaces of those who may know of it, who are in the room, and who read the notes."""
    closed = Visibility.CONFIDENTIAL
    audiences = visibility, closed, closed if is_chatham else visibility
    listing, room, notes = (open_space(title, each, language=language) for each in audiences)
    return listing, room, notes


def _heading(plan: Plan) -> str:
    """Return what the page of a workshop says beside its description, to all who read that."""
    return "\n".join([plan.summary, *(item.title for item in plan.items)])


def _changeable(plan: Plan) -> dict[str, Any]:
    """Return the columns that `plan` settles."""
    columns = {name: getattr(plan, name) for name in CHANGEABLE}
    closes_at = max(plan.ends_at, plan.voting_ends_at)
    return columns | {"closes_at": closes_at, "changed_at": clock.now()}


def _make_hosts(person_ids: Iterable[int], spaces: Iterable[Space]) -> None:
    for person_id, space in product(person_ids, spaces):
        put_inside(space, person_id, SpaceRole.HOST)


def _expect_the_voting(workshop: Workshop) -> None:
    starts = int(workshop.starts_at.timestamp())
    record(VotingOpened(workshop_id=workshop.id, starts=starts), due=workshop.starts_at)


def _count_change(workshop: Workshop) -> None:
    workshop.sequence, workshop.changed_at = workshop.sequence + 1, clock.now()


def _differs(workshop: Workshop, plan: Plan) -> bool:
    same = all(getattr(workshop, name) == getattr(plan, name) for name in CHANGEABLE)
    return not same or workshop.title != plan.title or _planned(workshop) != plan.items


def _planned(workshop: Workshop) -> tuple[PlannedItem, ...]:
    items = select(AgendaItem).where(AgendaItem.workshop_id == workshop.id)
    return tuple(
        PlannedItem(item.day, item.starts, item.ends, item.title, item.who, item.note)
        for item in db.session.scalars(items.order_by(AgendaItem.number))
    )


def _write_agenda(workshop: Workshop, items: Iterable[PlannedItem]) -> None:
    db.session.execute(delete(AgendaItem).where(AgendaItem.workshop_id == workshop.id))
    db.session.add_all(
        AgendaItem(workshop_id=workshop.id, number=number, **vars(item))
        for number, item in enumerate(items, start=1)
    )
    db.session.flush()


def _describe(workshop: Workshop, plan: Plan, by: Viewer) -> bool:
    """Change the description and its files; return whether anything differs."""
    post, files = _description(workshop), plan.files
    said = edit_post(post, plan.description, by=by)
    set_heading(post, _heading(plan))
    return change_files(post, files, dropped=plan.dropped_files, by=by, is_kept=said) or said


def _description(workshop: Workshop) -> Post:
    return db.session.scalars(
        select(Post)
        .options(joinedload(Post.conversation))
        .where(Post.conversation_id == workshop.conversation_id, Post.number == 1)
    ).one()


def _rename(workshop: Workshop, title: str) -> None:
    rename(workshop.conversation, title)
    for id_ in (workshop.room_conversation_id, workshop.notes_conversation_id):
        rename(db.session.get_one(Conversation, id_), title)
    for id_ in (workshop.space.id, workshop.room_space_id, workshop.notes_space_id):
        db.session.get_one(Space, id_).name = title


def _seated(workshop: Workshop) -> Iterable[int]:
    return db.session.scalars(
        select(Registration.person_id).where(
            Registration.workshop_id == workshop.id, Registration.state == Seat.SEATED
        )
    )


def _free_slug(title: str) -> str:
    slug = slugify(title)
    taken = db.session.scalar(select(Workshop.id).where(Workshop.slug == slug))
    return f"{slug}-{new_ref(20)}" if taken or slug in RESERVED else slug
