"""The way of a case, as data: which deed leads from which state to which, by whom, with a reason or not.

Everything here is a table. `models.Case.move` reads it and refuses what it does not hold; pages
offer what it holds and the viewer may do; a test walks every state and every deed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.models import SpaceRole
from hrcn_community.spaces.models import Visibility

P = Permission.Consultations


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    TRIAGE = "triage"
    NEEDS_INFO = "needs_info"
    DECLINED = "declined"
    ANSWERED_BY_EXISTING = "answered_by_existing"
    SCOPED = "scoped"
    MATCHING = "matching"
    INVITED = "invited"
    ASSIGNED = "assigned"
    DRAFTING = "drafting"
    AWAITING_REQUESTER = "awaiting_requester"
    PEER_REVIEW = "peer_review"
    CHANGES_REQUESTED = "changes_requested"
    SIGN_OFF = "sign_off"
    DELIVERED = "delivered"
    CLARIFICATION = "clarification"
    CLOSED = "closed"
    FOLLOWUP_DUE = "followup_due"
    EVALUATED = "evaluated"
    WITHDRAWN = "withdrawn"


class Deed(StrEnum):
    SUBMIT = "submit"
    TAKE_UP = "take_up"
    ASK_FOR_MORE = "ask_for_more"
    INFORM = "inform"
    DECLINE = "decline"
    POINT_TO_EXISTING = "point_to_existing"
    SCOPE = "scope"
    CONFIRM_SCOPE = "confirm_scope"
    QUESTION_SCOPE = "question_scope"
    PROPOSE = "propose"
    INVITE = "invite"
    RESCIND = "rescind"
    ACCEPT = "accept"
    DECLARE_CONFLICT = "declare_conflict"
    RECUSE = "recuse"
    DRAFT = "draft"
    ASK_REQUESTER = "ask_requester"
    REQUEST_REVIEW = "request_review"
    APPROVE = "approve"
    REQUEST_CHANGES = "request_changes"
    SIGN = "sign"
    SEND_BACK = "send_back"
    DELIVER = "deliver"
    ASK_CLARIFICATION = "ask_clarification"
    CLARIFY = "clarify"
    CLOSE = "close"
    REOPEN = "reopen"
    CORRECT = "correct"
    DROP = "drop"
    FOLLOW_UP = "follow_up"
    EVALUATE = "evaluate"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Transition:
    to: State
    permission: StrEnum | None  # None: nobody's deed, but the clock's
    needs_reason: bool = False
    by_clock: bool = False  # the clock does it too, with a reason in words (actions/reminding.py)


S, D = State, Deed
AT_WORK = (
    S.ASSIGNED,
    S.DRAFTING,
    S.AWAITING_REQUESTER,
    S.PEER_REVIEW,
    S.CHANGES_REQUESTED,
    S.SIGN_OFF,
)
BEFORE_DELIVERY = (
    S.DRAFT, S.SUBMITTED, S.TRIAGE, S.NEEDS_INFO, S.SCOPED, S.MATCHING, S.INVITED, *AT_WORK,
)  # fmt: skip
OPEN = (*BEFORE_DELIVERY, S.DELIVERED, S.CLARIFICATION)
LED_STILL = (*OPEN, S.CLOSED, S.FOLLOWUP_DUE, S.EVALUATED)  # a copy may be to be published

TRANSITIONS: Mapping[tuple[State, Deed], Transition] = {
    (S.DRAFT, D.SUBMIT): Transition(S.SUBMITTED, P.SUBMIT),
    (S.SUBMITTED, D.TAKE_UP): Transition(S.TRIAGE, P.TRIAGE),
    (S.TRIAGE, D.ASK_FOR_MORE): Transition(S.NEEDS_INFO, P.TRIAGE),
    (S.NEEDS_INFO, D.INFORM): Transition(S.TRIAGE, P.ANSWER_BACK),
    (S.TRIAGE, D.DECLINE): Transition(S.DECLINED, P.TRIAGE, needs_reason=True),
    (S.NEEDS_INFO, D.DECLINE): Transition(S.DECLINED, P.TRIAGE, needs_reason=True),
    (S.TRIAGE, D.POINT_TO_EXISTING): Transition(
        S.ANSWERED_BY_EXISTING, P.TRIAGE, needs_reason=True
    ),
    (S.TRIAGE, D.SCOPE): Transition(S.SCOPED, P.TRIAGE),
    (S.SCOPED, D.CONFIRM_SCOPE): Transition(S.MATCHING, P.ANSWER_BACK),
    (S.SCOPED, D.QUESTION_SCOPE): Transition(S.TRIAGE, P.ANSWER_BACK, needs_reason=True),
    (S.MATCHING, D.PROPOSE): Transition(S.MATCHING, P.PROPOSE_EXPERT),
    (S.MATCHING, D.INVITE): Transition(S.INVITED, P.CONFIRM_EXPERT),
    (S.INVITED, D.RESCIND): Transition(S.MATCHING, P.CONFIRM_EXPERT, needs_reason=True),
    (S.INVITED, D.ACCEPT): Transition(S.ASSIGNED, P.DECLARE),
    (S.INVITED, D.DECLARE_CONFLICT): Transition(S.MATCHING, P.DECLARE, needs_reason=True),
    (S.INVITED, D.RECUSE): Transition(S.MATCHING, P.DECLARE, needs_reason=True),
    **{
        (state, D.RECUSE): Transition(S.MATCHING, P.DECLARE, needs_reason=True) for state in AT_WORK
    },
    (S.ASSIGNED, D.DRAFT): Transition(S.DRAFTING, P.DRAFT),
    (S.DRAFTING, D.DRAFT): Transition(S.DRAFTING, P.DRAFT),
    (S.CHANGES_REQUESTED, D.DRAFT): Transition(S.CHANGES_REQUESTED, P.DRAFT),
    (S.DRAFTING, D.ASK_REQUESTER): Transition(S.AWAITING_REQUESTER, P.DRAFT),
    (S.AWAITING_REQUESTER, D.INFORM): Transition(S.DRAFTING, P.ANSWER_BACK),
    (S.DRAFTING, D.REQUEST_REVIEW): Transition(S.PEER_REVIEW, P.DRAFT),
    (S.CHANGES_REQUESTED, D.REQUEST_REVIEW): Transition(S.PEER_REVIEW, P.DRAFT),
    (S.PEER_REVIEW, D.REQUEST_CHANGES): Transition(
        S.CHANGES_REQUESTED, P.REVIEW, needs_reason=True
    ),
    (S.PEER_REVIEW, D.APPROVE): Transition(S.SIGN_OFF, P.REVIEW),
    (S.SIGN_OFF, D.SIGN): Transition(S.SIGN_OFF, P.SIGN),
    (S.SIGN_OFF, D.SEND_BACK): Transition(S.CHANGES_REQUESTED, P.SIGN, needs_reason=True),
    (S.SIGN_OFF, D.DELIVER): Transition(S.DELIVERED, P.DELIVER),
    (S.DELIVERED, D.ASK_CLARIFICATION): Transition(S.CLARIFICATION, P.ANSWER_BACK),
    (S.CLARIFICATION, D.CLARIFY): Transition(S.DELIVERED, P.CLARIFY),
    (S.DELIVERED, D.CLOSE): Transition(S.CLOSED, P.CLOSE, needs_reason=True, by_clock=True),
    (S.CLARIFICATION, D.CLOSE): Transition(S.CLOSED, P.CLOSE, needs_reason=True),
    (S.CLOSED, D.REOPEN): Transition(S.CLARIFICATION, P.ANSWER_BACK, needs_reason=True),
    # An erratum is a new version: written, reviewed and signed as the first one was. Where none of its
    # authors is left the lead begins it, and another is sought (actions/delivering.py).
    **{
        (state, D.CORRECT): Transition(S.DRAFTING, P.CLARIFY, needs_reason=True)
        for state in (S.DELIVERED, S.CLARIFICATION, S.CLOSED)
    },
    # One that is begun can be dropped; before the first delivery there is none (models.Case.move).
    **{
        (state, D.DROP): Transition(S.DELIVERED, P.DELIVER, needs_reason=True)
        for state in (S.MATCHING, S.INVITED, *AT_WORK)
    },
    (S.CLOSED, D.FOLLOW_UP): Transition(S.FOLLOWUP_DUE, None),
    (S.FOLLOWUP_DUE, D.EVALUATE): Transition(S.EVALUATED, P.ANSWER_BACK),
    **{(state, D.WITHDRAW): Transition(S.WITHDRAWN, P.ANSWER_BACK) for state in BEFORE_DELIVERY},
}

# The clocks stand still while the asker has the word.
PAUSED = (S.NEEDS_INFO, S.AWAITING_REQUESTER)

# Who has the next move, by their role in the case's spaces.
NEXT: Mapping[State, tuple[SpaceRole, ...]] = {
    S.DRAFT: (SpaceRole.ASKER,),
    S.SUBMITTED: (SpaceRole.TRIAGER, SpaceRole.LEAD),
    S.TRIAGE: (SpaceRole.TRIAGER, SpaceRole.LEAD),
    S.NEEDS_INFO: (SpaceRole.ASKER,),
    S.SCOPED: (SpaceRole.ASKER,),
    S.MATCHING: (SpaceRole.LEAD,),
    S.INVITED: (),  # the invited expert, who has no role here before the declaration
    S.ASSIGNED: (SpaceRole.ADVISOR,),
    S.DRAFTING: (SpaceRole.ADVISOR,),
    S.AWAITING_REQUESTER: (SpaceRole.ASKER,),
    S.PEER_REVIEW: (SpaceRole.REVIEWER,),
    S.CHANGES_REQUESTED: (SpaceRole.ADVISOR,),
    S.SIGN_OFF: (SpaceRole.SIGNER,),
    S.DELIVERED: (SpaceRole.ASKER,),
    S.CLARIFICATION: (SpaceRole.ADVISOR,),
    S.FOLLOWUP_DUE: (SpaceRole.ASKER,),
}


class Tier(StrEnum):
    """How closed a case is, the most open first."""

    OPEN = "open"
    NETWORK = "network"
    CONFIDENTIAL = "confidential"
    SEALED = "sealed"

    @property
    def is_closed(self) -> bool:
        return self in {Tier.CONFIDENTIAL, Tier.SEALED}

    def is_tighter_than(self, other: "Tier") -> bool:
        return list(Tier).index(self) > list(Tier).index(other)


@dataclass(frozen=True)
class TierRule:
    """Who is inside from the beginning. Where facilitators never are, the lead triages and signs."""

    visibility: Visibility
    has_triagers: bool
    lead_at_once: bool
    is_offered: bool


TIERS: Mapping[Tier, TierRule] = {
    Tier.OPEN: TierRule(Visibility.PUBLIC, True, False, True),
    Tier.NETWORK: TierRule(Visibility.NETWORK, True, False, True),
    Tier.CONFIDENTIAL: TierRule(Visibility.CONFIDENTIAL, True, True, True),
    Tier.SEALED: TierRule(Visibility.CONFIDENTIAL, False, True, True),
}


def deeds_from(state: State) -> Mapping[Deed, Transition]:
    """Return what can be done from `state`."""
    return {deed: step for (from_, deed), step in TRANSITIONS.items() if from_ == state}
