"""Who has a case: whose move it is, who leads it, and who of those that work on it is away."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from hrcn_community.accounts.models import Membership, Person, SpaceRole
from hrcn_community.consultations.models import Absence
from hrcn_community.consultations.queries.calendar import today_at_the_desk
from hrcn_community.consultations.queries.story import next_roles
from hrcn_community.consultations.transitions import State
from hrcn_community.consultations.words import ROLES
from hrcn_community.core.db import db
from hrcn_community.core.words import _l

WORKERS = (SpaceRole.LEAD, SpaceRole.ADVISOR, SpaceRole.REVIEWER, SpaceRole.SIGNER)
INVITED = _l("The invited expert")


@dataclass(frozen=True)
class Holder:
    """Somebody who has a part in a case now; whoever asked is never named here, nor the whole desk."""

    role: object
    name: str
    handle: str
    is_next: bool
    away_until: dt.date | None


def holders_of(cases: Sequence[Any]) -> Mapping[int, Sequence[Holder]]:
    """Return who has each of these cases, whoever moves next first, in one statement."""
    spaces = {case.working_space_id: case for case in cases}
    found: dict[int, list[Any]] = {case.id: [] for case in cases}
    for row in db.session.execute(_bearers(list(spaces))):
        found[spaces[row.space_id].id].append(row)
    return {case.id: _holders(case, found[case.id]) for case in cases}


def _bearers(space_ids: Sequence[int]) -> Any:
    today = today_at_the_desk()
    away = (
        select(Absence.person_id, func.max(Absence.last_day).label("until"))
        .where(Absence.first_day <= today, Absence.last_day >= today)
        .group_by(Absence.person_id)
        .subquery()
    )
    return (
        select(Membership.space_id, Membership.role, Person.name, Person.handle, away.c.until)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(away, away.c.person_id == Person.id)
        .where(Membership.space_id.in_(space_ids), Membership.role.in_(WORKERS))
        .order_by(Person.name, Person.id)
    )


def _holders(case: Any, rows: Sequence[Any]) -> list[Holder]:
    moving = next_roles(case, any(row.role == SpaceRole.REVIEWER for row in rows))
    shown = [r for r in rows if r.role in (*moving, SpaceRole.LEAD) or r.until]
    named = [Holder(ROLES[r.role], r.name, r.handle, r.role in moving, r.until) for r in shown]
    unnamed = [role for role in (SpaceRole.ASKER, SpaceRole.TRIAGER) if role in moving]
    others = [Holder(ROLES[role], "", "", True, None) for role in unnamed]
    if case.state == State.INVITED:
        others.append(Holder(INVITED, "", "", True, None))
    return sorted([*others, *named], key=lambda each: not each.is_next)
