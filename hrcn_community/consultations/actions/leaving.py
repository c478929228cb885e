"""How somebody leaves a case: the others stay at work; only when nobody is left another expert is sought."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from hrcn_community.accounts.models import Membership, Person, SiteRole, SpaceRole, Standing
from hrcn_community.accounts.standing_events import PersonSuspended, RoleChanged
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions import copies, inviting
from hrcn_community.consultations.actions.moves import forget_told, hide_papers, let_out, move
from hrcn_community.consultations.events import (
    ExpertAnswered,
    InvitationEnded,
    RapporteurNamed,
    ReviewerAnswered,
)
from hrcn_community.consultations.models import (
    Case,
    CaseInvitation,
    CaseVersion,
    CaseVersionPerson,
    NotFromHere,
    Outcome,
    Stand,
)
from hrcn_community.consultations.queries.groups import co_authors, group_of
from hrcn_community.consultations.transitions import AT_WORK, Deed, State
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.privacy.events import ErasureAsked
from hrcn_community.privacy.models import Erasure

REVIEWER_IN = (
    State.ASSIGNED,
    State.DRAFTING,
    State.AWAITING_REQUESTER,
    State.PEER_REVIEW,
    State.CHANGES_REQUESTED,
)
AT_STAKE = (
    State.MATCHING,
    State.INVITED,
    *AT_WORK,
)  # while another is sought a reviewer is in it still
OUTCOMES = {Stand.DECLINED: Outcome.DECLINED, Stand.LOST: Outcome.LOST}
LOST = "They may not advise any more."


def leave(invitation: CaseInvitation, stand: Stand, reason: str, *, by: Viewer | None) -> None:
    """Let somebody out, who was invited or at work; the case must be held already."""
    was_open = invitation.is_open
    invitation.stand = stand
    if invitation.role == SpaceRole.REVIEWER:
        _reviewer_leaves(invitation, by)
    elif was_open:
        inviting.turn_down(invitation, Deed.RECUSE, reason, by=by)
    else:
        _advisor_leaves(invitation, reason, by)
    if was_open:
        inviting.end_time(invitation, OUTCOMES[stand])
    _close(invitation)


def _close(invitation: CaseInvitation) -> None:
    """Close the case to somebody: its rooms, its papers, and what they were told of it."""
    case = invitation.case
    let_out(case, invitation.person_id, SpaceRole(invitation.role))
    hide_papers(case, invitation.person_id)
    forget_told(case, invitation.person_id)
    if invitation.role == SpaceRole.ADVISOR:
        copies.go_on_without(case)


def let_suspended_go(event: PersonSuspended) -> None:
    """Whoever is suspended leaves the cases at work; what they delivered opens to them once they are back."""
    _let_go(event.person_id, AT_STAKE)


def let_former_advisor_go(event: RoleChanged) -> None:
    """Whoever is an advisor no more reads no case they advised in; what they wrote stays theirs by name."""
    if event.was == SiteRole.ADVISOR:
        _let_go(event.person_id, tuple(State))


def _let_go(person_id: int, states: Sequence[State]) -> None:
    for case, invitation_id in _parts(person_id, states):
        inviting.hold(case)
        invitation = db.session.get_one(CaseInvitation, invitation_id, populate_existing=True)
        invitation.case = case
        if invitation.stand not in (Stand.INVITED, Stand.ACCEPTED):
            continue
        if case.state in AT_STAKE and not _has_reviewed(invitation):
            _lose(invitation)
        else:
            if invitation.is_open:
                invitation.stand = Stand.LOST
                inviting.end_time(invitation, Outcome.LOST)
            _close(invitation)


def let_absent_go(case: Case) -> None:
    """Let nobody hold up a correction who is away for good: suspended, or shut out after the delivery."""
    here = select(Membership.person_id).where(Membership.space_id == case.working_space_id)
    member = select(Person.id).where(Person.standing == Standing.MEMBER)
    absent = or_(CaseInvitation.person_id.not_in(here), CaseInvitation.person_id.not_in(member))
    parts = CaseInvitation.case_id == case.id, CaseInvitation.stand == Stand.ACCEPTED
    for invitation in db.session.scalars(select(CaseInvitation).where(*parts, absent)).all():
        invitation.case = case
        _lose(invitation)


def let_newcomers_go(case: Case) -> None:
    """Let out who came in for a correction that is dropped, and stands for nothing that was delivered."""
    versions = select(CaseVersion.id).where(CaseVersion.case_id == case.id)
    stand_for_one = select(CaseVersionPerson.person_id).where(
        CaseVersionPerson.version_id.in_(versions)
    )
    came = CaseInvitation.case_id == case.id, CaseInvitation.stand == Stand.ACCEPTED
    new = select(CaseInvitation).where(*came, CaseInvitation.person_id.not_in(stand_for_one))
    for invitation in db.session.scalars(new).all():
        invitation.case, invitation.stand = case, Stand.RESCINDED
        if invitation.role == SpaceRole.ADVISOR and (others := co_authors(case)):
            _pass_on(case, invitation.person_id, others[0].person_id)
        _close(invitation)


def let_leaving_author_go(event: ErasureAsked) -> None:
    """Let no copy wait for the consent of somebody who is about to be erased."""
    person_id = db.session.get_one(Erasure, event.erasure_id).person_id
    for case, _ in _parts(person_id, tuple(State)):
        inviting.hold(case)
        copies.go_on_without(case)


def _lose(invitation: CaseInvitation) -> None:
    leave(invitation, Stand.LOST, LOST, by=None)
    record(InvitationEnded(invitation_id=invitation.id, outcome=Outcome.LOST))


def _has_reviewed(invitation: CaseInvitation) -> bool:
    """Was it approved already by this reviewer, whose part is done with that?"""
    return invitation.role == SpaceRole.REVIEWER and invitation.case.state == State.SIGN_OFF


def _parts(person_id: int, states: Sequence[State]) -> Sequence[tuple[Case, int]]:
    rows = db.session.execute(
        select(Case, CaseInvitation.id)
        .join(CaseInvitation, CaseInvitation.case_id == Case.id)
        .where(CaseInvitation.person_id == person_id)
        .where(CaseInvitation.stand.in_([Stand.INVITED, Stand.ACCEPTED]))
        .where(Case.state.in_(states))
        .order_by(Case.id)
    ).all()
    return [(row[0], row[1]) for row in rows]


def _advisor_leaves(invitation: CaseInvitation, reason: str, by: Viewer | None) -> None:
    case, others = invitation.case, co_authors(invitation.case)
    if others:
        if case.state not in AT_WORK:
            raise NotFromHere
        _pass_on(case, invitation.person_id, others[0].person_id)
        record(ExpertAnswered(invitation_id=invitation.id), by=by.id if by else None)
        return
    if invitation.stand == Stand.LOST and case.state == State.MATCHING:
        return  # of several who are lost at once, the first opened it again
    seek_another(case, reason, by=by)


def seek_another(case: Case, reason: str, *, by: Viewer | None) -> None:
    """Open a case again of which nobody is left who answers it: another begins anew."""
    move(case, Deed.RECUSE, by=by, reason=reason)
    case.draft_post_id = case.reviewed_revision = case.signed_revision = None
    if group := group_of(case):
        group.rapporteur_id = None
    if inviting.open_invitations(case):  # somebody is asked still: the case waits for them
        move(case, Deed.INVITE, by=None)


def _pass_on(case: Case, from_id: int, to_id: int) -> None:
    group = group_of(case)
    if group and group.rapporteur_id == from_id:
        group.rapporteur_id = to_id
        record(RapporteurNamed(case_id=case.id, person_id=to_id))


def _reviewer_leaves(invitation: CaseInvitation, by: Viewer | None) -> None:
    """A reviewer steps back until the draft is approved; whoever may review no more, at any time."""
    if invitation.stand != Stand.LOST and invitation.case.state not in REVIEWER_IN:
        raise NotFromHere
    record(ReviewerAnswered(invitation_id=invitation.id), by=by.id if by else None)
