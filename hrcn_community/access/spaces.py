"""Spaces through a viewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import request
from sqlalchemy import select

from hrcn_community.access.guard import allows
from hrcn_community.access.permissions import Permission
from hrcn_community.access.visibility import WHOEVER, as_seen_by, known_to, visible_to
from hrcn_community.accounts.models import Membership, Person, SpaceRequest
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.db import Rows, db
from hrcn_community.spaces.models import Space, Visibility


def find_space(slug: str, *, viewer: AnyViewer) -> Space | None:
    """Return a listed space that is open to `viewer`."""
    return _found(slug, visible_to(viewer))


def find_known_space(slug: str, *, viewer: AnyViewer) -> Space | None:
    """Return a listed space whose name and description `viewer` may see."""
    return _found(slug, known_to(viewer))


def find_chosen_space(*, viewer: AnyViewer) -> Space | None:
    """Return the space that a form names, else the first where `viewer` may start something."""
    slug = request.values.get("space", "")
    if slug:
        return find_space(slug, viewer=viewer)
    startable = spaces_to_start_in(viewer=viewer)
    return startable[0] if startable else None


def spaces_to_start_in(*, viewer: AnyViewer) -> Sequence[Space]:
    """Return the listed spaces where `viewer` may start a thread, the most open first."""
    spaces = _listed(visible_to(viewer))
    return [s for s in spaces if allows(viewer, Permission.Threads.START, s)]


def may_start_somewhere(*, viewer: AnyViewer) -> bool:
    """Is there a listed space where `viewer` may start a thread?"""
    places = db.session.execute(_places(), as_seen_by(viewer))
    return any(allows(viewer, Permission.Threads.START, Place(*place)) for place in places)


@dataclass(frozen=True)
class Place:
    """As much of a space as a permission asks for."""

    id: int
    visibility: str
    starters: str

    @property
    def space(self) -> "Place":
        return self


@cache
def _places() -> Rows:
    return select(Space.id, Space.visibility, Space.starters).where(
        Space.is_listed.is_(True), visible_to(WHOEVER)
    )


def spaces_inside(*, viewer: AnyViewer) -> Sequence[Space]:
    """Return the listed spaces in which `viewer` is something, the most open first."""
    return _listed(Space.id.in_(viewer.space_ids))


def known_spaces(*, viewer: AnyViewer) -> Sequence[Space]:
    """Return the directory of spaces as `viewer` may know it."""
    return _listed(known_to(viewer))


@dataclass(frozen=True)
class RequestToJoin:
    """Somebody's wish to be inside, as the subject of a permission."""

    space: Space
    person_id: int


def find_request(slug: str, handle: str, *, viewer: AnyViewer) -> RequestToJoin | None:
    """Return the request of the person of that handle to a space that is open to `viewer`.

    To whoever lets nobody in there, every handle is as good as any: they do not learn who asks.
    """
    space = find_space(slug, viewer=viewer)
    if space and not allows(viewer, Permission.Spaces.ADMIT, space):
        return RequestToJoin(space, 0)
    person_id = space and db.session.scalar(
        select(SpaceRequest.person_id)
        .join(Person, Person.id == SpaceRequest.person_id)
        .where(SpaceRequest.space_id == space.id, Person.handle == handle)
    )
    return RequestToJoin(space, person_id) if space and person_id else None


def requests_to(space: Space) -> Sequence[Any]:
    """Return who asks to be let in."""
    return db.session.execute(
        select(Person.id, Person.name, Person.handle, SpaceRequest.reason, SpaceRequest.asked_at)
        .join(SpaceRequest, SpaceRequest.person_id == Person.id)
        .where(SpaceRequest.space_id == space.id)
        .order_by(SpaceRequest.asked_at)
    ).all()


def has_asked(space: Space, *, viewer: AnyViewer) -> bool:
    return db.session.get(SpaceRequest, (space.id, viewer.id)) is not None


def facilitator_ids(slug: str) -> Sequence[int]:
    """Return who facilitates the listed space `slug`; for rules, not for pages."""
    return db.session.scalars(
        select(Membership.person_id)
        .join(Space, Space.id == Membership.space_id)
        .where(Space.slug == slug, Membership.role == "facilitator")
        .order_by(Membership.person_id)
    ).all()


def _found(slug: str, condition: Any) -> Space | None:
    return db.session.scalar(
        select(Space).where(Space.slug == slug, Space.is_listed.is_(True), condition)
    )


def _listed(condition: Any) -> Sequence[Space]:
    spaces = db.session.scalars(
        select(Space).where(Space.is_listed.is_(True), condition).order_by(Space.name)
    ).all()
    return sorted(spaces, key=lambda space: list(Visibility).index(space.audience))
