"""Where a memory goes: into a space that stands, or into confidential ones of those who bring it."""

from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select

from hrcn_community.accounts.events import FacilitatorAppointed
from hrcn_community.accounts.models import Membership, Person, SiteRole, SpaceRole, Standing
from hrcn_community.accounts.places import put_inside
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import one_line
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.core.words import _l
from hrcn_community.importing.events import ImportBegun
from hrcn_community.importing.models import ImportedSpace, ImportSource
from hrcn_community.spaces.actions import open_space
from hrcn_community.spaces.events import SpaceOpened
from hrcn_community.spaces.models import Space, Visibility

WHOLE = ""  # the part of a source that is open to all who read it


class NotCoreTeam(Refusal):
    message = _l("Only people of the core team bring a memory along: give each by --by.")


class NoSuchSpace(Refusal):
    message = _l("There is no such space among those that those who bring it may read.")


def core_people(named: Iterable[str]) -> list[int]:
    """Return the ids of those who bring something along, by handle or address; the core team alone may."""
    ids: list[int] = []
    for name in named:
        key = one_line(name).lower()
        id_ = db.session.scalar(
            select(Person.id).where(
                or_(Person.handle == key.removeprefix("@"), Person.email == key),
                Person.site_role == SiteRole.CORE,
                Person.standing == Standing.MEMBER,
            )
        )
        if id_ is None:
            raise NotCoreTeam
        ids.append(id_)
    if not ids:
        raise NotCoreTeam
    return ids


def begin_source(name: str, *, by: int) -> ImportSource:
    """Return the source of that name, begun now if it never was."""
    found = db.session.scalar(select(ImportSource).where(ImportSource.name == name))
    if found is None:
        found = ImportSource(name=name, begun_at=clock.now())
        db.session.add(found)
        db.session.flush()
    record(ImportBegun(source_id=found.id), by=by)
    return found


def standing_space(slug: str, people: Sequence[int]) -> Space:
    """Return a space that stands. Into a closed one only who is inside brings anything: nobody by office."""
    space = db.session.scalar(select(Space).where(Space.slug == slug))
    if space is None or (space.audience.is_closed and not _is_inside(space, people[0])):
        raise NoSuchSpace
    return space


def space_for(source: ImportSource, part: str, name: str, people: Sequence[int], by: int) -> int:
    """Return the confidential space of a part of `source`, opened now if it never was, for `people`."""
    key = ImportedSpace.source_id == source.id, ImportedSpace.external == part
    if found := db.session.scalar(select(ImportedSpace.space_id).where(*key)):
        return found
    slug = f"imported-{new_ref(48)}"
    space = open_space(one_line(name)[:200], Visibility.CONFIDENTIAL, slug=slug)
    record(SpaceOpened(space_id=space.id), by=by)
    for person_id in people:
        put_inside(space, person_id, SpaceRole.FACILITATOR)
        if person_id != by:
            record(FacilitatorAppointed(space_id=space.id, person_id=person_id), by=by)
    insert_or_ignore(ImportedSpace, source_id=source.id, external=part, space_id=space.id)
    return space.id


def _is_inside(space: Space, person_id: int) -> bool:
    inside = Membership.space_id == space.id, Membership.person_id == person_id
    return db.session.scalar(select(Membership.person_id).where(*inside).limit(1)) is not None
