"""Handing the lead of a case to another of the core team, with a reason that those who work on it read."""

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions.handing_over import give_to, may_lead
from hrcn_community.consultations.actions.moves import need_words, say_at_work
from hrcn_community.consultations.events import LeadHandedOn
from hrcn_community.consultations.models import Case, Kind, NotEligible, NotFromHere
from hrcn_community.consultations.queries.availability import is_away
from hrcn_community.consultations.queries.people import ids_of
from hrcn_community.consultations.transitions import OPEN
from hrcn_community.core.db import db
from hrcn_community.core.events import record


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
