"""The words of a case: its states, its roles, and who has the next move."""

from collections.abc import Mapping

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.consultations.transitions import TIERS as TIER_RULES
from hrcn_community.consultations.transitions import State, Tier
from hrcn_community.core.words import _l

STATES: Mapping[str, object] = {
    State.DRAFT: _l("Begun"),
    State.SUBMITTED: _l("Submitted"),
    State.TRIAGE: _l("Taken up by the desk"),
    State.NEEDS_INFO: _l("The desk asked for more"),
    State.DECLINED: _l("Declined"),
    State.ANSWERED_BY_EXISTING: _l("Answered by existing work"),
    State.SCOPED: _l("Scope proposed"),
    State.MATCHING: _l("Looking for an expert"),
    State.INVITED: _l("An expert was invited"),
    State.ASSIGNED: _l("An expert without a conflict of interest took the case"),
    State.DRAFTING: _l("The answer is being drafted"),
    State.AWAITING_REQUESTER: _l("The expert asked the asker"),
    State.PEER_REVIEW: _l("A second expert reads the draft"),
    State.CHANGES_REQUESTED: _l("Changes were asked for"),
    State.SIGN_OFF: _l("Reviewed, waits for signature"),
    State.DELIVERED: _l("Answer delivered"),
    State.CLARIFICATION: _l("The asker asked back"),
    State.CLOSED: _l("Closed"),
    State.FOLLOWUP_DUE: _l("Follow-up is due"),
    State.EVALUATED: _l("Evaluated"),
    State.WITHDRAWN: _l("Withdrawn by the asker"),
}
# Where the desk has no part, its lead does what the desk does elsewhere.
BY_THE_LEAD: Mapping[str, object] = {
    State.TRIAGE: _l("Taken up by the lead"),
    State.NEEDS_INFO: _l("The lead asked for more"),
}

ROLES: Mapping[str, object] = {
    SpaceRole.ASKER: _l("Asker"),
    SpaceRole.LEAD: _l("Lead"),
    SpaceRole.TRIAGER: _l("Consultation desk"),
    SpaceRole.ADVISOR: _l("Expert"),
    SpaceRole.REVIEWER: _l("Reviewer"),
    SpaceRole.SIGNER: _l("Signs the answer"),
}

WAITS_FOR: Mapping[str, object] = {
    State.DRAFT: _l("The asker has the next move."),
    State.SUBMITTED: _l("The desk has the next move."),
    State.TRIAGE: _l("The desk has the next move."),
    State.NEEDS_INFO: _l("The asker has the next move; the clock stands still."),
    State.SCOPED: _l("The asker has the next move."),
    State.MATCHING: _l("The lead has the next move."),
    State.INVITED: _l("The invited expert has the next move."),
    State.ASSIGNED: _l("The expert has the next move."),
    State.DRAFTING: _l("The expert has the next move."),
    State.AWAITING_REQUESTER: _l("The asker has the next move; the clock stands still."),
    State.PEER_REVIEW: _l("The reviewer has the next move."),
    State.CHANGES_REQUESTED: _l("The expert has the next move."),
    State.SIGN_OFF: _l("The signer has the next move."),
    State.DELIVERED: _l("The asker may ask back or close the case."),
    State.CLARIFICATION: _l("The expert has the next move."),
    State.FOLLOWUP_DUE: _l("The asker has the next move."),
}
FOR_YOU = _l("You have the next move.")

TIERS: Mapping[str, str] = {
    Tier.OPEN: _l("Open: anyone reads the question at once, and the answer when it is delivered"),
    Tier.NETWORK: _l("Network: every member reads the question, and the answer when delivered"),
    Tier.CONFIDENTIAL: _l("Confidential: only you, the desk, your lead and the named experts"),
    Tier.SEALED: _l(
        "Sealed: only you, your lead and the named experts; encrypted, without the desk"
    ),
}
FORMS: Mapping[str, str] = {
    "written": _l("Written answer"),
    "call": _l("A call, with a written summary"),
    "review": _l("Review of a document"),
}

# What waits for somebody, by state and role: the sentence on the home page.
WAITING: Mapping[tuple[str, str], tuple[str, str]] = {
    (State.SUBMITTED, SpaceRole.TRIAGER): ("inbox", _l("Take up %(ref)s")),
    (State.SUBMITTED, SpaceRole.LEAD): ("inbox", _l("Take up %(ref)s")),
    (State.TRIAGE, SpaceRole.TRIAGER): ("inbox", _l("Decide what becomes of %(ref)s")),
    (State.TRIAGE, SpaceRole.LEAD): ("inbox", _l("Decide what becomes of %(ref)s")),
    (State.NEEDS_INFO, SpaceRole.ASKER): (
        "message-circle-question",
        _l("Answer what was asked in %(ref)s"),
    ),
    (State.SCOPED, SpaceRole.ASKER): ("check", _l("Confirm the scope of %(ref)s")),
    (State.MATCHING, SpaceRole.LEAD): ("user-plus", _l("Find an expert for %(ref)s")),
    (State.ASSIGNED, SpaceRole.ADVISOR): ("pencil-line", _l("Begin the answer in %(ref)s")),
    (State.DRAFTING, SpaceRole.ADVISOR): ("pencil-line", _l("Go on with the answer in %(ref)s")),
    (State.AWAITING_REQUESTER, SpaceRole.ASKER): (
        "message-circle-question",
        _l("Answer the expert in %(ref)s"),
    ),
    (State.PEER_REVIEW, SpaceRole.REVIEWER): ("eye", _l("Review the draft in %(ref)s")),
    (State.CHANGES_REQUESTED, SpaceRole.ADVISOR): (
        "pencil-line",
        _l("Change the draft in %(ref)s"),
    ),
    (State.SIGN_OFF, SpaceRole.SIGNER): ("check", _l("Read and sign the answer in %(ref)s")),
    (State.DELIVERED, SpaceRole.ASKER): ("book-open", _l("Read your answer in %(ref)s")),
    (State.FOLLOWUP_DUE, SpaceRole.ASKER): (
        "message-square",
        _l("Tell what became of the answer in %(ref)s"),
    ),
    (State.CLARIFICATION, SpaceRole.ADVISOR): ("reply", _l("Explain your answer in %(ref)s")),
}
DECLARE = _l("Say whether you can advise in %(ref)s")
DELIVER = _l("Deliver the signed answer in %(ref)s")
# Where something published that answers stands.
ROOM_WORDS: Mapping[str, object] = {
    "consultations": _l("Answer of an expert"),
    "knowledge": _l("Guideline or practice"),
    "discussions": _l("Thread"),
}


def state_words(state: str, tier: str) -> object:
    """Return where a case of this tier stands, in words."""
    if TIER_RULES[Tier(tier)].has_triagers:
        return STATES[state]
    return BY_THE_LEAD.get(state, STATES[state])
