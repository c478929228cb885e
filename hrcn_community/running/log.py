"""What was done in the house, looked up by name, person and day.

Only events that say of themselves that they are of the house: accounts, roles, settings, words, the
machine. What tells that something is there which only some may know, or who reads and writes where,
never stands here; nor when somebody signs in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from hrcn_community.accounts.models import Person, RoleProposal, SiteRole, Standing
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry, Event

PAGE = 50
MOST_TAKEN = 10_000
# That somebody may not come in is between them and the core team, not for whoever runs the machine.
OF_STANDING = ("PersonSuspended", "PersonReinstated")


@dataclass(frozen=True)
class Wanted:
    """What is looked for: a group or one kind of event, somebody by handle, days of UTC."""

    group: str = ""
    name: str = ""
    handle: str = ""
    since: date | None = None
    until: date | None = None


def kinds_of_the_house() -> Mapping[str, str]:
    """Return every kind of event that may be looked up, with its group."""
    named = {name: kind.of_the_house for name, kind in Event.kinds.items() if kind.of_the_house}
    return dict(sorted(named.items()))


def found_in_log(
    wanted: Wanted, *, viewer: AnyViewer, before: int = 0, most: int = PAGE + 1
) -> Sequence[Any]:
    """Return what was found, the newest first: id, name, moment, facts, who did it, whom it is about."""
    about = Person.__table__.alias("about")
    rows = (
        select(
            Entry.id,
            Entry.name,
            Entry.happened_at,
            Entry.facts,
            Person.name.label("actor_name"),
            Person.handle.label("actor_handle"),
            Person.standing.label("actor_standing"),
            about.c.name.label("about_name"),
            about.c.handle.label("about_handle"),
            about.c.standing.label("about_standing"),
        )
        .outerjoin(Person, _is_shown(Person, Entry.actor_id, viewer))
        .outerjoin(about, _is_shown(about.c, Entry.facts["person_id"].as_integer(), viewer))
        .where(*_conditions(wanted, viewer))
        .order_by(Entry.id.desc())
        .limit(most)
    )
    return db.session.execute(rows.where(Entry.id < before) if before else rows).all()


def is_somebody(handle: str, *, viewer: AnyViewer) -> bool:
    return db.session.scalar(_by_handle(handle, viewer)) is not None


def _conditions(wanted: Wanted, viewer: AnyViewer) -> list[ColumnElement[bool]]:
    names = [
        name
        for name, group in kinds_of_the_house().items()
        if wanted.group in ("", group)
        and wanted.name in ("", name)
        and (name not in OF_STANDING or viewer.site_role == SiteRole.CORE)
    ]
    found: list[ColumnElement[bool]] = [Entry.name.in_(names) if names else false()]
    if wanted.handle:
        person_id = _by_handle(wanted.handle, viewer).scalar_subquery()
        about = Entry.facts["person_id"].as_integer() == person_id
        proposals = select(RoleProposal.id).where(RoleProposal.person_id == person_id)
        role = Entry.facts["proposal_id"].as_integer().in_(proposals)
        found.append(or_(Entry.actor_id == person_id, about, role))
    if wanted.since:
        found.append(Entry.happened_at >= _begin_of(wanted.since))
    if wanted.until:
        found.append(Entry.happened_at < _begin_of(wanted.until) + timedelta(days=1))
    return found


def _by_handle(handle: str, viewer: AnyViewer) -> Any:
    return select(Person.id).where(Person.handle == handle, is_known(Person, viewer))


def _is_shown(person: Any, id_: Any, viewer: AnyViewer) -> ColumnElement[bool]:
    return and_(person.id == id_, is_known(person, viewer))


def is_known(person: Any, viewer: AnyViewer) -> ColumnElement[bool]:
    """Whoever writes under a pseudonym is nobody here; who asks to join, and who did not come in, is
    the core team's to know.
    """
    if viewer.site_role == SiteRole.CORE:
        return person.standing != Standing.PERSONA
    return person.standing.in_((Standing.MEMBER, Standing.SUSPENDED))


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
