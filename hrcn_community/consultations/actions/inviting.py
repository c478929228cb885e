"""Asking experts, one or several: until when they answer, and what becomes of it. Nothing here commits."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, update

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.consultations.actions.moves import move
from hrcn_community.consultations.events import ExpertAnswered, ExpertInvited, InvitationEnded
from hrcn_community.consultations.models import (
    Case,
    CaseInvitation,
    InvitationTime,
    NotFromHere,
    Outcome,
    Stand,
)
from hrcn_community.consultations.queries.calendar import the_desk
from hrcn_community.consultations.queries.groups import group_of
from hrcn_community.consultations.transitions import Deed, State
from hrcn_community.consultations.working_days import due_after, elapsed
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.settings import setting
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import take_notices_back

# Where somebody can still join those who answer together: not while the draft is being read.
JOINING = (State.ASSIGNED, State.DRAFTING, State.AWAITING_REQUESTER, State.CHANGES_REQUESTED)


class TakenByAnother(Refusal):
    message = _l(
        "Somebody else was faster and has taken this case. Thank you for being ready; "
        "there is nothing more for you to do."
    )


class InvitationOver(Refusal):
    message = _l(
        "This invitation has ended, because nobody answered it in time. The lead knows, and may ask "
        "you again."
    )


OVER: Mapping[str, type[Refusal]] = {
    Stand.EXPIRED: InvitationOver,
    Stand.SUPERSEDED: TakenByAnother,
}


def is_last_day(due: datetime) -> bool:
    """Is there no more than one working day of the desk until then?"""
    return elapsed(clock.now(), due, the_desk().calendar) <= 1


def hold(case: Case) -> None:
    """Hold a case until the commit, as it stands now: who comes next waits. Always before its invitations."""
    db.session.flush()  # a refresh would undo what was not written yet
    db.session.refresh(case, ["state"], with_for_update=True)


def ask_advisor(invitation: CaseInvitation, *, by: Viewer) -> None:
    """Invite an advisor: the first is a step of the case, others are asked beside."""
    case = invitation.case
    hold(case)
    is_beside = case.state == State.INVITED or (case.state in JOINING and group_of(case))
    if not is_beside:
        move(case, Deed.INVITE, by=by)
    record(ExpertInvited(invitation_id=invitation.id), by=by.id)


def begin_time(invitation: CaseInvitation) -> None:
    """Write down since when and until when somebody is asked to answer."""
    now = clock.now()
    due = due_after(now, setting("INVITATION_DAYS"), the_desk().calendar)
    time = InvitationTime(invitation_id=invitation.id, invited_at=now, due_at=due)
    db.session.add(time)
    db.session.flush()


def end_time(invitation: CaseInvitation, outcome: Outcome) -> None:
    """Write down how it ended, once; what was told of the invitation is taken back."""
    this = InvitationTime.invitation_id == invitation.id, InvitationTime.ended_at.is_(None)
    values = {"ended_at": clock.now(), "outcome": outcome}
    db.session.execute(update(InvitationTime).where(*this).values(values))
    address = f"{invitation.case.address}/invitation"
    take_notices_back([invitation.person_id], [address])


def take_all_back(case: Case) -> None:
    """Let nobody wait for an answer any more: there is no case to take."""
    for invitation in all_open(case):
        take_back(invitation)


def take_back(invitation: CaseInvitation) -> None:
    invitation.stand = Stand.RESCINDED
    end_time(invitation, Outcome.RESCINDED)


def end_all_unanswered(case: Case) -> None:
    """End what nobody answered until the answer was delivered, and say so to whoever was asked."""
    for invitation in all_open(case):
        end_unanswered(invitation, Stand.SUPERSEDED, Outcome.SUPERSEDED)


def all_open(case: Case) -> list[CaseInvitation]:
    """Return who is asked and has not answered, to advise or to review."""
    return [*open_invitations(case), *open_invitations(case, SpaceRole.REVIEWER)]


def others_open(invitation: CaseInvitation) -> Sequence[CaseInvitation]:
    """Return who else is invited to advise in the same case and has not answered."""
    return [each for each in open_invitations(invitation.case) if each.id != invitation.id]


def open_invitations(case: Case, role: str = SpaceRole.ADVISOR) -> list[CaseInvitation]:
    found = db.session.scalars(
        select(CaseInvitation).where(
            CaseInvitation.case_id == case.id,
            CaseInvitation.role == role,
            CaseInvitation.stand == Stand.INVITED,
        )
    ).all()
    for each in found:
        each.case = case
    return list(found)


def accept_as_advisor(invitation: CaseInvitation, *, by: Viewer) -> None:
    """Take the case: alone, if it is answered by one, and then nobody else can; or with others."""
    case, group = invitation.case, group_of(invitation.case)
    if case.state == State.INVITED:
        move(case, Deed.ACCEPT, by=by)
    elif group and case.state in JOINING:
        record(ExpertAnswered(invitation_id=invitation.id), by=by.id)
    else:
        raise NotFromHere
    if group is None:
        for other in others_open(invitation):
            end_unanswered(other, Stand.SUPERSEDED, Outcome.SUPERSEDED)
    elif group.rapporteur_id is None:
        group.rapporteur_id = by.id


def turn_down(invitation: CaseInvitation, deed: Deed, reason: str, *, by: Viewer | None) -> None:
    """Go back to matching, unless somebody else is still asked or at work already."""
    case = invitation.case
    if case.state == State.INVITED and not others_open(invitation):
        move(case, deed, by=by, reason=reason)
    else:
        record(ExpertAnswered(invitation_id=invitation.id), by=by.id if by else None)


def end_unanswered(invitation: CaseInvitation, stand: Stand, outcome: Outcome) -> None:
    """End an invitation that its person did not answer; they are told, but not where it never was."""
    invitation.stand = stand
    end_time(invitation, outcome)
    record(InvitationEnded(invitation_id=invitation.id, outcome=outcome))
