"""Keeping the register: cities with their facts, organisations, and when each was a member."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from hrcn_community.core.db import db, take_turn
from hrcn_community.core.errors import Refusal
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import clean, one_line, slugify
from hrcn_community.core.words import _l
from hrcn_community.register.models import City, CityFact, NetworkMembership, Organisation

Entry = City | Organisation


class EndsBeforeItBegins(Refusal):
    message = _l("It cannot end before it begins.")


class StruckOut(Refusal):
    message = _l("This time was struck out meanwhile. Look at the page again.")


class Overlaps(Refusal):
    message = _l("This overlaps another time of membership.")


@dataclass(frozen=True)
class ToldCity:
    name: str
    country: str
    lead: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class ToldOrganisation:
    name: str
    kind: str
    lead: str
    website: str
    city_id: int | None


def add_city(told: ToldCity) -> City:
    city = City(slug=_free_slug(City, told.name), name="", country="")
    db.session.add(city)
    change_city(city, told)
    db.session.flush()
    return city


def change_city(city: City, told: ToldCity) -> None:
    city.name, city.country = one_line(told.name), told.country
    city.lead = clean(told.lead).strip()
    city.latitude, city.longitude = told.latitude, told.longitude


def add_organisation(told: ToldOrganisation) -> Organisation:
    organisation = Organisation(slug=_free_slug(Organisation, told.name), name="", kind="")
    db.session.add(organisation)
    change_organisation(organisation, told)
    db.session.flush()
    return organisation


def change_organisation(organisation: Organisation, told: ToldOrganisation) -> None:
    organisation.name, organisation.kind = one_line(told.name), told.kind
    organisation.lead, organisation.website = clean(told.lead).strip(), told.website
    organisation.city_id = told.city_id


def tell_fact(city: City, dated: str, text: str) -> None:
    db.session.add(CityFact(city_id=city.id, dated=dated, text=clean(text).strip()))


def strike_fact(city: City, fact_id: int) -> None:
    db.session.execute(delete(CityFact).where(CityFact.id == fact_id, CityFact.city_id == city.id))


def memberships_of(entry: Entry) -> Sequence[NetworkMembership]:
    """Return the times in which a city or an organisation was a member, the latest first."""
    return db.session.scalars(
        select(NetworkMembership).where(_of(entry)).order_by(NetworkMembership.since.desc())
    ).all()


def add_membership(entry: Entry, since: dt.date, until: dt.date | None) -> NetworkMembership:
    """Let an entry be a member for a time, or until further notice; two times never overlap."""
    _refuse_overlap(entry, since, until, but=0)
    membership = NetworkMembership(since=since, until=until, **_named(entry))
    db.session.add(membership)
    db.session.flush()
    return membership


def change_membership(
    entry: Entry, membership_id: int, since: dt.date, until: dt.date | None
) -> bool:
    """Correct a time of membership; return whether it was there."""
    _refuse_overlap(entry, since, until, but=membership_id)
    found = db.session.get(NetworkMembership, membership_id)
    if found is None or found not in memberships_of(entry):
        return False
    found.since, found.until = since, until
    return True


def strike_membership(entry: Entry, membership_id: int) -> None:
    db.session.execute(
        delete(NetworkMembership).where(NetworkMembership.id == membership_id, _of(entry))
    )


def _refuse_overlap(entry: Entry, since: dt.date, until: dt.date | None, *, but: int) -> None:
    """Of two who write at once the second one sees what the first one wrote."""
    if until is not None and until < since:
        raise EndsBeforeItBegins
    take_turn(f"memberships of {type(entry).__name__} {entry.id}")
    for other in memberships_of(entry):
        ends_before = other.until is not None and other.until < since
        begins_after = until is not None and until < other.since
        if other.id != but and not ends_before and not begins_after:
            raise Overlaps


def _named(entry: Entry) -> dict[str, int]:
    return {"city_id" if isinstance(entry, City) else "organisation_id": entry.id}


def _of(entry: Entry):
    if isinstance(entry, City):
        return NetworkMembership.city_id == entry.id
    return NetworkMembership.organisation_id == entry.id


def _free_slug(model: type[City] | type[Organisation], name: str) -> str:
    slug = slugify(name)[:32].strip("-") or "entry"
    taken = db.session.scalar(select(model.id).where(model.slug == slug))
    return f"{slug}-{new_ref(20)}" if taken else slug
