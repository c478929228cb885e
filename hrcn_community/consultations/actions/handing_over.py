"""What somebody does in cases that are not over. Who leads can hand that on within the core team; an
advisor or reviewer steps back on the case's own page, with a reason, as the rules of a case have it.
"""

from collections.abc import Sequence

from sqlalchemy import or_, select

from hrcn_community.accounts.models import Membership, Person, SiteRole, SpaceRole, Standing
from hrcn_community.consultations.actions.moves import let_in, let_out
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.queries.people import excluded_ids, ids_of
from hrcn_community.consultations.transitions import OPEN
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.privacy.handing_over import Duties, Duty

LEAD, PART = "case_lead", "case_part"
PARTS = (SpaceRole.ADVISOR, SpaceRole.REVIEWER, SpaceRole.SIGNER)


def _led(person_id: int) -> Sequence[Duty]:
    return _cases(person_id, (SpaceRole.LEAD,), LEAD, can_be_offered=True)


def _parts(person_id: int) -> Sequence[Duty]:
    return _cases(person_id, PARTS, PART, can_be_offered=False)


def _cases(
    person_id: int, roles: Sequence[str], kind: str, *, can_be_offered: bool
) -> Sequence[Duty]:
    """Return the open cases in which somebody bears one of these roles, by their reference alone."""
    mine = Membership.person_id == person_id, Membership.role.in_(roles)
    rows = db.session.execute(
        select(Case.id, Case.ref)
        .join(Membership, Membership.space_id == Case.working_space_id)
        .where(*mine, Case.state.in_(OPEN))
        .distinct()
        .order_by(Case.id)
    )
    offered = {"can_be_offered": can_be_offered}
    return [Duty(kind, row.id, row.ref, f"/consultations/{row.ref}", **offered) for row in rows]


def _may_lead(case_id: int, person_id: int) -> bool:
    """Is that somebody of the core team who has no other part in the case and was not left out of it?"""
    case = db.session.get(Case, case_id)
    core = Person.site_role == SiteRole.CORE, Person.standing == Standing.MEMBER
    found = db.session.scalar(select(Person.id).where(Person.id == person_id, *core))
    if case is None or found is None or person_id in excluded_ids(case):
        return False
    inside = db.session.scalar(
        select(Membership.role).where(
            Membership.person_id == person_id,
            or_(
                Membership.space_id == case.working_space_id,
                Membership.space_id == case.asking_space_id,
            ),
            Membership.role != SpaceRole.TRIAGER,
        )
    )
    return inside is None


def _give(case_id: int, from_id: int | None, to_id: int) -> None:
    """Let another lead; where the one who goes was to sign as well, the new one is."""
    case = db.session.get_one(Case, case_id)
    roles = [SpaceRole.LEAD]
    if from_id in ids_of(case, SpaceRole.SIGNER) and not case.is_signed:
        roles.append(SpaceRole.SIGNER)
    for role in roles:
        let_in(case, to_id, role)
        if from_id:
            let_out(case, from_id, role)


LEADING = Duties(LEAD, _l("A consultation that you lead"), _led, _may_lead, give=_give)
TAKING_PART = Duties(PART, _l("A consultation in which you advise, review or sign"), _parts)
