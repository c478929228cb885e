"""Who is inside a space: some on its page, everybody page by page, and each as a subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrcn_community.access.guard import allows
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_space
from hrcn_community.accounts.directory import named, page_by_name
from hrcn_community.accounts.models import Membership, Person, SpaceRole, Standing
from hrcn_community.accounts.showing import revealed
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.db import Rows, db
from hrcn_community.core.text import fold, one_line
from hrcn_community.spaces.models import Space

MOST = 24


@dataclass(frozen=True)
class PeopleHere:
    """All facilitators of a space, and some who are members."""

    facilitators: Sequence[Any]
    members: Sequence[Any]

    def run_only_by(self, handle: str) -> bool:
        return [person.handle for person in self.facilitators] == [handle]


@dataclass(frozen=True)
class Inside:
    """A person inside a space, as the subject of a permission."""

    space: Space
    person_id: int


def some_inside(space: Space, *, viewer: AnyViewer) -> PeopleHere:
    """Return who facilitates `space`, and up to 24 members: those who have been in the network longest."""
    here = _rows(space, viewer)
    facilitators = here.where(Membership.role == SpaceRole.FACILITATOR)
    members = here.where(Membership.role != SpaceRole.FACILITATOR).order_by(Membership.person_id)
    return PeopleHere(
        facilitators=db.session.execute(facilitators.order_by(Person.name_key)).all(),
        members=sorted(
            db.session.execute(members.limit(MOST)).all(), key=lambda person: person.name_key
        ),
    )


def everybody_inside(
    space: Space, name: str = "", after: str = "", *, viewer: AnyViewer
) -> tuple[Sequence[Any], str]:
    """Return a page of people by name, and the handle after which the next one begins ('' at the end)."""
    rows = _rows(space, viewer)
    if name := fold(one_line(name))[:100]:
        rows = rows.where(named(name))
    return page_by_name(rows, after)


def find_inside(slug: str, handle: str, *, viewer: AnyViewer) -> Inside | None:
    """Return a person inside a space that is open to `viewer`.

    To whoever does not run the space every handle is as good as any: they do not learn who is inside.
    """
    space = find_space(slug, viewer=viewer)
    if space and not allows(viewer, Permission.Spaces.RUN, space):
        return Inside(space, 0)
    person_id = space and db.session.scalar(
        select(Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.space_id == space.id, Person.handle == handle)
        .where(Person.standing == Standing.MEMBER)
    )
    return Inside(space, person_id) if space and person_id else None


def _rows(space: Space, viewer: AnyViewer) -> Rows:
    return (
        select(
            Person.id,
            Person.name,
            Person.name_key,
            Person.handle,
            Person.site_role,
            revealed("headline", Person.headline, viewer, "").label("headline"),
            Membership.role,
        )
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.space_id == space.id, Person.standing == Standing.MEMBER)
    )
