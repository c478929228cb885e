"""Keeping one's distance: whom a person mutes or blocks, and what that means for reads. Nothing here commits.

It never crosses between a person and a pseudonym: each id stands for itself, and who is behind one
is never asked.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, false, func, or_, select, update

from hrcn_community.accounts.models import Distance, DistanceKind, Person, SiteRole
from hrcn_community.accounts.viewer import AnyViewer, Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db, take_turn
from hrcn_community.core.errors import Refusal
from hrcn_community.core.refs import new_ref
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.core.words import _l

MOST = 500  # whom one person may mute, and block


class OneselfOnly(Refusal):
    message = _l("That is you, under one of your names.")


class TooManyKept(Refusal):
    message = _l("You keep your distance from %(most)s people already.", most=MOST)


def keep_distance(other_id: int, kind: DistanceKind, *, by: Viewer) -> None:
    """Let `by` mute or block somebody from now on. The other one is not told."""
    if by.wrote(other_id):
        raise OneselfOnly
    _alone_with(by.id)
    kept = select(func.count()).where(Distance.person_id == by.id)
    if (db.session.scalar(kept) or 0) >= MOST:
        raise TooManyKept
    row = {"person_id": by.id, "other_id": other_id, "kind": kind}
    insert_or_ignore(Distance, **row, ref=new_ref(), since=clock.now())
    _remember(by.id)


def end_distance(distance: Distance, *, by: Viewer) -> None:
    _alone_with(by.id)
    db.session.execute(delete(Distance).where(Distance.id == distance.id))
    _remember(by.id)


def muted_by(viewer: AnyViewer) -> frozenset[int]:
    """Return whose posts are folded for `viewer`; nothing is asked for who mutes nobody."""
    return muted_ids(viewer.id) if viewer.keeps_distance else frozenset()


def muted_ids(person_id: int) -> frozenset[int]:
    muted = Distance.person_id == person_id, Distance.kind == DistanceKind.MUTE
    return frozenset(db.session.scalars(select(Distance.other_id).where(*muted)))  # type: ignore[arg-type]


def distances_of(viewer: Viewer) -> Sequence[Any]:
    """Return whom the viewer mutes or blocks, by name, and since when."""
    return db.session.execute(
        select(Distance.ref, Distance.kind, Distance.since)
        .add_columns(Person.name, Person.handle, Person.standing)
        .join(Person, Person.id == Distance.other_id)
        .where(Distance.person_id == viewer.id)
        .order_by(Person.name_key, Distance.id)
    ).all()


def kinds_kept(other_id: int, *, viewer: AnyViewer) -> frozenset[str]:
    """Return what the viewer has said of one other person."""
    theirs = Distance.person_id == viewer.id, Distance.other_id == other_id
    return frozenset(db.session.scalars(select(Distance.kind).where(*theirs)))


def find_distance(ref: str, *, viewer: AnyViewer) -> Distance | None:
    """Return one of the viewer's own distances."""
    mine = Distance.ref == ref, Distance.person_id == viewer.id
    return db.session.scalar(select(Distance).where(*mine))


def kept_apart(viewer: AnyViewer) -> ColumnElement[bool]:
    """Return the condition that the viewer blocked a Person, or the Person them.

    What others said binds nobody of the core team: by office they see everybody.
    """
    if not viewer.is_signed_in:
        return false()
    mine = and_(Distance.person_id == viewer.id, Distance.other_id == Person.id)
    theirs = and_(Distance.person_id == Person.id, Distance.other_id == viewer.id)
    either = mine if viewer.site_role == SiteRole.CORE else or_(mine, theirs)
    return exists().where(Distance.kind == DistanceKind.BLOCK, either)


def hears_nothing_of(actor: Any, person: Any = Person.id) -> ColumnElement[bool]:
    """Return the condition that a Person is not told what `actor` does: muted, or blocked either way."""
    theirs = and_(Distance.person_id == person, Distance.other_id == actor)
    of_them = and_(Distance.person_id == actor, Distance.other_id == person)
    return exists().where(or_(theirs, and_(of_them, Distance.kind == DistanceKind.BLOCK)))


def _alone_with(person_id: int) -> None:
    """Let nobody end the one mute that is seen here while another is begun: it would be forgotten."""
    take_turn(f"distances {person_id}")


def _remember(person_id: int) -> None:
    """Write down whether a person mutes anybody, so that their pages ask only then."""
    mutes = exists().where(Distance.person_id == person_id, Distance.kind == DistanceKind.MUTE)
    db.session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(keeps_distance=mutes.select().scalar_subquery())
    )
