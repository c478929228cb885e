"""Who is told of invitations and of what advisors declare, in words that bear no more than a reference."""

from collections.abc import Iterable

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.consultations.events import (
    DeclarationWarned,
    ExpertAnswered,
    ExpertInvited,
    InvitationEnded,
    InvitationReminded,
    RapporteurNamed,
)
from hrcn_community.consultations.models import Case, CaseInvitation, Outcome, Stand
from hrcn_community.consultations.queries.people import ids_of
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.topics import Topic, Words

WORDS: Words = {
    Topic.ADVICE: {
        "case.invitation_ends": _l("%(title)s: your invitation ends in a day. Please answer it"),
        "case.invitation_expired": _l("%(title)s: your invitation has ended without an answer"),
        "case.taken": _l("%(title)s: another expert has taken the case"),
        "case.no_answer": _l("%(title)s: an invited expert did not answer in time"),
        "case.expert_answered": _l(
            "%(title)s: an expert answered the invitation, or stepped back while others go on"
        ),
        "case.expert_lost": _l("%(title)s: an expert may advise no more and has left the case"),
        "case.rapporteur": _l("%(title)s: you are the rapporteur and hand the draft over"),
    },
    Topic.DUTY: {
        "declaration.ends": _l("What you declared for a year ends soon. Please declare again"),
    },
}
TO_PERSON = {
    Outcome.EXPIRED: "case.invitation_expired",
    Outcome.SUPERSEDED: "case.taken",
}
TO_LEAD = {Outcome.EXPIRED: "case.no_answer", Outcome.LOST: "case.expert_lost"}


def tell_expert(event: ExpertInvited, entry: Entry) -> None:
    invitation = _held(event.invitation_id)
    if invitation.stand == Stand.INVITED:
        _tell_outside(invitation, "case.you_are_invited", entry)


def tell_of_coming_end(event: InvitationReminded, entry: Entry) -> None:
    invitation = _held(event.invitation_id)
    if invitation.stand == Stand.INVITED:
        _tell_outside(invitation, "case.invitation_ends", entry)


def tell_of_ended_invitation(event: InvitationEnded, entry: Entry) -> None:
    """Tell both: whoever was asked, unless they were suspended or may advise no more, and the lead."""
    invitation = db.session.get_one(CaseInvitation, event.invitation_id)
    if event.outcome in TO_PERSON and invitation.stand == event.outcome:
        _tell_outside(invitation, TO_PERSON[Outcome(event.outcome)], entry)
    if event.outcome in TO_LEAD:
        _tell_lead(invitation.case_id, TO_LEAD[Outcome(event.outcome)], entry)


def tell_lead_of_expert(event: ExpertAnswered, entry: Entry) -> None:
    invitation = db.session.get_one(CaseInvitation, event.invitation_id)
    _tell_lead(invitation.case_id, "case.expert_answered", entry)


def tell_rapporteur(event: RapporteurNamed, entry: Entry) -> None:
    _tell_inside(event.case_id, [event.person_id], "case.rapporteur", entry)


def tell_of_ending_declaration(event: DeclarationWarned, entry: Entry) -> None:
    tell([event.person_id], "declaration.ends", entry, "/consultations/declaration")


def _held(id_: int) -> CaseInvitation:
    """Return an invitation that nobody takes back before they are told, lest that be told after it."""
    return db.session.get_one(CaseInvitation, id_, with_for_update=True)


def _tell_outside(invitation: CaseInvitation, kind: str, entry: Entry) -> None:
    """Tell somebody who is not inside: nothing but the reference."""
    case = db.session.get_one(Case, invitation.case_id)
    address = f"{case.address}/invitation"
    tell([invitation.person_id], kind, entry, address, title=case.ref, names_actor=False)


def _tell_lead(case_id: int, kind: str, entry: Entry) -> None:
    case = db.session.get_one(Case, case_id)
    _tell_inside(case_id, ids_of(case, SpaceRole.LEAD), kind, entry)


def _tell_inside(case_id: int, people: Iterable[int], kind: str, entry: Entry) -> None:
    case = db.session.get_one(Case, case_id)
    where = {"space_id": case.asking_space_id, "title": case.ref, "names_actor": False}
    tell(people, kind, entry, case.address, **where)
