"""Who is inside a case, and what each reader may know of the asker."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case as sql_case
from sqlalchemy import or_, select

from hrcn_community.accounts.models import (
    Membership,
    Person,
    SiteRole,
    SpaceRole,
    takes_part,
)
from hrcn_community.accounts.showing import open_to_members, shown_city
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.consultations.models import Case, CaseExclusion, CaseInvitation, ShowsAs, Stand
from hrcn_community.consultations.queries.behalf import on_behalf
from hrcn_community.consultations.words import ROLES
from hrcn_community.conversations.shown import ROLE_NAMES, ShownPerson
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.register.models import City

# After these somebody can be asked, or thought of, once more.
AGAIN = (Stand.PROPOSED, Stand.RESCINDED, Stand.DECLINED, Stand.EXPIRED, Stand.SUPERSEDED)


@dataclass(frozen=True)
class Inside:
    """Somebody inside a case, in one role."""

    person_id: int
    role: str
    name: str
    handle: str
    site_role: str
    city: str

    @property
    def role_label(self) -> object:
        return ROLES[self.role]


def people_inside(case: Case) -> Sequence[Inside]:
    """Return who is inside the case's spaces; one line for each role a person bears."""
    rows = db.session.execute(
        select(
            Person.id,
            Membership.role,
            Person.name,
            Person.handle,
            Person.site_role,
            City.name.label("city"),
        )
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(City, shown_city())
        .where(Membership.space_id.in_([case.asking_space_id, case.working_space_id]))
        .where(Membership.role.in_(list(ROLES)))
        .distinct()
        .order_by(Person.name)
    )
    people = [Inside(r.id, r.role, r.name, r.handle, r.site_role, r.city or "") for r in rows]
    return sorted(people, key=lambda person: list(ROLES).index(person.role))


def ids_of(case: Case, role: str) -> Sequence[int]:
    """Return who bears `role` in the case; for rules and notices."""
    space_id = case.asking_space_id if role == SpaceRole.ASKER else case.working_space_id
    return db.session.scalars(
        select(Membership.person_id).where(Membership.space_id == space_id, Membership.role == role)
    ).all()


def excluded_ids(case: Case) -> Sequence[int]:
    return db.session.scalars(
        select(CaseExclusion.person_id).where(CaseExclusion.case_id == case.id)
    ).all()


def excluded_from(space_ids: Collection[int]) -> Sequence[int]:
    """Return whom the asker of a case keeps from it, for any of the case's spaces; for rules alone."""
    rooms = Case.asking_space_id, Case.working_space_id, Case.papers_space_id
    return db.session.scalars(
        select(CaseExclusion.person_id)
        .join(Case, Case.id == CaseExclusion.case_id)
        .where(or_(*(room.in_(space_ids) for room in rooms)))
    ).all()


def never_lead(case: Case) -> set[int]:
    """Return who leads this case in no event: who was left out of it, and who was asked to advise in it once."""
    asked = select(CaseInvitation.person_id).where(CaseInvitation.case_id == case.id)
    return {*excluded_ids(case), *db.session.scalars(asked)}


def excluded_people(case: Case) -> Sequence[Any]:
    return db.session.execute(
        select(Person.name, Person.handle)
        .join(CaseExclusion, CaseExclusion.person_id == Person.id)
        .where(CaseExclusion.case_id == case.id)
        .order_by(Person.name)
    ).all()


def invitations_of(case: Case) -> Sequence[Any]:
    """Return who was thought of as an expert, and what became of it."""
    return db.session.execute(
        select(
            CaseInvitation.role,
            CaseInvitation.stand,
            CaseInvitation.person_id,
            Person.name,
            Person.handle,
        )
        .join(Person, Person.id == CaseInvitation.person_id)
        .where(CaseInvitation.case_id == case.id)
        .order_by(CaseInvitation.id)
    ).all()


def experts(case: Case) -> Sequence[Any]:
    """Return the advisors of the network who were not thought of in this case yet, nor left out of it."""
    thought_of = select(CaseInvitation.person_id).where(
        CaseInvitation.case_id == case.id, CaseInvitation.stand.not_in(AGAIN)
    )
    excluded = select(CaseExclusion.person_id).where(CaseExclusion.case_id == case.id)
    headline = sql_case((open_to_members("headline"), Person.headline), else_="")
    asker = ids_of(case, SpaceRole.ASKER)
    return db.session.execute(
        select(Person.id, Person.name, Person.handle, headline.label("headline"))
        .where(Person.site_role == SiteRole.ADVISOR, Person.standing == "member")
        .where(Person.id.not_in(thought_of), Person.id.not_in(excluded), Person.id.not_in(asker))
        .order_by(Person.name)
    ).all()


def find_people(handles: Sequence[str]) -> dict[str, int]:
    """Return the ids of the members who bear these handles."""
    rows = db.session.execute(
        select(Person.handle, Person.id).where(Person.handle.in_(handles), takes_part())
    )
    return {row.handle: row.id for row in rows}


def possible_leads(case: Case, but: int) -> Sequence[Any]:
    """Return who of the core team could lead a case in place of `but`: nobody who is left out of it or inside."""
    spaces = [case.asking_space_id, case.working_space_id]
    inside = select(Membership.person_id).where(
        Membership.space_id.in_(spaces), Membership.role != SpaceRole.TRIAGER
    )
    return db.session.execute(
        select(Person.name, Person.handle)
        .where(Person.site_role == SiteRole.CORE, Person.standing == "member", Person.id != but)
        .where(Person.id.not_in(inside), Person.id.not_in(never_lead(case)))
        .order_by(Person.name)
    ).all()


def knows_asker(case: Case, viewer: AnyViewer) -> bool:
    """May the viewer know who asks, whatever the asker lets be seen? The lead, and the asker."""
    return bool(
        viewer.roles_in(case.asking_space_id) & {SpaceRole.ASKER}
        or viewer.roles_in(case.working_space_id) & {SpaceRole.LEAD}
    )


def asker_as_seen(case: Case, asker: Inside | None, city: str, *, knows: bool) -> ShownPerson:
    """Return the asker as this reader sees them: by name, by city, or not at all; marked if for another."""
    named = knows or case.shows_requester_as == ShowsAs.NAME
    return on_behalf(case, _as_seen(case, asker, city, knows=knows), named=named)


def _as_seen(case: Case, asker: Inside | None, city: str, *, knows: bool) -> ShownPerson:
    if asker and (knows or case.shows_requester_as == ShowsAs.NAME):
        return ShownPerson(asker.name, asker.handle, ROLE_NAMES[asker.site_role], asker.city)
    if case.shows_requester_as == ShowsAs.CITY and asker and (place := city or asker.city):
        official = asker.site_role == SiteRole.OFFICIAL
        name = (
            _l("A city official of %(city)s", city=place)
            if official
            else _l("Somebody in %(city)s", city=place)
        )
        return ShownPerson(str(name), "", ROLES[SpaceRole.ASKER], "")
    return ShownPerson(str(_l("The asker")), "", "", "")


def hides_city(case: Any, *, knows: bool) -> bool:
    return case.shows_requester_as == ShowsAs.NOTHING and not knows
