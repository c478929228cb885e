"""Reads of the register: public facts, the same for everyone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, tuple_

from hrcn_community.core.db import db
from hrcn_community.register.models import City, CityFact, Organisation, Term

PAGE = 50


def cities() -> Sequence[City]:
    return db.session.scalars(select(City).order_by(City.name)).all()


def find_city(slug: str) -> City | None:
    return db.session.scalar(select(City).where(City.slug == slug))


def facts_of(city: City) -> Sequence[CityFact]:
    return db.session.scalars(
        select(CityFact).where(CityFact.city_id == city.id).order_by(CityFact.dated)
    ).all()


def organisations() -> Sequence[Organisation]:
    return db.session.scalars(select(Organisation).order_by(Organisation.name)).all()


def find_organisation(slug: str) -> Organisation | None:
    return db.session.scalar(select(Organisation).where(Organisation.slug == slug))


def city_of(organisation: Organisation) -> City | None:
    return db.session.get(City, organisation.city_id) if organisation.city_id else None


def organisations_in(city: City, most: int) -> Sequence[Organisation]:
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.city_id == city.id)
        .order_by(Organisation.name)
        .limit(most)
    ).all()


def organisation_rows(after: str = "", kind: str = "") -> tuple[Sequence[Any], str]:
    """Return a page of organisations by name, and the slug after which the next page begins."""
    rows = select(
        Organisation.id,
        Organisation.slug,
        Organisation.name,
        Organisation.kind,
        City.name.label("city_name"),
    ).outerjoin(City, City.id == Organisation.city_id)
    if kind:
        rows = rows.where(Organisation.kind == kind)
    last = (
        after
        and db.session.execute(
            select(Organisation.name, Organisation.id).where(Organisation.slug == after)
        ).one_or_none()
    )
    if last:
        rows = rows.where(tuple_(Organisation.name, Organisation.id) > tuple_(*last))
    rows = rows.order_by(Organisation.name, Organisation.id).limit(PAGE + 1)
    found = db.session.execute(rows).all()
    return found[:PAGE], found[PAGE - 1].slug if len(found) > PAGE else ""


def terms(vocabulary: str) -> Sequence[Term]:
    return db.session.scalars(
        select(Term).where(Term.vocabulary == vocabulary).order_by(Term.position)
    ).all()


def terms_named(slugs: Sequence[str]) -> Sequence[Term]:
    return db.session.scalars(
        select(Term).where(Term.slug.in_(slugs)).order_by(Term.position)
    ).all()
