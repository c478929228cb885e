"""The page of a person, as one viewer may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrcn_community.accounts.distances import kept_apart
from hrcn_community.accounts.models import Affiliation, Person, PersonTerm, takes_part
from hrcn_community.accounts.showing import has_open_part, parts_of
from hrcn_community.accounts.viewer import AnyViewer, Viewer
from hrcn_community.core.db import Rows, db
from hrcn_community.register.models import City, Organisation, Term

MOST_FORMER = 20
NOTHING_OF = {  # what stands in a profile where a part is not open
    "headline": {"headline": ""},
    "bio": {"bio_html": ""},
    "city": {"city_name": None, "city_slug": None},
    "organisation": {"organisation_name": None, "organisation_slug": None, "as_what": ""},
    "languages": {"languages": []},
    "joined": {"joined_at": None},
    "email": {"email": ""},
}


@dataclass(frozen=True)
class Profile:
    """A person as one viewer sees them: what is not open to that viewer is not in it at all."""

    row: dict[str, Any]
    parts: frozenset[str]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.row[name]
        except KeyError as error:
            raise AttributeError(name) from error


def find_person(handle: str, *, viewer: AnyViewer) -> Profile | None:
    """Return the profile of a member; whoever applies, left or is suspended has none.

    Nor has anybody one for whom they block, or who blocks them. The public finds those alone who
    opened a page to everybody.
    """
    rows = _profiles().where(Person.handle == handle, ~kept_apart(viewer))
    if not viewer.is_member:
        rows = rows.where(has_open_part())
    row = db.session.execute(rows).one_or_none()
    return as_seen(row, viewer=viewer) if row else None


def as_seen(row: Any, *, viewer: AnyViewer) -> Profile:
    """Return a row of all parts with those alone that are open to `viewer`."""
    open_ = parts_of(row.id, viewer=viewer)
    shown = dict(row._mapping)
    for part, nothing in NOTHING_OF.items():
        if part not in open_:
            shown |= nothing
    if row.texts_hidden and viewer.id != row.id:
        shown["as_what"] = ""
    return Profile(shown, open_)


def own_profile(viewer: Viewer, *, seen_by: AnyViewer) -> Profile:
    """Return the viewer's own profile as somebody else sees it."""
    row = db.session.execute(_profiles().where(Person.id == viewer.id)).one()
    return as_seen(row, viewer=seen_by)


def has_page_for_all(person_id: int) -> bool:
    """Does somebody have a page that the public can read?"""
    there = select(Person.id).where(Person.id == person_id, has_open_part(), takes_part())
    return db.session.scalar(there) is not None


def expertise_of(person: Profile) -> Sequence[Term]:
    """Return what somebody knows about, where that is open to whom the profile was found for."""
    if "expertise" not in person.parts:
        return []
    return db.session.scalars(
        select(Term)
        .join(PersonTerm, PersonTerm.term_id == Term.id)
        .where(PersonTerm.person_id == person.id)
        .order_by(Term.vocabulary.desc(), Term.position)
    ).all()


def former_of(person: Profile) -> Sequence[Any]:
    """Return where somebody belonged before, the latest first, where that is open."""
    if "former" not in person.parts:
        return []
    return db.session.execute(
        select(
            Affiliation.as_what,
            Affiliation.since,
            Affiliation.until,
            City.name.label("city_name"),
            City.slug.label("city_slug"),
            Organisation.name.label("organisation_name"),
            Organisation.slug.label("organisation_slug"),
        )
        .outerjoin(City, City.id == Affiliation.city_id)
        .outerjoin(Organisation, Organisation.id == Affiliation.organisation_id)
        .where(Affiliation.person_id == person.id, Affiliation.until.is_not(None))
        .order_by(Affiliation.until.desc(), Affiliation.id.desc())
        .limit(MOST_FORMER)
    ).all()


def _profiles() -> Rows:
    return (
        select(
            Person.id,
            Person.name,
            Person.handle,
            Person.site_role,
            Person.headline,
            Person.bio_html,
            Person.languages,
            Person.joined_at,
            Person.email,
            Person.is_invented,
            Person.texts_hidden,
            _as_what().label("as_what"),
            City.name.label("city_name"),
            City.slug.label("city_slug"),
            Organisation.name.label("organisation_name"),
            Organisation.slug.label("organisation_slug"),
        )
        .select_from(Person)
        .outerjoin(City, City.id == Person.city_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(takes_part())
    )


def _as_what() -> Any:
    """Select as what somebody is at their organisation."""
    return (
        select(Affiliation.as_what)
        .where(Affiliation.person_id == Person.id, Affiliation.until.is_(None))
        .where(Affiliation.organisation_id == Person.organisation_id)
        .correlate(Person)
        .limit(1)
        .scalar_subquery()
    )
