"""Who runs a space: opening one for its facilitators, appointing them, letting them step down."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hrcn_community.accounts.events import FacilitatorAppointed, FacilitatorReleased
from hrcn_community.accounts.models import (
    Membership,
    Person,
    SpaceRole,
    takes_part,
)
from hrcn_community.accounts.places import keep_a_facilitator, put_inside, put_outside
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.words import _l
from hrcn_community.spaces.actions import open_space
from hrcn_community.spaces.events import SpaceOpened
from hrcn_community.spaces.models import Space, Visibility


class NotInside(Refusal):
    message = _l("Only a member of the space can facilitate it.")


def found_space(
    name: str,
    visibility: Visibility,
    slug: str,
    facilitators: Iterable[int],
    *,
    by: Viewer,
    description: str = "",
    language: str = "en",
) -> Space:
    """Open a space and put its first facilitators inside.

    The address of a confidential one always ends at random, and another's too where the wished one is
    taken: so nobody learns from it what stands there already.
    """

    def open_at(slug: str) -> Space:
        return open_space(name, visibility, slug=slug, description=description, language=language)

    at_random = f"{slug[:50]}-{new_ref(40)}"
    if visibility == Visibility.CONFIDENTIAL or _is_taken(slug):
        slug = at_random
    try:
        with db.session.begin_nested():
            space = open_at(slug)
    except IntegrityError:  # somebody else took it in this very moment
        space = open_at(at_random)
    record(SpaceOpened(space_id=space.id), by=by.id)
    for person_id in facilitators:
        put_inside(space, person_id, SpaceRole.FACILITATOR)
        record(FacilitatorAppointed(space_id=space.id, person_id=person_id), by=by.id)
    return space


def appoint(space: Space, person_id: int, *, by: Viewer) -> None:
    """Make a member of `space` one of its facilitators."""
    roles = _roles(space, person_id)
    if not roles:
        raise NotInside
    if SpaceRole.FACILITATOR not in roles:
        put_inside(space, person_id, SpaceRole.FACILITATOR)
        put_outside(space, person_id, SpaceRole.MEMBER)
        record(FacilitatorAppointed(space_id=space.id, person_id=person_id), by=by.id)


def step_down(space: Space, person_id: int, *, by: Viewer) -> None:
    """Let a facilitator be a plain member again; never the last one."""
    keep_a_facilitator(space, person_id)
    if put_outside(space, person_id, SpaceRole.FACILITATOR):
        put_inside(space, person_id)
        record(FacilitatorReleased(space_id=space.id, person_id=person_id), by=by.id)


def people_named(handles: Iterable[str]) -> dict[str, int]:
    """Return the members of the network of these handles, by handle."""
    found = select(Person.handle, Person.id).where(Person.handle.in_(list(handles)), takes_part())
    return {row.handle: row.id for row in db.session.execute(found)}


def _roles(space: Space, person_id: int) -> set[str]:
    roles = select(Membership.role).where(
        Membership.space_id == space.id, Membership.person_id == person_id
    )
    return set(db.session.scalars(roles))


def _is_taken(slug: str) -> bool:
    return db.session.scalar(select(Space.id).where(Space.slug == slug)) is not None
