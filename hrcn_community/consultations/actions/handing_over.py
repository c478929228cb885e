"""What somebody does in cases that are not over. Who leads can hand that on within the core team; an
advisor or reviewer steps back on the case's own page, with a reason, as the rules of a case have it.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import exists, or_, select

from hrcn_community.accounts.models import Membership, Person, SiteRole, SpaceRole, Standing
from hrcn_community.consultations.actions.asking import next_lead
from hrcn_community.consultations.actions.moves import let_in, let_out
from hrcn_community.consultations.models import Case, NobodyToLead
from hrcn_community.consultations.queries.people import ids_of, never_lead
from hrcn_community.consultations.transitions import LED_STILL, OPEN, TIERS, State
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
    there = Case.working_space_id.in_(select(Membership.space_id).where(*mine))
    return _found(kind, there, can_be_offered=can_be_offered)


def _led_by_nobody(only: int) -> Sequence[Duty]:
    """Return the open cases that have their lead by now, and of which none is here and of the core team."""
    here = exists().where(
        Membership.space_id == Case.working_space_id,
        Membership.role == SpaceRole.LEAD,
        Membership.person_id == Person.id,
        Person.standing == Standing.MEMBER,
        Person.site_role == SiteRole.CORE,
    )
    at_once = [tier for tier, rule in TIERS.items() if rule.lead_at_once]
    begun = or_(Case.state.not_in([State.DRAFT, State.SUBMITTED]), Case.tier.in_(at_once))
    which = begun, ~here, *([Case.id == only] if only else [])
    return _found(LEAD, *which, states=LED_STILL)


def _found(
    kind: str, *which: Any, can_be_offered: bool = True, states: Sequence[State] = OPEN
) -> Sequence[Duty]:
    rows = db.session.execute(
        select(Case.id, Case.ref, Case.asking_space_id)
        .where(*which, Case.state.in_(states))
        .order_by(Case.id)
    )
    offered = {"can_be_offered": can_be_offered}
    return [
        Duty(kind, r.id, r.ref, f"/consultations/{r.ref}", **offered, space_id=r.asking_space_id)
        for r in rows
    ]


def may_lead(case_id: int, person_id: int) -> bool:
    """Is that somebody of the core team who has no other part in the case and was not left out of it?"""
    case = db.session.get(Case, case_id)
    core = Person.site_role == SiteRole.CORE, Person.standing == Standing.MEMBER
    found = db.session.scalar(select(Person.id).where(Person.id == person_id, *core))
    if case is None or found is None or person_id in never_lead(case):
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


def give_to(case_id: int, from_id: int | None, to_id: int) -> None:
    """Let another lead; where the one who goes was to sign as well, or nobody was, the new one is.

    What is signed and not delivered yet keeps its signature, and whoever gave it.

    Where the house offered it, whoever led is suspended or gone, and leads no more when they come back.
    """
    case = db.session.get_one(Case, case_id)
    leads = [from_id] if from_id else list(ids_of(case, SpaceRole.LEAD))
    signers, waits = ids_of(case, SpaceRole.SIGNER), case.state == State.SIGN_OFF and case.is_signed
    signs = (not signers or set(leads) & set(signers)) and not waits
    for role in [SpaceRole.LEAD, SpaceRole.SIGNER] if signs else [SpaceRole.LEAD]:
        let_in(case, to_id, role)
        for lead in leads:
            let_out(case, lead, role)


def next_to_lead(case_id: int, asked: Collection[int]) -> int | None:
    """Return whose turn it is to lead, as where a case is new."""
    case = db.session.get_one(Case, case_id)
    inside = select(Membership.person_id).where(
        Membership.space_id == case.working_space_id, Membership.role != SpaceRole.TRIAGER
    )
    askers = ids_of(case, SpaceRole.ASKER)
    try:
        skipped = {*never_lead(case), *askers, *db.session.scalars(inside), *asked}
        return next_lead(skipped)
    except NobodyToLead:
        return None


LEADING = Duties(
    LEAD,
    _l("A consultation that you lead"),
    _led,
    may_lead,
    _led_by_nobody,
    give_to,
    covers=(SpaceRole.LEAD,),
    successor=next_to_lead,
    of_nobody=_l("A consultation that nobody leads"),
)
TAKING_PART = Duties(
    PART, _l("A consultation in which you advise, review or sign"), _parts, covers=PARTS
)
DUTIES = (LEADING, TAKING_PART)
