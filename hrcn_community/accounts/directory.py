"""The people of the network, as its members see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, tuple_

from hrcn_community.accounts.distances import kept_apart
from hrcn_community.accounts.models import Person, PersonTerm, SignIn, Standing
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
    role: str = ""
    expertise: str = ""


def people(wanted: Wanted, *, viewer: AnyViewer, after: str = "") -> tuple[Sequence[Any], str]:
    """Return a page of members by name, and the handle after which the next page begins ('' at the end)."""
    if not viewer.is_signed_in:
        return [], ""
    rows = _rows().where(~kept_apart(viewer))
    return page_by_name(_filtered(rows, wanted), after)


def page_by_name(rows: Rows, after: str) -> tuple[Sequence[Any], str]:
    """Return the people of `rows` after the one of that handle, by name, and where the next page begins."""
    rows = rows.order_by(Person.name_key, Person.id)
    if last := after and _place_of(after):
        rows = rows.where(tuple_(Person.name_key, Person.id) > tuple_(*last))
    found = db.session.execute(rows.limit(PAGE + 1)).all()
    return found[:PAGE], found[PAGE - 1].handle if len(found) > PAGE else ""


def find_person(handle: str, *, viewer: AnyViewer) -> Any:
    """Return the profile of a member, for members; whoever applies, left or is suspended has none.

    Nor has anybody one for whom they block, or who blocks them.
    """
    if not viewer.is_signed_in:
        return None
    profile = _rows().add_columns(
        Person.bio_html,
        Person.languages,
        Person.joined_at,
        Person.is_invented,
        City.slug.label("city_slug"),
    )
    near = Person.handle == handle, ~kept_apart(viewer)
    return db.session.execute(profile.where(*near)).one_or_none()


def expertise_of(person_id: int) -> Sequence[Term]:
    return db.session.scalars(
        select(Term)
        .join(PersonTerm, PersonTerm.term_id == Term.id)
        .where(PersonTerm.person_id == person_id)
        .order_by(Term.vocabulary.desc(), Term.position)
    ).all()


def sign_ins_of(viewer: Viewer) -> Sequence[SignIn]:
    """Return the browsers in which the viewer is signed in, the one seen last first."""
    return db.session.scalars(
        select(SignIn)
        .where(SignIn.person_id == viewer.id, SignIn.ended_at.is_(None))
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
        .limit(50)
    ).all()


def find_sign_in(ref: str, *, viewer: AnyViewer) -> SignIn | None:
    """Return one of the viewer's own open sign-ins by the beginning of its hash."""
    if len(ref) != 20:
        return None
    return db.session.scalar(
        select(SignIn).where(
            SignIn.person_id == viewer.id,
            SignIn.ended_at.is_(None),
            SignIn.token_hash.startswith(ref, autoescape=True),
        )
    )


def core_team_ids() -> Sequence[int]:
    """Return who is of the core team; for rules and notices, not for pages."""
    return db.session.scalars(
        select(Person.id).where(Person.site_role == "core", Person.standing == Standing.MEMBER)
    ).all()


def _place_of(handle: str) -> Any:
    return db.session.execute(
        select(Person.name_key, Person.id).where(Person.handle == handle)
    ).one_or_none()


@cache
def _rows() -> Rows:
    return (
        select(
            Person.id,
            Person.name,
            Person.handle,
            Person.site_role,
            Person.headline,
            City.name.label("city_name"),
            Organisation.name.label("organisation_name"),
        )
        .outerjoin(City, City.id == Person.city_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.standing == Standing.MEMBER)
    )


def _filtered(rows: Rows, wanted: Wanted) -> Select[Any]:
    if wanted.name:
        rows = rows.where(named(fold(one_line(wanted.name))))
    if wanted.letter:
        rows = rows.where(_begins(fold(wanted.letter)[:1]))
    if wanted.city:
        rows = rows.where(City.slug == wanted.city)
    if wanted.role:
        rows = rows.where(Person.site_role == wanted.role)
    if wanted.expertise:
        knows = (
            select(PersonTerm.person_id)
            .join(Term, Term.id == PersonTerm.term_id)
            .where(Term.id.in_([each.id for each in terms_named([wanted.expertise])]))
        )
        rows = rows.where(Person.id.in_(knows))
    return rows


def named(beginning: str) -> ColumnElement[bool]:
    """Does the name, or a later word of it, begin so?"""
    later = Person.name_key.contains(f" {beginning}", autoescape=True)
    return or_(_begins(beginning), later)


def _begins(beginning: str) -> ColumnElement[bool]:
    return Person.name_key.between(beginning, beginning + LAST_LETTER)
