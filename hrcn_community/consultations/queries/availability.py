"""Who is here, and who can take on one more case: for matching, for the rota, for the lead."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from hrcn_community.accounts.models import Membership, Person, SiteRole, SpaceRole, Standing
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.consultations.models import (
    USUAL_MOST,
    Absence,
    Case,
    LoadLimit,
)
from hrcn_community.consultations.queries.calendar import today_at_the_desk
from hrcn_community.consultations.transitions import AT_WORK, State, Tier
from hrcn_community.core.db import Rows, db

EXPERTS = (SpaceRole.ADVISOR, SpaceRole.REVIEWER)
WORKING_IN = (*AT_WORK, State.CLARIFICATION)  # what weighs on an expert; delivered, it is done


@dataclass(frozen=True)
class Load:
    """How many open cases an advisor has, and how many they take on at a time."""

    open_cases: int
    most: int

    @property
    def is_full(self) -> bool:
        return self.open_cases >= self.most


def absent_ids(on: dt.date | None = None) -> Rows:
    """Select the people who are away on a day, today where none is given."""
    day = on or today_at_the_desk()
    return select(Absence.person_id).where(Absence.first_day <= day, Absence.last_day >= day)


def available_advisors(
    *, on: dt.date | None = None, skipped: Collection[int] = ()
) -> Mapping[int, Load]:
    """Return the advisors who are here on that day and can take on one more case, with their load.

    Conflicts, exclusions and the case itself are no matter of this: `skipped` leaves people out.
    """
    advisors = select(Person.id).where(
        Person.site_role == SiteRole.ADVISOR,
        Person.standing == Standing.MEMBER,
        Person.id.not_in(absent_ids(on)),
        Person.id.not_in(skipped),
    )
    return {id_: load for id_, load in loads_of(advisors).items() if not load.is_full}


def loads_of(people: Any, *, but: Case | None = None) -> Mapping[int, Load]:
    """Return the load of each of these people, a selection of their ids or the ids, without the case `but`.

    Sealed cases weigh nothing: somebody who took no more for them would tell that there are any. Whoever is
    asked too much says so in their answer.
    """
    weighs = [Case.state.in_(WORKING_IN), Case.tier != Tier.SEALED]
    if but:
        weighs.append(Case.id != but.id)
    counted = (
        select(Membership.person_id, func.count(func.distinct(Case.id)).label("n"))
        .join(Case, Case.working_space_id == Membership.space_id)
        .where(Membership.role.in_(EXPERTS), *weighs)
        .group_by(Membership.person_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Person.id,
            func.coalesce(counted.c.n, 0).label("n"),
            func.coalesce(LoadLimit.most_open, USUAL_MOST).label("most"),
        )
        .outerjoin(counted, counted.c.person_id == Person.id)
        .outerjoin(LoadLimit, LoadLimit.person_id == Person.id)
        .where(Person.id.in_(people))
    )
    return {row.id: Load(row.n, row.most) for row in rows}


def is_available(person_id: int) -> bool:
    """Can this advisor be thought of today: here, and not laden with as much as they take on?"""
    load = loads_of([person_id]).get(person_id)
    return not is_away(person_id) and load is not None and not load.is_full


def is_away(person_id: int) -> bool:
    """Is somebody away today?"""
    away = absent_ids().where(Absence.person_id == person_id).limit(1)
    return db.session.scalar(away) is not None


def own_absences(*, viewer: AnyViewer) -> Sequence[Absence]:
    """Return when the viewer is or will be away, the next first."""
    mine = Absence.person_id == viewer.id, Absence.last_day >= today_at_the_desk()
    return db.session.scalars(select(Absence).where(*mine).order_by(Absence.first_day)).all()


def find_absence(absence: str, *, viewer: AnyViewer) -> Absence | None:
    mine = Absence.ref == absence, Absence.person_id == viewer.id
    return db.session.scalar(select(Absence).where(*mine)) if viewer.is_member else None


def own_limit(*, viewer: AnyViewer) -> int:
    """Return how many open cases the viewer takes on at a time."""
    found = db.session.get(LoadLimit, viewer.id)
    return found.most_open if found else USUAL_MOST
