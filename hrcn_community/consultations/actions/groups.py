"""Several who answer a case together, and the one of them who hands the draft over. Nothing here commits."""

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions import inviting
from hrcn_community.consultations.events import GroupBegun, RapporteurNamed
from hrcn_community.consultations.models import Case, CaseGroup, NotFromHere
from hrcn_community.consultations.queries.groups import co_authors, group_of
from hrcn_community.consultations.transitions import State
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.core.words import _l

CAN_BEGIN = (State.MATCHING, State.INVITED, *inviting.JOINING)


class NotRapporteur(Refusal):
    message = _l(
        "Several answer this case together, and its rapporteur hands the draft over. "
        "What you wrote in it is kept."
    )


def begin_group(case: Case, *, by: Viewer) -> None:
    """Let several answer the case together; whoever works on it already is the rapporteur."""
    inviting.hold(case)
    at_work = co_authors(case)
    first = at_work[0].person_id if at_work else None
    values = {"case_id": case.id, "rapporteur_id": first, "begun_at": clock.now()}
    if case.state not in CAN_BEGIN or not insert_or_ignore(CaseGroup, **values):
        raise NotFromHere
    record(GroupBegun(case_id=case.id), by=by.id)


def name_rapporteur(case: Case, person_id: int, *, by: Viewer) -> None:
    """Let another of those who answer together hand the draft over."""
    inviting.hold(case)
    group = group_of(case)
    if group is None or person_id not in {each.person_id for each in co_authors(case)}:
        raise NotFromHere
    group.rapporteur_id = person_id
    record(RapporteurNamed(case_id=case.id, person_id=person_id), by=by.id)


def need_rapporteur(case: Case, by: Viewer) -> None:
    """Refuse whoever is one of several and not their rapporteur."""
    group = db.session.get(CaseGroup, case.id)
    if group and group.rapporteur_id != by.id:
        raise NotRapporteur
