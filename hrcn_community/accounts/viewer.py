"""Who is looking: a person with their roles, loaded once per request, or the public."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask_login import AnonymousUserMixin, UserMixin
from sqlalchemy import bindparam, select

from hrcn_community.accounts.models import (
    Membership,
    Person,
    Persona,
    SignIn,
    SiteRole,
    SpaceRole,
    Standing,
)
from hrcn_community.accounts.secrets import digest, persona_print
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Pseudonyms, Space

LONGEST_STAY = timedelta(days=30)
NEEDS_TWO_STEP = {SiteRole.OFFICIAL, SiteRole.ADVISOR, SiteRole.CORE}
STEP_UP_LASTS = timedelta(minutes=15)


@dataclass(frozen=True, eq=False)
class Viewer(UserMixin):
    """A person who is looking, with what they are in every space they are inside."""

    id: int
    name: str
    handle: str
    site_role: SiteRole
    city_id: int | None = None
    locale: str = ""
    timezone: str = "Europe/Brussels"
    theme: str = ""
    roles: dict[int, frozenset[str]] = field(default_factory=dict)
    accepted_terms: int = 0
    accepted_privacy: int = 0
    token: str = ""
    sign_in_id: int = 0
    last_seen_at: datetime | None = None
    stepped_up_at: datetime | None = None
    two_step_since: datetime | None = None
    two_step_due_at: datetime | None = None
    personas: dict[int, int] = field(default_factory=dict)  # space -> who they are there, masked
    pseudonyms: dict[int, str] = field(default_factory=dict)  # the names of those, by their ids
    is_masked: bool = False
    is_settled: bool = False  # no newcomer any more
    keeps_distance: bool = False  # mutes somebody
    silences: dict[str, str] = field(default_factory=dict)  # where they may not write, until when
    silent_selves: dict[int, dict[str, str]] = field(default_factory=dict)  # the same of pseudonyms

    is_signed_in = True

    @property
    def is_member(self) -> bool:
        """Does this person take part? Whoever looks after the machine is, for all reading, the public."""
        return self.site_role != SiteRole.ADMINISTRATOR

    def get_id(self) -> str:
        return self.token

    @property
    def space_ids(self) -> list[int]:
        return list(self.roles)

    def roles_in(self, space_id: int) -> frozenset[str]:
        return self.roles.get(space_id, frozenset())

    @property
    def selves(self) -> list[int]:
        """The ids under which this person acts: their own, and those of their pseudonyms."""
        return [self.id, *self.personas.values()]

    @property
    def has_stepped_up(self) -> bool:
        """Did they prove in this browser, a few minutes ago, once more who they are?"""
        return self.stepped_up_at is not None and clock.now() - self.stepped_up_at < STEP_UP_LASTS

    @property
    def needs_two_step(self) -> bool:
        """Is a password too little for what they may do here?"""
        facilitates = any(SpaceRole.FACILITATOR in roles for roles in self.roles.values())
        return facilitates or self.site_role in NEEDS_TWO_STEP

    @property
    def days_to_enrol(self) -> int | None:
        """Return how many days they may still do without, None where nothing is asked of them."""
        if self.two_step_since or not self.two_step_due_at or not self.needs_two_step:
            return None
        left = self.two_step_due_at - clock.now()
        return max(-(-int(left.total_seconds()) // (24 * 3600)), 0)

    def wrote(self, author_id: int | None) -> bool:
        """Is that this person, or one of their pseudonyms?"""
        return author_id is not None and author_id in self.selves


class Public(AnonymousUserMixin):
    """Whoever has not signed in."""

    id = 0
    name = handle = locale = theme = ""
    timezone = "Europe/Brussels"
    site_role = None
    city_id = None
    roles: dict[int, frozenset[str]] = {}
    space_ids: list[int] = []
    personas: dict[int, int] = {}
    selves: list[int] = []
    is_signed_in = False
    keeps_distance = False
    days_to_enrol = None
    is_member = False

    def roles_in(self, space_id: int) -> frozenset[str]:
        return frozenset()

    def wrote(self, author_id: int | None) -> bool:
        return False


PUBLIC = Public()
AnyViewer = Viewer | Public


def some_member() -> Viewer:
    """Return nobody in particular, who takes part and is inside nowhere: for looking at what members see."""
    return Viewer(0, "", "", SiteRole.PRACTITIONER)


def viewer_of(person_id: int) -> Viewer:
    """Return the viewer that a person is, without a browser: for the worker, the demonstration, tests."""
    row = db.session.execute(_ONE, {"person_id": person_id}).one()
    places = db.session.execute(_PLACES, {"person_id": person_id}).all()
    return Viewer(**_columns(row), **_roles(person_id, places))


def viewer_signed_in(token: str) -> Viewer | None:
    """Return the viewer whose cookie holds `token`, or None: ended, too old, or no longer a member."""
    rows = db.session.execute(_SIGNED_IN, {"token_hash": digest(token)}).all()
    row = rows[0] if rows else None
    if row is None or clock.now() - row.last_seen_at > LONGEST_STAY:
        return None
    return Viewer(
        **_columns(row),
        **_roles(row.id, rows),
        token=token,
        sign_in_id=row.sign_in_id,
        last_seen_at=row.last_seen_at,
        stepped_up_at=row.stepped_up_at,
    )


_PERSON = (
    Person.id,
    Person.name,
    Person.handle,
    Person.site_role,
    Person.city_id,
    Person.locale,
    Person.timezone,
    Person.theme,
    Person.is_settled,
    Person.keeps_distance,
    Person.accepted_terms,
    Person.accepted_privacy,
    Person.two_step_since,
    Person.two_step_due_at,
    Person.silences,
)


# Asked for every page of a person: made once, so that they are compiled and keyed once.
_ONE = select(*_PERSON).where(Person.id == bindparam("person_id"))
_PLACE = (Membership.space_id, Membership.role, Space.pseudonyms)
_SIGNED_IN = (  # a row for each place; one without, for whoever has none
    select(
        *_PERSON,
        SignIn.id.label("sign_in_id"),
        SignIn.last_seen_at,
        SignIn.stepped_up_at,
        *_PLACE,
    )
    .join(SignIn, SignIn.person_id == Person.id)
    .outerjoin(Membership, Membership.person_id == Person.id)
    .outerjoin(Space, Space.id == Membership.space_id)
    .where(SignIn.token_hash == bindparam("token_hash"), SignIn.ended_at.is_(None))
    .where(Person.standing == Standing.MEMBER)
)
_PLACES = (
    select(*_PLACE)
    .join(Space, Space.id == Membership.space_id)
    .where(Membership.person_id == bindparam("person_id"))
)
_PERSONAS = (
    select(Persona.space_id, Persona.person_id, Person.name, Person.silences)
    .join(Person, Person.id == Persona.person_id)
    .where(Persona.lookup.in_(bindparam("lookups", expanding=True)))
)


def _columns(row) -> dict:
    columns = {column.key: getattr(row, column.key) for column in _PERSON}
    return columns | {"site_role": SiteRole(row.site_role)}


def _roles(person_id: int, places: Sequence[Any]) -> dict:
    """Return the roles of a person in every space, and who they are, masked, where that is possible."""
    roles: dict[int, frozenset[str]] = {}
    masking: set[int] = set()
    for place in places:
        if place.space_id is None:
            continue
        roles[place.space_id] = roles.get(place.space_id, frozenset()) | {place.role}
        if place.pseudonyms != Pseudonyms.NEVER:
            masking.add(place.space_id)
    return {"roles": roles, **(_selves(person_id, masking) if masking else {})}


def _selves(person_id: int, space_ids: set[int]) -> dict:
    lookups = [persona_print(person_id, space_id) for space_id in sorted(space_ids)]
    found = db.session.execute(_PERSONAS, {"lookups": lookups}).all()
    return {
        "personas": {row.space_id: row.person_id for row in found},
        "pseudonyms": {row.person_id: row.name for row in found},
        "silent_selves": {row.person_id: row.silences for row in found if row.silences},
    }
