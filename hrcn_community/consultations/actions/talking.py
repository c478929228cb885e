"""The deeds that say something to the asker, or that the asker says, and move the case with it."""

from datetime import timedelta

from hrcn_community.accounts.models import Person, SiteRole, SpaceRole
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions import inviting
from hrcn_community.consultations.actions.asking import give_lead
from hrcn_community.consultations.actions.moves import (
    move,
    need_words,
    role_of,
    say,
    say_at_work,
)
from hrcn_community.consultations.events import CaseNoteWritten
from hrcn_community.consultations.models import Case, Kind, NotEligible, NotFromHere
from hrcn_community.consultations.queries.people import excluded_ids, ids_of
from hrcn_community.consultations.transitions import Deed
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record

REOPENING = timedelta(days=30)
KINDS = {
    Deed.ASK_FOR_MORE: Kind.MESSAGE,
    Deed.INFORM: Kind.MESSAGE,
    Deed.ASK_REQUESTER: Kind.MESSAGE,
    Deed.ASK_CLARIFICATION: Kind.MESSAGE,
    Deed.CLARIFY: Kind.MESSAGE,
    Deed.SCOPE: Kind.SCOPE,
    Deed.QUESTION_SCOPE: Kind.REASON,
    Deed.DECLINE: Kind.REASON,
    Deed.POINT_TO_EXISTING: Kind.REASON,
    Deed.CLOSE: Kind.REASON,
    Deed.REOPEN: Kind.REASON,
    Deed.WITHDRAW: Kind.REASON,
}
BY_ASKER = {
    Deed.INFORM,
    Deed.QUESTION_SCOPE,
    Deed.CONFIRM_SCOPE,
    Deed.ASK_CLARIFICATION,
    Deed.REOPEN,
    Deed.WITHDRAW,
}
WORDLESS = {Deed.WITHDRAW}


def speak(case: Case, deed: Deed, text: str, *, by: Viewer) -> None:
    """Do a deed that consists of words to the other side."""
    if deed not in WORDLESS:
        need_words(text)
    if deed == Deed.REOPEN and clock.now() - case.moved_at > REOPENING:
        raise NotFromHere
    move(case, deed, by=by, reason=text)
    if deed == Deed.WITHDRAW:
        inviting.take_all_back(case)
    if text.strip():
        say(case, KINDS[deed], text, by=by, role=_speaks_as(case, deed, by))


def take_up(case: Case, lead_id: int | None = None, *, by: Viewer) -> None:
    """Begin the triage; a case without a lead gets one now: the one named, else whose turn it is."""
    if lead_id:
        _check_lead(case, lead_id)
    move(case, Deed.TAKE_UP, by=by)
    give_lead(case, lead_id)


def confirm_scope(case: Case, *, by: Viewer) -> None:
    move(case, Deed.CONFIRM_SCOPE, by=by)


def note(case: Case, text: str, *, by: Viewer) -> None:
    """Write something to the others who work on the case."""
    need_words(text)
    say_at_work(case, Kind.NOTE, text, by=by, role=role_of(case, by))
    record(CaseNoteWritten(case_id=case.id), by=by.id)


def _check_lead(case: Case, person_id: int) -> None:
    """Refuse whoever is not of the core team, asks, or is excluded."""
    person = db.session.get_one(Person, person_id)
    skipped = {*excluded_ids(case), *ids_of(case, SpaceRole.ASKER)}
    if person.site_role != SiteRole.CORE or person_id in skipped:
        raise NotEligible


def _speaks_as(case: Case, deed: Deed, by: Viewer) -> str:
    is_asker = SpaceRole.ASKER in by.roles_in(case.asking_space_id)
    if deed in BY_ASKER or (deed == Deed.CLOSE and is_asker):
        return SpaceRole.ASKER
    return role_of(case, by)
