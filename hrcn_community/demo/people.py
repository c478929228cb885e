"""The register, the people and the spaces of the demonstration community."""

from datetime import datetime, timedelta

from sqlalchemy import select

from hrcn_community.accounts.models import Person, PersonTerm
from hrcn_community.accounts.places import put_inside
from hrcn_community.accounts.secrets import hash_password
from hrcn_community.core import richtext
from hrcn_community.core.db import db
from hrcn_community.demo.written import read
from hrcn_community.register.models import City, CityFact, Organisation, Term
from hrcn_community.spaces.actions import open_space
from hrcn_community.spaces.models import Space, SpaceTerm, Visibility

PASSWORD = "human-rights-city"  # noqa: S105 - printed at every start of the demonstration


def add_register() -> None:
    """Add vocabularies, cities with their facts, and organisations."""
    written = read("register")
    for vocabulary in written["vocabulary"]:
        for position, term in enumerate(vocabulary["term"]):
            db.session.add(Term(vocabulary=vocabulary["slug"], position=position, **term))
    for city in written["city"]:
        _add_city(city)
    db.session.flush()
    cities = ids_by_slug(City)
    for each in written["organisation"]:
        db.session.add(
            Organisation(
                slug=each["slug"],
                name=each["name"],
                kind=each["kind"],
                city_id=cities.get(each.get("city", "")),
            )
        )
    db.session.flush()


def add_people(today: datetime) -> None:
    """Add the cast, all with the same password, which is printed beside their names."""
    cities, organisations, terms = (ids_by_slug(each) for each in (City, Organisation, Term))
    password_hash = hash_password(PASSWORD)
    for each in read("people")["person"]:
        joined_at = today - timedelta(days=each["joined_days_ago"])
        person = Person(
            handle=each["key"],
            name=each["name"],
            email=f"{each['key']}@example.org",
            email_confirmed_at=joined_at,
            password_hash=password_hash,
            site_role=each["role"],
            city_id=cities.get(each.get("city", "")),
            organisation_id=organisations[each["organisation"]],
            headline=each["headline"],
            bio=each["bio"].strip(),
            bio_html=richtext.render(each["bio"]),
            languages=each["languages"],
            locale=each["locale"],
            timezone=each["timezone"],
            joined_at=joined_at,
            is_invented=True,
        )
        db.session.add(person)
        db.session.flush()
        db.session.add_all(
            PersonTerm(person_id=person.id, term_id=terms[slug]) for slug in each["expertise"]
        )


def add_spaces() -> None:
    """Open the spaces and put everybody where they are inside."""
    people = {row.handle: row.id for row in db.session.execute(select(Person.handle, Person.id))}
    terms = ids_by_slug(Term)
    for each in read("spaces")["space"]:
        space = open_space(
            each["name"],
            Visibility(each["visibility"]),
            slug=each["slug"],
            description=each["description"].strip(),
            language=each["language"],
            starters=each["who_starts"],
        )
        db.session.add_all(SpaceTerm(space_id=space.id, term_id=terms[t]) for t in each["themes"])
        for key in each["facilitators"]:
            put_inside(space, people[key], "facilitator")
        for key in set(each["members"]) - set(each["facilitators"]):
            put_inside(space, people[key])


def ids_by_slug(
    model: type[City] | type[Organisation] | type[Term] | type[Space],
) -> dict[str, int]:
    """Return the id of every row of `model` by its slug."""
    return {row.slug: row.id for row in db.session.execute(select(model.slug, model.id))}


def _add_city(written: dict) -> None:
    facts = written.pop("fact")
    written.pop("languages", None)
    city = City(**written)
    db.session.add(city)
    db.session.flush()
    db.session.add_all(
        CityFact(city_id=city.id, dated=str(fact["date"]), text=fact["text"]) for fact in facts
    )
