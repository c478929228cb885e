"""The people of the network, as its members see them: each part as far as its owner lets it be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, or_, select, tuple_

from hrcn_community.accounts.distances import kept_apart
from hrcn_community.accounts.models import (
    Person,
    PersonTerm,
    SignIn,
    Standing,
    takes_part,
)
from hrcn_community.accounts.showing import revealed, reveals
from hrcn_community.accounts.viewer import AnyViewer, Viewer
from hrcn_community.core.db import Rows, db
from hrcn_community.core.text import fold, one_line
from hrcn_community.register.models import City, Organisation, Term
from hrcn_community.register.queries import terms_named

PAGE = 30
LAST_LETTER = "\U0010ffff"


@dataclass(frozen=True)
class Wanted:
    """Whom somebody looks for; what is empty does not matter."""

    name: str = ""
    letter: str = ""
    city: str = ""
    organisation: str = ""
    role: str = ""
    expertise: str = ""
    language: str = ""


def people(wanted: Wanted, *, viewer: AnyViewer, after: str = "") -> tuple[Sequence[Any], str]:
    """Return a page of members by name, and the handle after which the next page begins ('' at the end)."""
    if not viewer.is_member:
        return [], ""
    rows = _rows(viewer).where(~kept_apart(viewer))
    return page_by_name(_filtered(rows, wanted, viewer), after)


def page_by_name(rows: Rows, after: str) -> tuple[Sequence[Any], str]:
    """Return the people of `rows` after the one of that handle, by name, and where the next page begins.

    Whoever is not among them is no beginning either: that would tell that there is such an account.
    """
    place = rows.with_only_columns(Person.name_key, Person.id).where(Person.handle == after)
    rows = rows.order_by(Person.name_key, Person.id)
    if last := after and db.session.execute(place).first():
        rows = rows.where(tuple_(Person.name_key, Person.id) > tuple_(*last))
    found = db.session.execute(rows.limit(PAGE + 1)).all()
    return found[:PAGE], found[PAGE - 1].handle if len(found) > PAGE else ""


def people_at(
    *, viewer: AnyViewer, city: int | None = None, organisation: int | None = None, most: int
) -> Sequence[Any]:
    """Return some people of a city or an organisation, by name, as far as they let that be seen.

    The public meets those alone who have a page for everybody; nobody meets whom they block, or who
    blocks them.
    """
    here = (
        and_(Person.city_id == city, reveals("city", viewer))
        if city
        else and_(Person.organisation_id == organisation, reveals("organisation", viewer))
    )
    rows = _rows(viewer).where(here, ~kept_apart(viewer)).order_by(Person.name_key, Person.id)
    return db.session.execute(rows.limit(most)).all()


def sign_ins_of(viewer: Viewer) -> Sequence[SignIn]:
    """Return the browsers in which the viewer is signed in, the one seen last first."""
    return db.session.scalars(
        select(SignIn)
        .where(SignIn.person_id == viewer.id, SignIn.ended_at.is_(None))
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
        .limit(50)
    ).all()


def find_sign_in(ref: str, *, viewer: AnyViewer) -> SignIn | None:
    """Return one of the viewer's own sign-ins, ended or not, by the beginning of its hash."""
    if len(ref) != 20:
        return None
    return db.session.scalar(
        select(SignIn).where(
            SignIn.person_id == viewer.id,
            SignIn.token_hash.startswith(ref, autoescape=True),
        )
    )


def core_team_ids() -> Sequence[int]:
    """Return who is of the core team; for rules and notices, not for pages."""
    return db.session.scalars(
        select(Person.id).where(Person.site_role == "core", Person.standing == Standing.MEMBER)
    ).all()


def named(beginning: str) -> ColumnElement[bool]:
    """Does the name, or a later word of it, begin so?"""
    later = Person.name_key.contains(f" {beginning}", autoescape=True)
    return or_(_begins(beginning), later)


def _rows(viewer: AnyViewer) -> Rows:
    """Select what a list shows of people; a city and an organisation are joined where they are open."""
    return (
        select(
            Person.id,
            Person.name,
            Person.handle,
            Person.site_role,
            revealed("headline", Person.headline, viewer, "").label("headline"),
            City.name.label("city_name"),
            Organisation.name.label("organisation_name"),
        )
        .select_from(Person)
        .outerjoin(City, and_(City.id == Person.city_id, reveals("city", viewer)))
        .outerjoin(
            Organisation,
            and_(Organisation.id == Person.organisation_id, reveals("organisation", viewer)),
        )
        .where(takes_part())
    )


def _filtered(rows: Rows, wanted: Wanted, viewer: AnyViewer) -> Select[Any]:
    """Narrow `rows` to who is wanted; nobody is found by a part that they do not show to `viewer`."""
    if wanted.name:
        rows = rows.where(named(fold(one_line(wanted.name))))
    if wanted.letter:
        rows = rows.where(_begins(fold(wanted.letter)[:1]))
    if wanted.city:
        rows = rows.where(City.slug == wanted.city)
    if wanted.organisation:
        rows = rows.where(Organisation.slug == wanted.organisation)
    if wanted.role:
        rows = rows.where(Person.site_role == wanted.role)
    if wanted.expertise:
        knows = (
            select(PersonTerm.person_id)
            .join(Term, Term.id == PersonTerm.term_id)
            .where(Term.id.in_([each.id for each in terms_named([wanted.expertise])]))
        )
        rows = rows.where(Person.id.in_(knows), reveals("expertise", viewer))
    if wanted.language:
        rows = rows.where(_speaks(wanted.language), reveals("languages", viewer))
    return rows


def _speaks(language: str) -> ColumnElement[bool]:
    """Does somebody read and write a language? The list is JSON of short codes, alike on each database."""
    code = "".join(letter for letter in language if letter.isalpha())[:8]
    return cast(Person.languages, Text).contains(f'"{code}"', autoescape=True)


def _begins(beginning: str) -> ColumnElement[bool]:
    return Person.name_key.between(beginning, beginning + LAST_LETTER)
