"""Where people belong: their city and their organisation, now and before, each with its dates."""

from typing import Any

from sqlalchemy import select, update

from hrcn_community.accounts.models import Affiliation, Person
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.text import one_line


def belong_to_city(person: Person, city_id: int | None, as_what: str = "") -> None:
    """Let somebody belong to a city from today on, and to the one before until today."""
    if person.city_id != city_id:
        _leave(person.id, Affiliation.city_id)
        if city_id:
            _begin(person.id, city_id=city_id, as_what=as_what)
    person.city_id = city_id


def belong_to_organisation(person: Person, organisation_id: int | None, as_what: str) -> None:
    """Let somebody belong to an organisation from today on; being there as something else is no new time."""
    if person.organisation_id != organisation_id:
        _leave(person.id, Affiliation.organisation_id)
        if organisation_id:
            _begin(person.id, organisation_id=organisation_id, as_what=as_what)
    elif organisation_id:
        db.session.execute(
            update(Affiliation)
            .where(Affiliation.person_id == person.id, Affiliation.until.is_(None))
            .where(Affiliation.organisation_id == organisation_id)
            .values(as_what=one_line(as_what)[:200])
        )
    person.organisation_id = organisation_id


def begin_belonging(person_id: int) -> None:
    """Write down where somebody belongs who has just come in."""
    person = db.session.get_one(Person, person_id, populate_existing=True)
    for column, id_ in (("city_id", person.city_id), ("organisation_id", person.organisation_id)):
        known = select(Affiliation.id).where(
            Affiliation.person_id == person_id, getattr(Affiliation, column).is_not(None)
        )
        if id_ and db.session.scalar(known.limit(1)) is None:
            _begin(person_id, **{column: id_}, as_what="")


def own_as_what(viewer: Viewer) -> str:
    """Return as what the viewer is at their organisation, in their own words."""
    return (
        db.session.scalar(
            select(Affiliation.as_what)
            .where(Affiliation.person_id == viewer.id, Affiliation.until.is_(None))
            .where(Affiliation.organisation_id.is_not(None))
            .limit(1)
        )
        or ""
    )


def _begin(person_id: int, *, as_what: str, **where: int) -> None:
    db.session.add(
        Affiliation(
            person_id=person_id,
            as_what=one_line(as_what)[:200],
            since=clock.now().date(),
            **where,
        )
    )


def _leave(person_id: int, column: Any) -> None:
    db.session.execute(
        update(Affiliation)
        .where(Affiliation.person_id == person_id, column.is_not(None))
        .where(Affiliation.until.is_(None))
        .values(until=clock.now().date(), wanted_since=None, asked_at=None)
    )
