"""Joining by application: somebody applies, confirms their address, and the core team decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select, update

from hrcn_community.accounts.accepting import accept_pages
from hrcn_community.accounts.belonging import begin_belonging
from hrcn_community.accounts.events import (
    AddressConfirmed,
    ApplicationDecided,
    Applied,
    KnownPersonApplied,
)
from hrcn_community.accounts.likeness import refuse_likeness
from hrcn_community.accounts.models import Application, Person, Purpose, SiteRole, Standing
from hrcn_community.accounts.passwords import LinkDead, use_link
from hrcn_community.accounts.secrets import hash_password
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import changed, db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import clean, one_line, slugify
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.core.words import _l

JOINABLE = (SiteRole.PRACTITIONER, SiteRole.OFFICIAL)  # the other two are granted by two persons


class AlreadyDecided(Refusal):
    message = _l("Somebody of the core team has decided this application already.")


@dataclass(frozen=True)
class Newcomer:
    """Who somebody says they are when they come in."""

    name: str
    email: str
    site_role: str
    city_id: int | None = None
    organisation_id: int | None = None
    locale: str = ""
    accepted: Mapping[str, int] = field(default_factory=dict)  # page -> version


def apply_to_join(who: Newcomer, password: str, statement: str) -> None:
    """Keep an application. A known address gives the same answer; only its owner's mail differs.

    Until an address is confirmed nothing is decided, so a new application takes the place of an
    unconfirmed one: a stranger cannot keep an address from its owner.
    """
    password_hash = hash_password(password)
    if person_id := add_person(who, Standing.APPLYING, password_hash):
        person = db.session.get_one(Person, person_id)
    else:
        person = db.session.scalars(select(Person).where(Person.email == who.email)).one()
        if person.standing != Standing.APPLYING or person.email_confirmed_at:
            record(KnownPersonApplied(person_id=person.id))
            return
        _describe(person, who, password_hash)
    application = _application_of(person)
    application.statement = clean(statement)
    application.privacy_accepted_at = clock.now()
    db.session.flush()
    accept_pages(person.id, who.accepted)
    record(Applied(person_id=person.id, application_id=application.id))


def confirm_address(token: str) -> None:
    """Believe that an address is its applicant's; from now on the core team sees the application."""
    person = db.session.get_one(Person, use_link(token, Purpose.CONFIRM))
    application = db.session.scalar(select(Application).where(Application.person_id == person.id))
    if application is None or person.standing != Standing.APPLYING:
        raise LinkDead
    person.email_confirmed_at = clock.now()
    record(AddressConfirmed(person_id=person.id, application_id=application.id), by=person.id)


def decide(application: Application, *, approved: bool, reason: str = "", by: Viewer) -> None:
    """Let an applicant in, or decline with a reason; of two who decide at once, one is refused.

    Only here their name is compared with those of members: see likeness.py.
    """
    if approved:
        refuse_likeness(_name_of(application.person_id), but=application.person_id)
    decided = changed(
        update(Application)
        .where(Application.id == application.id, Application.decided_at.is_(None))
        .values(decided_at=clock.now(), decided_by_id=by.id, reason=clean(reason).strip())
    )
    if not decided:
        raise AlreadyDecided
    standing = Standing.MEMBER if approved else Standing.DECLINED
    db.session.execute(
        update(Person)
        .where(Person.id == application.person_id)
        .values(standing=standing, joined_at=clock.now())
    )
    if approved:
        begin_belonging(application.person_id)
    record(ApplicationDecided(application_id=application.id, approved=approved), by=by.id)


def add_person(who: Newcomer, standing: Standing, password_hash: str) -> int:
    """Add a person under a handle that is free; return their id, or 0 where the address is known."""
    handle = slugify(who.name)[:32].strip("-") or "member"
    for attempt in range(8):
        new = insert_or_ignore(
            Person,
            handle=handle if not attempt else f"{handle}-{new_ref(20)}",
            name=one_line(who.name),
            email=who.email,
            password_hash=password_hash,
            site_role=who.site_role,
            standing=standing,
            city_id=who.city_id,
            organisation_id=who.organisation_id,
            locale=who.locale,
            joined_at=clock.now(),
        )
        id_ = db.session.scalar(select(Person.id).where(Person.email == who.email))
        if id_:
            return id_ if new else 0
    raise Refusal


def _name_of(person_id: int) -> str:
    return db.session.scalars(select(Person.name).where(Person.id == person_id)).one()


def _describe(person: Person, who: Newcomer, password_hash: str) -> None:
    person.name, person.site_role = one_line(who.name), who.site_role
    person.city_id, person.organisation_id = who.city_id, who.organisation_id
    person.password_hash, person.locale = password_hash, who.locale


def _application_of(person: Person) -> Application:
    found = db.session.scalar(select(Application).where(Application.person_id == person.id))
    if found is None:
        found = Application(ref=new_ref(), person_id=person.id)
        db.session.add(found)
    return found
