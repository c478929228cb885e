"""Reads of the register: public facts, the same for everyone."""

from collections.abc import Sequence

from sqlalchemy import select

from hrcn_community.core.db import db
from hrcn_community.register.models import City, CityFact, Organisation, Term


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


def terms(vocabulary: str) -> Sequence[Term]:
    return db.session.scalars(
        select(Term).where(Term.vocabulary == vocabulary).order_by(Term.position)
    ).all()


def terms_named(slugs: Sequence[str]) -> Sequence[Term]:
    return db.session.scalars(
        select(Term).where(Term.slug.in_(slugs)).order_by(Term.position)
    ).all()
