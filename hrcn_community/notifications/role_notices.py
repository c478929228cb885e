"""Who is told of roles that two grant, of invitations into spaces, and of being put out of one."""

from hrcn_community.accounts.directory import core_team_ids
from hrcn_community.accounts.models import Invitation, Person, RoleProposal, SpaceRemoval
from hrcn_community.accounts.standing_events import (
    AffiliationAnswered,
    AffiliationAsked,
    PersonRemoved,
    RoleChanged,
    RoleDecided,
    RoleProposed,
    SpaceOffered,
)
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.topics import Topic, Words

WORDS: Words = {
    Topic.DUTY: {
        "affiliation.asked": _l("%(actor)s asks to correct since when they speak for their city"),
        "role.waits": _l("A role is proposed and waits for you to decide: %(title)s"),
        "role.decided": _l("%(actor)s decided on a role that you proposed: %(title)s"),
    },
    Topic.DECISION: {
        "affiliation.confirmed": _l("The day that you gave for your city is confirmed"),
        "affiliation.declined": _l("The day that you gave for your city was not confirmed"),
        "role.changed": _l("%(actor)s changed your role in the network"),
        "role.declined": _l("%(actor)s declined a role that was proposed for you"),
        "space.offered": _l("%(actor)s invites you into a space"),
        "space.removed": _l("%(actor)s put you out of a space; the reason stands here"),
    },
}


def tell_core_team_of_proposal(event: RoleProposed, entry: Entry) -> None:
    """Tell those who can decide: not whoever is meant."""
    proposal = db.session.get_one(RoleProposal, event.proposal_id)
    deciders = [each for each in core_team_ids() if each != proposal.person_id]
    tell(deciders, "role.waits", entry, _page_of(proposal), title=_whose(proposal))


def tell_of_decided_role(event: RoleDecided, entry: Entry) -> None:
    """Tell whoever proposed it, and of a no whoever was meant; of a yes their changed role tells them."""
    proposal = db.session.get_one(RoleProposal, event.proposal_id)
    if proposal.proposed_by_id and proposal.proposed_by_id != proposal.decided_by_id:
        proposer = [proposal.proposed_by_id]
        may_look = proposal.proposed_by_id in core_team_ids()
        address = _page_of(proposal) if may_look else "/settings/handover"
        tell(proposer, "role.decided", entry, address, title=_whose(proposal))
    if proposal.person_id and not proposal.is_confirmed:
        tell([proposal.person_id], "role.declined", entry, f"/settings/proposals/{proposal.ref}")


def tell_of_changed_role(event: RoleChanged, entry: Entry) -> None:
    tell([event.person_id], "role.changed", entry, "/settings/role")


def tell_of_offer(event: SpaceOffered, entry: Entry) -> None:
    """The notice names no space: mail passes through many hands."""
    invitation = db.session.get_one(Invitation, event.invitation_id)
    if invitation.person_id and not invitation.revoked_at and not invitation.used_at:
        tell([invitation.person_id], "space.offered", entry, "/settings/invitations")


def tell_of_removal(event: PersonRemoved, entry: Entry) -> None:
    ref = db.session.get_one(SpaceRemoval, event.removal_id).ref
    tell([event.person_id], "space.removed", entry, f"/settings/removals/{ref}")


def tell_who_keeps_the_register(event: AffiliationAsked, entry: Entry) -> None:
    tell(core_team_ids(), "affiliation.asked", entry, "/admin/affiliations")


def tell_of_answered_day(event: AffiliationAnswered, entry: Entry) -> None:
    kind = "affiliation.confirmed" if event.accepted else "affiliation.declined"
    tell([event.person_id], kind, entry, "/settings/affiliations", names_actor=False)


def _page_of(proposal: RoleProposal) -> str:
    return f"/admin/roles/{proposal.ref}"


def _whose(proposal: RoleProposal) -> str:
    if proposal.person_id:
        return db.session.get_one(Person, proposal.person_id).name
    return db.session.get_one(Invitation, proposal.invitation_id).email
