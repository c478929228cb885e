"""The register, the people and the spaces of the demonstration community."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select, update

from hrcn_community.accounts.inviting import Coming, Offer, invite
from hrcn_community.accounts.joining import Newcomer, apply_to_join, confirm_address
from hrcn_community.accounts.models import Affiliation, Person, PersonTerm, Purpose, SiteRole
from hrcn_community.accounts.passwords import new_link
from hrcn_community.accounts.places import put_inside
from hrcn_community.accounts.roles import propose_role
from hrcn_community.accounts.secrets import hash_password
from hrcn_community.core import richtext
from hrcn_community.core.db import db
from hrcn_community.core.refs import seeded
from hrcn_community.demo.deeds import Deed
from hrcn_community.demo.deeds import person as as_person
from hrcn_community.demo.written import read
from hrcn_community.register.keeping import add_membership
from hrcn_community.register.models import City, CityFact, Organisation, Term
from hrcn_community.spaces.actions import Settings, change_space, open_space
from hrcn_community.spaces.models import FirstPosts, Pseudonyms, Space, SpaceTerm, Visibility

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
        organisation = Organisation(
            slug=each["slug"],
            name=each["name"],
            kind=each["kind"],
            lead=each.get("lead", ""),
            city_id=cities.get(each.get("city", "")),
        )
        db.session.add(organisation)
        db.session.flush()
        for time in each.get("membership", []):
            add_membership(organisation, time["since"], time.get("until"))
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
            is_settled=True,
            has_public_page=each.get("has_public_page", False),
            **{f"shows_{part}": reach for part, reach in each.get("shows", {}).items()},
        )
        db.session.add(person)
        db.session.flush()
        _let_belong(person, each, cities)
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
        change_space(space, _settings(space, each), by_id=people[each["facilitators"][0]])


def newcomer_deeds() -> Iterator[Deed]:
    """Return what those did who are about to come in: one asks to join, one is invited."""
    yield Deed(3.2, _ask_to_join)
    yield Deed(3.1, _confirm_address)
    yield Deed(1.4, _invite)
    yield Deed(2.2, _propose)


def _ask_to_join() -> None:
    written = read("newcomers")["application"]
    who = Newcomer(
        written["name"],
        written["email"],
        written["role"],
        ids_by_slug(City)[written["city"]],
        locale=written["locale"],
    )
    with seeded("newcomers"):
        apply_to_join(who, PASSWORD, written["statement"].strip())
    applicant = Person.email == written["email"]
    db.session.execute(update(Person).where(applicant).values(is_invented=True))


def _confirm_address() -> None:
    """Follow the link of the mail, which nobody but this could read: a newer one is made for it."""
    email = read("newcomers")["application"]["email"]
    applicant = db.session.scalars(select(Person).where(Person.email == email)).one()
    token = new_link(applicant, Purpose.CONFIRM)
    db.session.flush()
    confirm_address(token)


def _invite() -> None:
    written = read("newcomers")["invitation"]
    space = db.session.scalars(select(Space).where(Space.slug == written["space"])).one()
    city_id = ids_by_slug(City)[written["city"]]
    with seeded("newcomers invited"):
        coming = Coming(written["role"], city_id)
        invite(written["email"], coming, by=as_person(written["by"]), offers=[Offer(space)])


def _propose() -> None:
    written = read("newcomers")["proposal"]
    with seeded("a role proposed"):
        propose_role(
            as_person(written["person"]).id,
            SiteRole(written["role"]),
            written["reason"].strip(),
            by=as_person(written["by"]),
        )


def ids_by_slug(
    model: type[City] | type[Organisation] | type[Term] | type[Space],
) -> dict[str, int]:
    """Return the id of every row of `model` by its slug."""
    return {row.slug: row.id for row in db.session.execute(select(model.slug, model.id))}


def _let_belong(person: Person, written: dict, cities: dict[str, int]) -> None:
    """Write down where somebody belongs since they are here, and what they say of before."""
    since = person.joined_at.date()
    db.session.add(
        Affiliation(person_id=person.id, organisation_id=person.organisation_id, since=since)
    )
    if person.city_id:
        db.session.add(Affiliation(person_id=person.id, city_id=person.city_id, since=since))
    for each in written.get("before", []):
        times = {"since": each["since"], "until": each["until"], "as_what": each["as_what"]}
        db.session.add(Affiliation(person_id=person.id, city_id=cities[each["city"]], **times))


def _settings(space: Space, written: dict) -> Settings:
    return Settings(
        name=space.name,
        description=space.description,
        language=space.language,
        starters=space.starters,
        first_posts=written.get("first_posts", FirstPosts.OPEN),
        slow_seconds=space.slow_seconds,
        pseudonyms=written.get("pseudonyms", Pseudonyms.NEVER),
    )


def _add_city(written: dict) -> None:
    facts = written.pop("fact")
    written.pop("languages", None)
    times = written.pop("membership", [])
    city = City(**written)
    db.session.add(city)
    db.session.flush()
    for time in times:
        add_membership(city, time["since"], time.get("until"))
    db.session.add_all(
        CityFact(city_id=city.id, dated=str(fact["date"]), text=fact["text"]) for fact in facts
    )
