"""Finding an expert: proposing, inviting, declaring on conflict of interest, stepping back."""

from sqlalchemy import select

from hrcn_community.accounts.models import Membership, Person, SiteRole, SpaceRole, Standing
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions import inviting
from hrcn_community.consultations.actions.declaring import need_general_declaration
from hrcn_community.consultations.actions.leaving import REVIEWER_IN, leave
from hrcn_community.consultations.actions.moves import (
    let_in,
    let_out,
    move,
    need_words,
    not_now,
    say_at_work,
    show_papers,
)
from hrcn_community.consultations.events import (
    ExpertProposed,
    ReviewerAnswered,
    ReviewerInvited,
    SignerNamed,
)
from hrcn_community.consultations.models import (
    Case,
    CaseInvitation,
    Kind,
    NotAvailable,
    NotEligible,
    NotFromHere,
    NotThreePeople,
    Outcome,
    Stand,
)
from hrcn_community.consultations.queries.availability import is_available
from hrcn_community.consultations.queries.matching import standing_of
from hrcn_community.consultations.queries.people import AGAIN, excluded_ids, ids_of
from hrcn_community.consultations.transitions import Deed, State
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record

ADVISOR, REVIEWER = SpaceRole.ADVISOR, SpaceRole.REVIEWER


def propose_expert(case: Case, person_id: int, role: str, *, by: Viewer) -> CaseInvitation:
    """Think of somebody as advisor or reviewer; only the lead invites them."""
    inviting.hold(case)
    _check(case, person_id, role)
    if role == ADVISOR:
        move(case, Deed.PROPOSE, by=by)
    invitation = _thought_of(case, person_id, role, by)
    record(ExpertProposed(invitation_id=invitation.id), by=by.id)
    return invitation


def invite_expert(case: Case, person_id: int, role: str, *, by: Viewer) -> CaseInvitation:
    """Invite somebody as advisor or reviewer. They learn no more than the title until they declare."""
    inviting.hold(case)
    _check(case, person_id, role)
    invitation = _thought_of(case, person_id, role, by)
    invitation.stand = Stand.INVITED
    invitation.confirmed_by_id, invitation.confirmed_at = by.id, clock.now()
    if role == ADVISOR:
        inviting.ask_advisor(invitation, by=by)
    else:
        record(ReviewerInvited(invitation_id=invitation.id), by=by.id)
    inviting.begin_time(invitation)
    return invitation


def rescind(case: Case, reason: str, only: int | None = None, *, by: Viewer) -> None:
    """Take back the invitations that nobody answered, or one; where nobody is left, another is sought."""
    need_words(reason)
    inviting.hold(case)
    found = [each for each in inviting.all_open(case) if only in (None, each.person_id)]
    if not found:
        raise not_now(case)
    for invitation in found:
        inviting.take_back(invitation)
    if case.state == State.INVITED and not inviting.open_invitations(case):
        move(case, Deed.RESCIND, by=by, reason=reason)
    say_at_work(case, Kind.DECLARATION, reason, by=by, role=SpaceRole.LEAD)


def declare(invitation: CaseInvitation, has_conflict: bool, text: str, *, by: Viewer) -> None:
    """Say whether there is a conflict of interest: without one the case opens, with one never."""
    case = _locked(invitation, (Stand.INVITED,))
    invitation.declared_at = clock.now()
    if has_conflict:
        need_words(text)
    else:
        need_general_declaration(by.id)
        _check_three(case, by.id, invitation.role)
    _follow_declaration(invitation, has_conflict, text, by)
    invitation.stand = Stand.CONFLICT if has_conflict else Stand.ACCEPTED
    inviting.end_time(invitation, Outcome(invitation.stand))
    if not has_conflict:
        let_in(case, by.id, SpaceRole(invitation.role))
        show_papers(case, by.id, SpaceRole(invitation.role))
    if text.strip():
        say_at_work(case, Kind.DECLARATION, text, by=by, role=invitation.role)


def recuse(invitation: CaseInvitation, reason: str, *, by: Viewer) -> None:
    """Step back, before or after declaring; the case opens no more to whoever does."""
    need_words(reason)
    case = _locked(invitation, (Stand.INVITED, Stand.ACCEPTED))
    stand = Stand.DECLINED if invitation.is_open else Stand.RECUSED
    leave(invitation, stand, reason, by=by)
    say_at_work(case, Kind.DECLARATION, reason, by=by, role=invitation.role)


def name_signer(case: Case, person_id: int, *, by: Viewer) -> None:
    """Let a triager of the case, or the lead, sign the answer."""
    if person_id not in {*ids_of(case, SpaceRole.TRIAGER), *ids_of(case, SpaceRole.LEAD)}:
        raise NotEligible
    if case.state not in (*REVIEWER_IN, State.SIGN_OFF) or case.is_signed:
        raise NotFromHere
    _check_three(case, person_id, SpaceRole.SIGNER)
    for former in ids_of(case, SpaceRole.SIGNER):
        let_out(case, former, SpaceRole.SIGNER)
    let_in(case, person_id, SpaceRole.SIGNER)
    record(SignerNamed(case_id=case.id, person_id=person_id), by=by.id)


def _check(case: Case, person_id: int, role: str) -> None:
    """Refuse whoever may not take this part, and a part that is not vacant."""
    person = db.session.get(Person, person_id)
    if not person or (person.site_role, person.standing) != (SiteRole.ADVISOR, Standing.MEMBER):
        raise NotEligible
    if person_id in {*excluded_ids(case), *ids_of(case, SpaceRole.ASKER)}:
        raise NotEligible
    if role == REVIEWER and (case.state not in REVIEWER_IN or ids_of(case, REVIEWER)):
        raise NotFromHere
    if role == REVIEWER and inviting.open_invitations(case, REVIEWER):
        raise NotFromHere
    if not is_available(person_id):
        raise NotAvailable
    if standing_of(case).keeps_out(person_id):
        raise NotEligible
    _check_three(case, person_id, role)


def _check_three(case: Case, person_id: int, role: str) -> None:
    """Author, reviewer and signer are three people."""
    others = {ADVISOR, REVIEWER, SpaceRole.SIGNER} - {role}
    held = db.session.scalar(
        select(Membership.role).where(
            Membership.space_id == case.working_space_id,
            Membership.person_id == person_id,
            Membership.role.in_(others),
        )
    )
    if held:
        raise NotThreePeople


def _thought_of(case: Case, person_id: int, role: str, by: Viewer) -> CaseInvitation:
    """Return the line on this person, new or thought of again; a conflict stays a conflict."""
    found = db.session.scalar(
        select(CaseInvitation).where(
            CaseInvitation.case_id == case.id, CaseInvitation.person_id == person_id
        )
    )
    if found is None:
        found = CaseInvitation(case_id=case.id, person_id=person_id)
        db.session.add(found)
    elif found.stand not in AGAIN:
        raise NotEligible
    found.case = case
    found.role, found.stand = role, Stand.PROPOSED
    found.proposed_by_id, found.proposed_at = by.id, clock.now()
    db.session.flush()
    return found


def _locked(invitation: CaseInvitation, stands: tuple[Stand, ...]) -> Case:
    """Hold the case, then the invitation: whoever comes second reads what became of it."""
    inviting.hold(invitation.case)
    db.session.refresh(invitation, ["stand"], with_for_update=True)
    if invitation.stand not in stands:
        raise inviting.OVER.get(invitation.stand, NotFromHere)()
    return invitation.case


def _follow_declaration(
    invitation: CaseInvitation, has_conflict: bool, text: str, by: Viewer
) -> None:
    if invitation.role == REVIEWER:
        record(ReviewerAnswered(invitation_id=invitation.id), by=by.id)
        return
    if has_conflict:
        inviting.turn_down(invitation, Deed.DECLARE_CONFLICT, text, by=by)
    else:
        inviting.accept_as_advisor(invitation, by=by)
