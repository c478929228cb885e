"""Who is told of what happens to a case, and in which words.

A notice and a mail about a case bear its reference and a link; never its words, never a name.
"""

from collections.abc import Iterable

from sqlalchemy import select

from hrcn_community.accounts.models import Membership, SpaceRole
from hrcn_community.consultations.clock_notices import CLOCK_WORDS
from hrcn_community.consultations.events import (
    CaseMoved,
    CaseNoteWritten,
    CaseRemovalWarned,
    ExpertProposed,
    PapersAdded,
    ReviewerAnswered,
    ReviewerInvited,
    SignerNamed,
    TierTightened,
)
from hrcn_community.consultations.models import Case, CaseInvitation, CaseVersion, Stand
from hrcn_community.consultations.publishing_notices import COPY_WORDS
from hrcn_community.consultations.queries.people import ids_of
from hrcn_community.consultations.queries.story import next_roles
from hrcn_community.consultations.transitions import Deed, State
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.topics import Topic, Words

ENDED = (State.WITHDRAWN, State.CLOSED, State.DECLINED, State.ANSWERED_BY_EXISTING)
WORKERS = (SpaceRole.LEAD, SpaceRole.ADVISOR, SpaceRole.REVIEWER, SpaceRole.SIGNER)

# To the asker, at each state that the case reaches.
ASKER_WORDS = {
    "case.triage": _l("%(title)s: your question was taken up"),
    "case.needs_info": _l("%(title)s: you are asked for more"),
    "case.declined": _l("%(title)s: your question could not be taken on; read why"),
    "case.answered_by_existing": _l("%(title)s: you are pointed to existing work"),
    "case.scoped": _l("%(title)s: please confirm what will be answered"),
    "case.matching": _l("%(title)s: an expert is being looked for"),
    "case.invited": _l("%(title)s: an expert was invited"),
    "case.assigned": _l("%(title)s: an expert without a conflict of interest has taken your case"),
    "case.drafting": _l("%(title)s: your answer is being drafted"),
    "case.awaiting_requester": _l("%(title)s: your expert asks you something"),
    "case.peer_review": _l("%(title)s: a second expert reads the draft"),
    "case.changes_requested": _l("%(title)s: the draft is being changed after its review"),
    "case.sign_off": _l("%(title)s: the answer is reviewed and waits for a signature"),
    "case.delivered": _l("%(title)s: your answer is there"),
    "case.clarification": _l("%(title)s: your question about the answer was received"),
    "case.closed": _l("%(title)s is closed"),
    "case.withdrawn": _l("%(title)s was withdrawn"),
}
# To the asker where a deed says more than the state that it leads to.
DEED_WORDS = {
    "case.correcting": _l("%(title)s: your answer is being corrected; read what was wrong"),
    "case.corrected": _l("%(title)s: a corrected version of your answer is there"),
    "case.correction_dropped": _l(
        "%(title)s: the correction was dropped, the answer stands; read why"
    ),
    "case.clarified": _l("%(title)s: your question about the answer was answered"),
}
KINDS = {
    Deed.CORRECT: "case.correcting",
    Deed.DROP: "case.correction_dropped",
    Deed.CLARIFY: "case.clarified",
}
# Here nobody has answered an author, though it is drafted from now on.
NOT_ASKED = {(State.DRAFTING, Deed.CORRECT), (State.DRAFTING, Deed.DRAFT)}
# To whoever has the next move.
NEXT_WORDS = {
    "case.next.submitted": _l("%(title)s was submitted and waits to be taken up"),
    "case.next.triage": _l("%(title)s: the asker has answered what was asked"),
    "case.next.needs_info": ASKER_WORDS["case.needs_info"],
    "case.next.scoped": ASKER_WORDS["case.scoped"],
    "case.next.matching": _l("%(title)s needs an expert"),
    "case.next.assigned": _l("%(title)s is yours to answer"),
    "case.next.drafting": _l("%(title)s: the asker has answered you"),
    "case.next.awaiting_requester": ASKER_WORDS["case.awaiting_requester"],
    "case.next.peer_review": _l("%(title)s: a draft waits for your review"),
    "case.next.changes_requested": _l("%(title)s: your draft should be changed"),
    "case.next.sign_off": _l("%(title)s: an answer waits for your signature"),
    "case.next.delivered": ASKER_WORDS["case.delivered"],
    "case.next.followup_due": _l("%(title)s: please tell what became of the answer"),
    "case.next.clarification": _l("%(title)s: the asker has a question about your answer"),
}
WORDS: Words = {
    Topic.ADVICE: {
        **ASKER_WORDS,
        **DEED_WORDS,
        **NEXT_WORDS,
        **COPY_WORDS,
        "case.you_are_invited": _l("%(title)s: you are invited to advise. Please declare first"),
        "case.proposed": _l("%(title)s: an expert was proposed"),
        "case.reviewer_answered": _l("%(title)s: the invited reviewer has answered"),
        "case.signer": _l("%(title)s: you were asked to sign the answer"),
        "case.signed": _l("%(title)s: the answer is signed and can be delivered"),
        "case.tightened": _l("%(title)s: the circle of readers has become smaller"),
        "case.papers": _l("%(title)s: documents were added"),
        "case.note": _l("%(title)s: there is a new note among those who work on it"),
        "case.ended": _l("%(title)s has ended"),
        "case.removal": _l("%(title)s will soon be removed, as it ended long ago"),
        **CLOCK_WORDS,
    }
}


def tell_of_move(event: CaseMoved, entry: Entry) -> None:
    """Tell whoever has the next move, and the asker."""
    case = db.session.get_one(Case, event.case_id)
    if event.deed == Deed.SIGN:
        _tell(case, ids_of(case, SpaceRole.LEAD), "case.signed", entry)
    if event.before == event.state:
        return
    if kind := _kind_of(case, event):  # first: of one event nobody is told twice
        _tell(case, ids_of(case, SpaceRole.ASKER), kind, entry)
    if event.deed == Deed.DROP:
        _tell(case, _bearers(case, WORKERS), "case.correction_dropped", entry)
    if case.state == event.state and (event.state, event.deed) not in NOT_ASKED:
        _tell_next(case, entry)
    if event.state in ENDED:
        _tell(case, _bearers(case, WORKERS), "case.ended", entry)
    if f"case.{event.state}" in ASKER_WORDS:
        _tell(case, ids_of(case, SpaceRole.ASKER), f"case.{event.state}", entry)


def tell_of_proposal(event: ExpertProposed, entry: Entry) -> None:
    invitation = db.session.get_one(CaseInvitation, event.invitation_id)
    case = db.session.get_one(Case, invitation.case_id)
    _tell(case, ids_of(case, SpaceRole.LEAD), "case.proposed", entry)


def tell_reviewer(event: ReviewerInvited, entry: Entry) -> None:
    invitation = db.session.get_one(CaseInvitation, event.invitation_id)
    if invitation.stand == Stand.INVITED:
        case = db.session.get_one(Case, invitation.case_id)
        _invite(case, [invitation.person_id], entry)


def tell_of_reviewer(event: ReviewerAnswered, entry: Entry) -> None:
    invitation = db.session.get_one(CaseInvitation, event.invitation_id)
    case = db.session.get_one(Case, invitation.case_id)
    _tell(case, ids_of(case, SpaceRole.LEAD), "case.reviewer_answered", entry)


def tell_signer(event: SignerNamed, entry: Entry) -> None:
    case = db.session.get_one(Case, event.case_id)
    _tell(case, [event.person_id], "case.signer", entry)


def tell_of_tier(event: TierTightened, entry: Entry) -> None:
    case = db.session.get_one(Case, event.case_id)
    _tell(case, _bearers(case, (*WORKERS, SpaceRole.TRIAGER)), "case.tightened", entry)


def tell_of_papers(event: PapersAdded, entry: Entry) -> None:
    """Tell whoever may open them: who asked, and who declared no conflict. Nobody else learns of them."""
    case = db.session.get_one(Case, event.case_id)
    here = select(Membership.person_id).where(Membership.space_id == case.papers_space_id)
    people, address = db.session.scalars(here).all(), f"{case.address}/papers"
    _send(case, people, "case.papers", entry, case.papers_space_id, address)


def tell_of_note(event: CaseNoteWritten, entry: Entry) -> None:
    case = db.session.get_one(Case, event.case_id)
    people = _bearers(case, (SpaceRole.LEAD, SpaceRole.ADVISOR, SpaceRole.REVIEWER))
    _send(case, people, "case.note", entry, case.working_space_id, f"{case.address}/work")


def tell_of_removal(event: CaseRemovalWarned, entry: Entry) -> None:
    """Tell who asked, who leads and who advised that the case will go; who asked can keep it once more."""
    case = db.session.get(Case, event.case_id)
    if case:
        roles = (SpaceRole.ASKER, SpaceRole.LEAD, SpaceRole.ADVISOR)
        _tell(case, _bearers(case, roles), "case.removal", entry)


def _kind_of(case: Case, event: CaseMoved) -> str:
    if event.deed == Deed.DELIVER and _was_delivered_before(case):
        return "case.corrected"
    return KINDS.get(Deed(event.deed), "")


def _was_delivered_before(case: Case) -> bool:
    again = select(CaseVersion.id).where(CaseVersion.case_id == case.id, CaseVersion.number > 1)
    return db.session.scalar(again.limit(1)) is not None


def _tell_next(case: Case, entry: Entry) -> None:
    if case.state == State.INVITED:
        return  # whoever was invited is told of that themselves (matching_notices.py)
    has_reviewer = bool(ids_of(case, SpaceRole.REVIEWER))
    kind = f"case.next.{case.state}"
    if kind in NEXT_WORDS:
        _tell(case, _bearers(case, next_roles(case, has_reviewer)), kind, entry)


def _invite(case: Case, people: Iterable[int], entry: Entry) -> None:
    """Tell somebody who is not inside, and of whom nothing but the reference is known there yet."""
    _send(case, people, "case.you_are_invited", entry, None, f"{case.address}/invitation")


def _tell(case: Case, people: Iterable[int], kind: str, entry: Entry) -> None:
    _send(case, people, kind, entry, case.asking_space_id, case.address)


def _send(
    case: Case,
    people: Iterable[int],
    kind: str,
    entry: Entry,
    space_id: int | None,
    address: str,
) -> None:
    tell(people, kind, entry, address, space_id=space_id, title=case.ref, names_actor=False)


def _bearers(case: Case, roles: Iterable[str]) -> set[int]:
    return {person_id for role in roles for person_id in ids_of(case, role)}
