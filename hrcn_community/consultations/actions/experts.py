"""Finding an expert: proposing, inviting, declaring on conflict of interest, stepping back."""

from sqlalchemy import select

from hrcn_community.accounts.models import Membership, Person, SiteRole, SpaceRole, Standing
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions.moves import (
    hide_papers,
    let_in,
    let_out,
    move,
    need_words,
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
    Stand,
)
from hrcn_community.consultations.queries.availability import is_available
from hrcn_community.consultations.queries.people import excluded_ids, ids_of
from hrcn_community.consultations.transitions import Deed, State
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record

ADVISOR, REVIEWER = SpaceRole.ADVISOR, SpaceRole.REVIEWER
REVIEWER_IN = (
    State.ASSIGNED,
    State.DRAFTING,
    State.AWAITING_REQUESTER,
    State.PEER_REVIEW,
    State.CHANGES_REQUESTED,
)
AGAIN = (Stand.PROPOSED, Stand.RESCINDED)


def propose_expert(case: Case, person_id: int, role: str, *, by: Viewer) -> CaseInvitation:
    """Think of somebody as advisor or reviewer; only the lead invites them."""
    _check(case, person_id, role)
    if role == ADVISOR:
        move(case, Deed.PROPOSE, by=by)
    invitation = _thought_of(case, person_id, role, by)
    record(ExpertProposed(invitation_id=invitation.id), by=by.id)
    return invitation


def invite_expert(case: Case, person_id: int, role: str, *, by: Viewer) -> CaseInvitation:
    """Invite somebody as advisor or reviewer. They learn no more than the title until they declare."""
    _check(case, person_id, role)
    invitation = _thought_of(case, person_id, role, by)
    invitation.stand = Stand.INVITED
    invitation.confirmed_by_id, invitation.confirmed_at = by.id, clock.now()
    if role == ADVISOR:
        move(case, Deed.INVITE, by=by)
    else:
        record(ReviewerInvited(invitation_id=invitation.id), by=by.id)
    return invitation


def rescind(case: Case, reason: str, *, by: Viewer) -> None:
    """Take back the invitation of an expert who does not answer."""
    move(case, Deed.RESCIND, by=by, reason=reason)
    for invitation in _open_invitations(case, ADVISOR):
        invitation.stand = Stand.RESCINDED
    say_at_work(case, Kind.DECLARATION, reason, by=by, role=SpaceRole.LEAD)


def declare(invitation: CaseInvitation, has_conflict: bool, text: str, *, by: Viewer) -> None:
    """Say whether there is a conflict of interest: without one the case opens, with one never."""
    case = _locked(invitation, (Stand.INVITED,))
    invitation.declared_at = clock.now()
    if has_conflict:
        need_words(text)
    _follow_declaration(invitation, has_conflict, text, by)
    if has_conflict:
        invitation.stand = Stand.CONFLICT
    else:
        invitation.stand = Stand.ACCEPTED
        let_in(case, by.id, SpaceRole(invitation.role))
        show_papers(case, by.id, SpaceRole(invitation.role))
    if text.strip():
        say_at_work(case, Kind.DECLARATION, text, by=by, role=invitation.role)


def recuse(invitation: CaseInvitation, reason: str, *, by: Viewer) -> None:
    """Step back, before or after declaring; the case opens no more to whoever does."""
    need_words(reason)
    case = _locked(invitation, (Stand.INVITED, Stand.ACCEPTED))
    if invitation.role == ADVISOR:
        move(case, Deed.RECUSE, by=by, reason=reason)
        case.draft_post_id = case.reviewed_revision = case.signed_revision = None
    else:
        _reviewer_steps_back(invitation, by)
    invitation.stand = Stand.RECUSED
    say_at_work(case, Kind.DECLARATION, reason, by=by, role=invitation.role)
    let_out(case, by.id, SpaceRole(invitation.role))
    hide_papers(case, by.id)


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
    if role == REVIEWER and _open_invitations(case, REVIEWER):
        raise NotFromHere
    _check_three(case, person_id, role)
    if not is_available(person_id):
        raise NotAvailable


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
        found.case = case
        db.session.add(found)
    elif found.stand not in AGAIN:
        raise NotEligible
    found.role, found.stand = role, Stand.PROPOSED
    found.proposed_by_id, found.proposed_at = by.id, clock.now()
    db.session.flush()
    return found


def _open_invitations(case: Case, role: str) -> list[CaseInvitation]:
    return list(
        db.session.scalars(
            select(CaseInvitation).where(
                CaseInvitation.case_id == case.id,
                CaseInvitation.role == role,
                CaseInvitation.stand == Stand.INVITED,
            )
        )
    )


def _locked(invitation: CaseInvitation, stands: tuple[Stand, ...]) -> Case:
    db.session.flush()  # a refresh would undo what was not written yet
    db.session.refresh(invitation, ["stand"], with_for_update=True)
    if invitation.stand not in stands:
        raise NotFromHere
    return invitation.case


def _follow_declaration(
    invitation: CaseInvitation, has_conflict: bool, text: str, by: Viewer
) -> None:
    if invitation.role == REVIEWER:
        record(ReviewerAnswered(invitation_id=invitation.id), by=by.id)
        return
    deed = Deed.DECLARE_CONFLICT if has_conflict else Deed.ACCEPT
    move(invitation.case, deed, by=by, reason=text)


def _reviewer_steps_back(invitation: CaseInvitation, by: Viewer) -> None:
    if invitation.case.state not in REVIEWER_IN:
        raise NotFromHere
    record(ReviewerAnswered(invitation_id=invitation.id), by=by.id)
