"""What a person says about themselves, and how they want to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, select

from hrcn_community.accounts.belonging import belong_to_city, belong_to_organisation
from hrcn_community.accounts.events import ProfileChanged
from hrcn_community.accounts.likeness import refuse_likeness
from hrcn_community.accounts.models import Person, PersonTerm, SiteRole
from hrcn_community.accounts.silencing import refuse_silenced
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import richtext
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.text import clean, one_line
from hrcn_community.register.models import Term

MOST_TERMS = 12


@dataclass(frozen=True)
class Profile:
    name: str
    headline: str
    bio: str
    city_id: int | None
    organisation_id: int | None
    expertise: Sequence[str]
    languages: Sequence[str]
    locale: str
    timezone: str
    theme: str
    as_what: str = ""
    has_public_page: bool = False
    reaches: Mapping[str, str] = field(default_factory=dict)  # part of the profile -> who sees it


def own(viewer: Viewer) -> Person:
    return db.session.get_one(Person, viewer.id)


def own_expertise(viewer: Viewer) -> Sequence[str]:
    return db.session.scalars(
        select(Term.slug)
        .join(PersonTerm, PersonTerm.term_id == Term.id)
        .where(PersonTerm.person_id == viewer.id)
    ).all()


def change_profile(profile: Profile, *, by: Viewer) -> None:
    """Keep a profile. An official's city stays: they speak for it, so the core team sets it."""
    refuse_silenced(by, None)
    person, name = own(by), one_line(profile.name)
    if name != person.name:
        refuse_likeness(name, but=by.id)
    person.name = name
    person.headline = one_line(profile.headline)
    person.bio = clean(profile.bio)
    person.bio_html = richtext.render(person.bio)
    belong_to_organisation(person, profile.organisation_id, profile.as_what)
    person.languages = list(profile.languages)
    person.locale, person.timezone, person.theme = profile.locale, profile.timezone, profile.theme
    if by.site_role != SiteRole.OFFICIAL:
        belong_to_city(person, profile.city_id)
    person.has_public_page = profile.has_public_page
    for part, reach in profile.reaches.items():
        setattr(person, f"shows_{part}", reach)
    _know(by.id, profile.expertise)
    record(ProfileChanged(person_id=by.id), by=by.id)


def change_expertise(expertise: Sequence[str], languages: Sequence[str], *, by: Viewer) -> None:
    """Keep these two parts of a profile alone."""
    refuse_silenced(by, None)
    own(by).languages = list(languages)
    _know(by.id, expertise)
    record(ProfileChanged(person_id=by.id), by=by.id)


def _know(person_id: int, slugs: Sequence[str]) -> None:
    """What is not offered any more stays."""
    offered = select(Term.id).where(Term.retired_at.is_(None))
    own = delete(PersonTerm).where(PersonTerm.person_id == person_id)
    db.session.execute(own.where(PersonTerm.term_id.in_(offered)))
    ids = db.session.scalars(offered.where(Term.slug.in_(slugs)).limit(MOST_TERMS))
    db.session.add_all(PersonTerm(person_id=person_id, term_id=id_) for id_ in ids)
