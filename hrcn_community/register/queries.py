"""Reads of the register: public facts, the same for everyone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, func, or_, select, tuple_

from hrcn_community.core.db import db, take_turn
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
    """Return what a vocabulary offers."""
    offered = select(Term).where(Term.vocabulary == vocabulary, Term.retired_at.is_(None))
    return db.session.scalars(offered.order_by(Term.position)).all()


def terms_named(slugs: Sequence[str]) -> Sequence[Term]:
    """Return the terms of these slugs; for one that was merged, the other."""
    merged = select(Term.merged_into_id).where(
        Term.slug.in_(slugs), Term.merged_into_id.is_not(None)
    )
    named = or_(Term.slug.in_(slugs), Term.id.in_(merged))
    return db.session.scalars(
        select(Term).where(named, Term.merged_into_id.is_(None)).order_by(Term.position)
    ).all()


def vocabularies() -> Sequence[Any]:
    """Return every vocabulary by its slug, with how many words it offers."""
    offered = func.coalesce(func.sum(case((Term.retired_at.is_(None), 1), else_=0)), 0)
    return db.session.execute(
        select(Term.vocabulary, offered.label("offered"))
        .group_by(Term.vocabulary)
        .order_by(Term.vocabulary)
    ).all()


def every_term(vocabulary: str) -> Sequence[Term]:
    """Return the terms of a vocabulary, retired ones too, but none that was merged."""
    kept = select(Term).where(Term.vocabulary == vocabulary, Term.merged_into_id.is_(None))
    return db.session.scalars(kept.order_by(Term.position)).all()


def find_term(vocabulary: str, slug: str) -> Term | None:
    """Return a term to be changed, and let who changes it too, or moves it with others, wait for us."""
    take_turn(
        "terms"
    )  # no lock of its row: whoever moves words holds this and wants all their rows
    kept = select(Term).where(Term.vocabulary == vocabulary, Term.slug == slug)
    return db.session.scalar(kept.where(Term.merged_into_id.is_(None)))
