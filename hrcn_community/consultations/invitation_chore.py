"""What time does to invitations and yearly declarations: reminding, ending. The worker lets it be done.

Each is a transaction of its own; a kill between two loses nothing, and one that fails holds up no other.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import select

from hrcn_community.accounts.models import Person, SiteRole, SpaceRole
from hrcn_community.consultations.actions import inviting
from hrcn_community.consultations.actions.leaving import REVIEWER_IN
from hrcn_community.consultations.events import (
    DeclarationWarned,
    InvitationReminded,
    ReviewerAnswered,
)
from hrcn_community.consultations.models import (
    Case,
    CaseInvitation,
    GeneralDeclaration,
    InvitationTime,
    Outcome,
    Stand,
)
from hrcn_community.consultations.transitions import AT_WORK, Deed, State
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.one_by_one import one_by_one

AT_ONCE = 100
WARNS_BEFORE = timedelta(days=30)
ANSWERED_IN = {
    SpaceRole.ADVISOR: (State.INVITED, *inviting.JOINING),
    SpaceRole.REVIEWER: REVIEWER_IN,
}
NO_ANSWER = "Nobody answered the invitation in time."


def look_after_invitations() -> None:
    """Remind whoever has a day left, end what nobody answered, warn whose year ends."""
    now = clock.now()
    waits = InvitationTime.ended_at.is_(None)
    soon = InvitationTime.reminded_at.is_(None), InvitationTime.due_at > now
    days = now + timedelta(days=4)  # a working day may lie so far ahead
    times = select(InvitationTime.id).order_by(InvitationTime.due_at, InvitationTime.id)
    _each(times.where(waits, *soon, InvitationTime.due_at <= days), _remind)
    _each(times.where(waits, InvitationTime.due_at <= now), _expire)
    ends = GeneralDeclaration.valid_until, GeneralDeclaration.reminded_at.is_(None)
    declared = select(GeneralDeclaration.id).order_by(ends[0], GeneralDeclaration.id)
    year = declared.where(ends[0] > now, ends[0] <= now + WARNS_BEFORE)
    _each(year.where(ends[1]), _warn)


def _each(found: object, deed: Callable[[int], None]) -> None:
    ids: Sequence[int] = db.session.scalars(found.limit(AT_ONCE)).all()  # type: ignore[attr-defined]
    db.session.rollback()
    one_by_one(ids, deed)


def _remind(id_: int) -> None:
    """Remind of an invitation on its last day, while it can be answered as its case stands."""
    time = db.session.get_one(InvitationTime, id_, with_for_update=True)
    if time.reminded_at or time.ended_at or not inviting.is_last_day(time.due_at):
        return
    invitation = db.session.get_one(CaseInvitation, time.invitation_id)
    if (
        db.session.get_one(Case, invitation.case_id).state
        not in ANSWERED_IN[SpaceRole(invitation.role)]
    ):
        return
    time.reminded_at = clock.now()
    record(InvitationReminded(invitation_id=time.invitation_id))


def _expire(id_: int) -> None:
    """End an invitation that nobody answered; where the case went on or ended meanwhile, quietly."""
    invitation_id = db.session.get_one(InvitationTime, id_).invitation_id
    invitation = db.session.get_one(CaseInvitation, invitation_id)
    case = invitation.case = db.session.get_one(Case, invitation.case_id)
    inviting.hold(case)
    db.session.refresh(invitation, ["stand"])
    if invitation.stand != Stand.INVITED:
        return
    if case.state not in (State.INVITED, *AT_WORK):
        invitation.stand = Stand.RESCINDED
        inviting.end_time(invitation, Outcome.RESCINDED)
        return
    if invitation.role == SpaceRole.ADVISOR:
        inviting.turn_down(invitation, Deed.RESCIND, NO_ANSWER, by=None)
    else:
        record(ReviewerAnswered(invitation_id=invitation.id))
    inviting.end_unanswered(invitation, Stand.EXPIRED, Outcome.EXPIRED)


def _warn(id_: int) -> None:
    """Warn an advisor once, unless they declared anew meanwhile."""
    made = db.session.get_one(GeneralDeclaration, id_, with_for_update=True)
    if made.reminded_at:
        return
    made.reminded_at = clock.now()
    later = GeneralDeclaration.person_id == made.person_id, GeneralDeclaration.id > made.id
    if db.session.scalar(select(GeneralDeclaration.id).where(*later).limit(1)):
        return
    person = db.session.get_one(Person, made.person_id)
    if person.site_role == SiteRole.ADVISOR:
        record(DeclarationWarned(person_id=made.person_id))
