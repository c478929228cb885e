"""How far people let the parts of their profile be seen: the rule, and its twin in SQL.

Whatever shows a part of a profile, finds somebody by it or counts by it asks here.

"My spaces" counts the spaces of the directory in which both are members, confidential ones too: their
people are shown to everybody inside, so nobody learns from a city that somebody is there. The rooms that
features keep for themselves do not count. Inside some of them (a case's, a workshop's) not everybody may
know who else is there, and a part of a profile that is suddenly open would tell.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from hrcn_community.accounts.models import Membership, Person, Reach
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.register.models import City
from hrcn_community.spaces.models import Space

PARTS = {
    "headline": _l("In one line"),
    "bio": _l("About you"),
    "city": _l("City"),
    "organisation": _l("Organisation"),
    "expertise": _l("What you know about"),
    "languages": _l("Languages you read and write"),
    "joined": _l("Since when you are here"),
    "started": _l("Threads you started"),
    "former": _l("Where you belonged before"),
    "email": _l("E-mail address"),
}
REACHES = {
    Reach.EVERYONE: _l("Everyone"),
    Reach.MEMBERS: _l("Members of the network"),
    Reach.SPACES: _l("Whoever is in a space with me"),
    Reach.NOBODY: _l("Nobody"),
}
TO_MEMBERS = (Reach.EVERYONE, Reach.MEMBERS)
# What somebody wrote of themselves: a decision can keep it from everybody else.
WORDED = {"headline", "bio", "expertise", "former"}


def shows(
    reach: str,
    *,
    to: AnyViewer,
    is_self: bool,
    shares_space: bool,
    is_public: bool,
    is_hidden: bool = False,
) -> bool:
    """Is a part of somebody's profile with this `reach` open to this viewer? `reveals` is the twin in SQL.

    To the public only what is for everyone, and that only where its owner has a public page (`is_public`).
    What a decision has hidden, to nobody but its owner.
    """
    if is_hidden:
        return is_self
    if not to.is_member:
        return reach == Reach.EVERYONE and is_public
    return is_self or reach in TO_MEMBERS or (reach == Reach.SPACES and shares_space)


def reveals(part: str, to: AnyViewer) -> ColumnElement[bool]:
    """Return the condition that the row's Person lets `to` see a part of their profile."""
    reach, stands = _reach_of(part), _stands(part)
    if not to.is_member:
        return and_(reach == Reach.EVERYONE, Person.has_public_page.is_(True), stands)
    in_spaces = and_(reach == Reach.SPACES, shares_space_with(to))
    return or_(Person.id == to.id, and_(stands, or_(reach.in_(TO_MEMBERS), in_spaces)))


def revealed(part: str, column: Any, to: AnyViewer, nothing: Any = None) -> Any:
    """Select `column` where the part is open to the viewer, else `nothing`; under the column's name."""
    return case((reveals(part, to), column), else_=nothing)


def open_to_members(part: str, person: Any = Person) -> ColumnElement[bool]:
    """Return the condition that every member may see the part: for what is the same for every reader."""
    return and_(_reach_of(part, person).in_(TO_MEMBERS), _stands(part, person))


def shown_city(person: Any = Person) -> ColumnElement[bool]:
    """Join a City on this where somebody's city stands beside what they wrote."""
    return and_(City.id == person.city_id, open_to_members("city", person))


def shares_space_with(viewer: AnyViewer) -> ColumnElement[bool]:
    """Return the condition that the row's Person and `viewer` are inside one space of the directory."""
    if not viewer.space_ids:
        return false()
    theirs, space = aliased(Membership), aliased(Space)
    return exists(
        select(theirs.person_id)
        .join(space, space.id == theirs.space_id)
        .where(theirs.person_id == Person.id, theirs.space_id.in_(viewer.space_ids))
        .where(space.is_listed.is_(True))
        .correlate(Person)
    )


def parts_of(person_id: int, *, viewer: AnyViewer) -> frozenset[str]:
    """Return the parts of a person's profile that are open to `viewer`, by the rule in Python."""
    reaches = [_reach_of(part).label(part) for part in PARTS]
    shares = shares_space_with(viewer).label("shares")
    row = db.session.execute(
        select(Person.has_public_page, Person.texts_hidden, shares, *reaches).where(
            Person.id == person_id
        )
    ).one()
    known = {
        "to": viewer,
        "is_self": bool(viewer.is_member and viewer.id == person_id),
        "shares_space": bool(row.shares),
        "is_public": row.has_public_page,
    }
    hidden = WORDED if row.texts_hidden else set()
    return frozenset(
        part for part in PARTS if shows(getattr(row, part), **known, is_hidden=part in hidden)
    )


def has_open_part() -> ColumnElement[bool]:
    """Return the condition that the row's Person has a page that everybody may read."""
    some = or_(*(and_(_reach_of(part) == Reach.EVERYONE, _stands(part)) for part in PARTS))
    return and_(Person.has_public_page.is_(True), some)


def _stands(part: str, person: Any = Person) -> ColumnElement[bool]:
    """Return the condition that no decision hides the part."""
    return person.texts_hidden.is_(False) if part in WORDED else true()


def _reach_of(part: str, person: Any = Person) -> Any:
    return getattr(person, f"shows_{part}")
