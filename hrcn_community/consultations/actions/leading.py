"""Handing the lead of a case to another of the core team, with a reason that those who work on it read.

Whoever is of the core team no more leads no case from that moment on: the next of the rota does.
"""

from sqlalchemy import select

from hrcn_community.accounts.models import Membership, SiteRole, SpaceRole
from hrcn_community.accounts.standing_events import RoleChanged
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions import inviting
from hrcn_community.consultations.actions.handing_over import give_to, may_lead, next_to_lead
from hrcn_community.consultations.actions.moves import (
    forget_told,
    let_out,
    need_words,
    say_at_work,
)
from hrcn_community.consultations.events import LeadHandedOn
from hrcn_community.consultations.models import Case, Kind, NotEligible, NotFromHere
from hrcn_community.consultations.queries.availability import is_away
from hrcn_community.consultations.queries.people import ids_of
from hrcn_community.consultations.transitions import LED_STILL, OPEN, State
from hrcn_community.core.db import db
from hrcn_community.core.events import record

OF_THE_CORE = (SpaceRole.LEAD, SpaceRole.SIGNER)


def hand_lead_on(case: Case, person_id: int, reason: str, *, by: Viewer) -> None:
    """Let another lead from now on; of two who hand it on at once, one is told that it is theirs no more."""
    need_words(reason)
    db.session.flush()  # a refresh would undo what was not written yet
    db.session.refresh(case, ["state", "signed_revision"], with_for_update=True)
    if case.state not in OPEN or by.id not in ids_of(case, SpaceRole.LEAD):
        raise NotFromHere
    if not may_lead(case.id, person_id) or is_away(person_id):
        raise NotEligible
    say_at_work(case, Kind.REASON, reason, by=by, role=SpaceRole.LEAD)
    give_to(case.id, by.id, person_id)
    record(LeadHandedOn(case_id=case.id, person_id=person_id), by=by.id)


def let_former_lead_go(event: RoleChanged) -> None:
    """Give the cases of somebody who is of the core team no more to whose turn it is; they read them no longer."""
    if event.was != SiteRole.CORE:
        return
    mine = Membership.person_id == event.person_id, Membership.role.in_(OF_THE_CORE)
    there = Case.working_space_id.in_(select(Membership.space_id).where(*mine))
    for case in db.session.scalars(select(Case).where(there).order_by(Case.id)).all():
        inviting.hold(case)
        _replace(case, event.person_id)


def _replace(case: Case, person_id: int) -> None:
    """Let another lead and sign. A signature that is not delivered yet goes: its text is signed anew."""
    leads, signs = (person_id in ids_of(case, role) for role in OF_THE_CORE)
    if not leads and person_id in ids_of(case, SpaceRole.TRIAGER):
        return  # of the desk still, and signs by its delegation
    if signs and case.state == State.SIGN_OFF:
        case.signed_revision = None
    follows = next_to_lead(case.id, (person_id,)) if leads and case.state in LED_STILL else None
    if follows:
        give_to(case.id, person_id, follows)
        record(LeadHandedOn(case_id=case.id, person_id=follows))
    for role in OF_THE_CORE:
        let_out(case, person_id, role)
    forget_told(case, person_id)
