"""Workshops as a viewer may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import contains_eager

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import (
    Membership,
    Person,
    SpaceRole,
    takes_part,
)
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, ConversationTerm, Post
from hrcn_community.conversations.queries.files import ShownFile, files_at
from hrcn_community.core import clock
from hrcn_community.core.db import Rows, db
from hrcn_community.core.keyset import key_of, latest_first
from hrcn_community.register.models import City, Term
from hrcn_community.spaces.models import Space
from hrcn_community.workshops.models.seats import Attendance, Registration, Seat
from hrcn_community.workshops.models.workshops import AgendaItem, Workshop

PAGE = 20
MOST_OPEN = 100


@dataclass(frozen=True)
class WorkshopList:
    """The workshops that are to come or running, a page of past ones, and the key of the next ('' at the end)."""

    open: Sequence[Any]
    past: Sequence[Any]
    older: str


@dataclass(frozen=True)
class WorkshopPage:
    """Everything that the page of one workshop shows."""

    workshop: Workshop
    description: Markup
    files: tuple[ShownFile, ...]
    items: Sequence[AgendaItem]
    hosts: Sequence[Any]
    terms: Sequence[Term]
    city: City | None
    registration: Registration | None
    place_in_line: int
    roster: Sequence[Any]


def find_workshop(slug: str, *, viewer: AnyViewer) -> Workshop | None:
    """Return the workshop with its conversation and space, if it is open to `viewer`."""
    return db.session.scalar(
        _with_space().where(Workshop.slug == bindparam("slug"), visible_to(viewer)), {"slug": slug}
    )


@cache
def _with_space() -> Select[Workshop]:
    return (
        select(Workshop)
        .join(Workshop.conversation)
        .join(Conversation.space)
        .options(contains_eager(Workshop.conversation).contains_eager(Conversation.space))
    )


def workshops(*, viewer: AnyViewer, before: str = "") -> WorkshopList:
    """Return what is open, the next first, and a page of past workshops, the latest first."""
    rows, now = _rows(viewer), clock.now()
    still = rows.where(Workshop.closes_at >= now).order_by(Workshop.starts_at, Workshop.id)
    over = rows.where(Workshop.closes_at < now)
    over = latest_first(over, Workshop.starts_at, Workshop.id, before).limit(PAGE + 1)
    me = {"viewer_id": viewer.id}
    past = db.session.execute(over, me).all()
    older = key_of(past[PAGE - 1].starts_at, past[PAGE - 1].id) if len(past) > PAGE else ""
    return WorkshopList(
        [] if before else db.session.execute(still.limit(MOST_OPEN), me).all(), past[:PAGE], older
    )


def workshop_page(workshop: Workshop, *, viewer: AnyViewer) -> WorkshopPage:
    registration = registration_of(workshop, viewer=viewer)
    conversation = workshop.conversation
    description, files = _described(conversation.id)
    return WorkshopPage(
        workshop=workshop,
        description=description,
        files=files,
        items=agenda_of(workshop),
        hosts=_inside(workshop, host=True),
        terms=_terms_of(conversation.id),
        city=db.session.get(City, conversation.city_id) if conversation.city_id else None,
        registration=registration,
        place_in_line=_place_in_line(workshop, registration),
        roster=_inside(workshop) if viewer.roles_in(workshop.room_space_id) else [],
    )


def registration_of(workshop: Workshop, *, viewer: AnyViewer) -> Registration | None:
    if not viewer.is_member:
        return None
    return db.session.get(Registration, (workshop.id, viewer.id))


def agenda_of(workshop: Workshop) -> Sequence[AgendaItem]:
    items = select(AgendaItem).where(AgendaItem.workshop_id == workshop.id)
    return db.session.scalars(items.order_by(AgendaItem.number)).all()


def description_of(workshop: Workshop) -> Post:
    """Return the description, for its hosts."""
    described = Post.conversation_id == workshop.conversation_id, Post.number == 1
    return db.session.scalars(select(Post).where(*described)).one()


def notes_of(workshop: Workshop) -> Post | None:
    """Return the notes, if somebody has written them; for whoever the table lets read them."""
    return db.session.scalar(
        select(Post).where(
            Post.conversation_id == workshop.notes_conversation_id,
            Post.number == 1,
            Post.state == "published",
        )
    )


def seated(workshop: Workshop) -> Sequence[Any]:
    """Return who has a seat, and whether they were noted as having been there; for the hosts."""
    return db.session.execute(
        select(Person.id, Person.name, Person.handle, Attendance.person_id.label("attended"))
        .join(Registration, Registration.person_id == Person.id)
        .outerjoin(
            Attendance,
            and_(Attendance.person_id == Person.id, Attendance.workshop_id == workshop.id),
        )
        .where(Registration.workshop_id == workshop.id, Registration.state == Seat.SEATED)
        .order_by(Person.name)
    ).all()


def registered_ids(workshop_id: int) -> Sequence[int]:
    """Return who has a seat, an offer or a place on the waiting list; for notices, not for pages."""
    return db.session.scalars(
        select(Registration.person_id).where(
            Registration.workshop_id == workshop_id, Registration.state != Seat.WITHDRAWN
        )
    ).all()


def inside_ids(space_id: int) -> Sequence[int]:
    """Return who is inside one of a workshop's spaces; for notices, not for pages."""
    ids = select(Membership.person_id).where(Membership.space_id == space_id)
    return db.session.scalars(ids.distinct()).all()


def people_who_may_host(handles: Sequence[str]) -> Sequence[Any]:
    """Return those of the people `handles` who may host beside the one who calls a workshop."""
    facilitates = select(Membership.person_id).where(Membership.role == SpaceRole.FACILITATOR)
    return db.session.execute(
        select(Person.id, Person.handle).where(
            Person.handle.in_(handles),
            takes_part(),
            Person.site_role.in_(["official", "advisor", "core"]) | Person.id.in_(facilitates),
        )
    ).all()


def _rows(viewer: AnyViewer) -> Rows:
    return _all_rows().where(visible_to(viewer))


@cache  # putting this together takes as long as running it
def _all_rows() -> Rows:
    """Every workshop with the seat of the person `viewer_id`, which is given when it is run."""
    is_mine = Registration.person_id == bindparam("viewer_id")
    return (
        select(
            Workshop.id,
            Workshop.slug,
            Workshop.summary,
            Workshop.starts_at,
            Workshop.closes_at,
            Workshop.cancelled_at,
            Workshop.timezone,
            Workshop.place,
            Workshop.capacity,
            Workshop.seats_taken,
            Workshop.is_chatham,
            Conversation.title,
            Conversation.language,
            Registration.state,
        )
        .join(Conversation, Conversation.id == Workshop.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .outerjoin(Registration, and_(Registration.workshop_id == Workshop.id, is_mine))
    )


def _inside(workshop: Workshop, *, host: bool = False) -> Sequence[Any]:
    people = (
        select(Person.name, Person.handle, Person.site_role, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.space_id == workshop.room_space_id)
        .order_by(Person.name)
    )
    if host:
        people = people.where(Membership.role == SpaceRole.HOST)
    return db.session.execute(people).all()


def _place_in_line(workshop: Workshop, registration: Registration | None) -> int:
    if registration is None or registration.state != Seat.WAITING:
        return 0
    ahead = select(func.count()).where(
        Registration.workshop_id == workshop.id,
        Registration.state == Seat.WAITING,
        Registration.position <= registration.position,
    )
    return db.session.scalar(ahead) or 0


def _described(conversation_id: int) -> tuple[Markup, tuple[ShownFile, ...]]:
    """Return the description as pages show it, and its files; nothing of one that is hidden."""
    post = db.session.execute(
        select(Post.id, Post.html, Post.file_count).where(
            Post.conversation_id == conversation_id, Post.number == 1, Post.state == "published"
        )
    ).one_or_none()
    if post is None:
        return Markup(), ()
    files = files_at([post.id]).get(post.id, ()) if post.file_count else ()
    return Markup(post.html), files  # noqa: S704 - gated when it was written


def _terms_of(conversation_id: int) -> Sequence[Term]:
    return db.session.scalars(
        select(Term)
        .join(ConversationTerm, ConversationTerm.term_id == Term.id)
        .where(ConversationTerm.conversation_id == conversation_id)
        .order_by(Term.vocabulary, Term.position)
    ).all()
