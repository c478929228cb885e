"""The sheet of each deed: which form it needs, where it is sent, in which words it is offered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hrcn_community.access.forms import HouseForm
from hrcn_community.access.guard import may
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.models import SpaceRole
from hrcn_community.consultations import forms
from hrcn_community.consultations.actions.experts import REVIEWER_IN
from hrcn_community.consultations.actions.talking import REOPENING
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.queries.cases import CasePage
from hrcn_community.consultations.queries.people import experts, people_inside
from hrcn_community.consultations.transitions import (
    BEFORE_DELIVERY,
    TIERS,
    Deed,
    State,
    Tier,
    deeds_from,
)
from hrcn_community.consultations.words import TIERS as TIER_WORDS
from hrcn_community.core import clock
from hrcn_community.core.words import _l

P = Permission.Consultations
NOTE, SIGNER, REVIEWER, TIER = "note", "signer", "reviewer", "tier"


@dataclass(frozen=True)
class Sheet:
    path: str
    form: type[HouseForm]
    title: object
    label: object
    note: object = ""
    place: str = "deeds"
    tone: str = "primary"


SHEETS: Mapping[str, Sheet] = {
    Deed.TAKE_UP: Sheet("triage", forms.LeadForm, _l("Take up this case"), _l("Take it up")),
    Deed.SCOPE: Sheet(
        "scope",
        forms.BodyForm,
        _l("Propose the scope"),
        _l("Send to the asker"),
        _l("Say what will be answered, and in which form. The asker confirms it."),
    ),
    Deed.ASK_FOR_MORE: Sheet(
        "needs-info",
        forms.BodyForm,
        _l("Ask for more"),
        _l("Ask"),
        _l("The clock stands still until the asker has answered."),
    ),
    Deed.POINT_TO_EXISTING: Sheet(
        "existing",
        forms.ReasonForm,
        _l("Point to existing work"),
        _l("Answer so"),
        _l("Where the answer exists already, say where it is and why it fits."),
    ),
    Deed.DECLINE: Sheet(
        "decline", forms.ReasonForm, _l("Decline"), _l("Decline with this reason"), tone="danger"
    ),
    Deed.INFORM: Sheet("information", forms.BodyForm, _l("Answer"), _l("Send your answer")),
    Deed.CONFIRM_SCOPE: Sheet(
        "scope/confirmation",
        forms.PlainForm,
        _l("Confirm the scope"),
        _l("Yes, answer this"),
        _l("After that the desk looks for an expert."),
    ),
    Deed.QUESTION_SCOPE: Sheet(
        "scope/objection", forms.ReasonForm, _l("The scope is not right"), _l("Send it back")
    ),
    Deed.INVITE: Sheet(
        "invitation",
        forms.ExpertForm,
        _l("Invite an expert"),
        _l("Invite"),
        _l("They see the title, the themes and what the asker shows, until they have declared."),
    ),
    Deed.PROPOSE: Sheet(
        "invitation",
        forms.ExpertForm,
        _l("Propose an expert"),
        _l("Propose"),
        _l("The lead decides whether to invite them."),
    ),
    Deed.RESCIND: Sheet(
        "invitation/end", forms.ReasonForm, _l("Take the invitation back"), _l("Take it back")
    ),
    Deed.DRAFT: Sheet(
        "drafts", forms.DraftForm, _l("Draft of the answer"), _l("Save the draft"), place="work"
    ),
    Deed.REQUEST_REVIEW: Sheet(
        "review-request",
        forms.PlainForm,
        _l("Hand the draft over for review"),
        _l("Hand it over"),
        _l("While it is being read you cannot change it."),
    ),
    Deed.ASK_REQUESTER: Sheet(
        "questions",
        forms.BodyForm,
        _l("Ask the asker"),
        _l("Ask"),
        _l("The clock stands still until the asker has answered."),
    ),
    Deed.APPROVE: Sheet(
        "reviews", forms.ReviewForm, _l("Review the draft"), _l("Give your review")
    ),
    Deed.SIGN: Sheet(
        "signature",
        forms.RemarkForm,
        _l("Sign the answer"),
        _l("Sign this version"),
        _l("You neither wrote nor reviewed it, and you stand for it with your name."),
    ),
    Deed.SEND_BACK: Sheet(
        "signature/refusal", forms.ReasonForm, _l("Not sign it yet"), _l("Send it back")
    ),
    Deed.DELIVER: Sheet(
        "delivery",
        forms.RemarkForm,
        _l("Deliver the signed answer"),
        _l("Deliver it"),
        _l("The version that was signed is copied to the asker and never changes again."),
    ),
    Deed.ASK_CLARIFICATION: Sheet(
        "clarifications", forms.BodyForm, _l("Ask back about the answer"), _l("Ask")
    ),
    Deed.CLARIFY: Sheet(
        "clarifications/answer", forms.BodyForm, _l("Explain the answer"), _l("Send")
    ),
    Deed.CLOSE: Sheet("closure", forms.ReasonForm, _l("Close the case"), _l("Close it")),
    Deed.REOPEN: Sheet(
        "closure/end", forms.ReasonForm, _l("Open the case again"), _l("Open it again")
    ),
    Deed.RECUSE: Sheet(
        "recusal",
        forms.ReasonForm,
        _l("Step back from this case"),
        _l("Step back"),
        _l("The case closes to you, and the lead looks for somebody else."),
        place="aside",
        tone="danger",
    ),
    REVIEWER: Sheet(
        "invitation",
        forms.ExpertForm,
        _l("Find a reviewer"),
        _l("Go on"),
        _l("A second expert, who declares on conflict of interest as the first did."),
    ),
    SIGNER: Sheet("signer", forms.SignerForm, _l("Let somebody else sign"), _l("Name them")),
    NOTE: Sheet(
        "notes", forms.BodyForm, _l("Write a note to those who work here"), _l("Add"), place="work"
    ),
    TIER: Sheet(
        "tier",
        forms.TierForm,
        _l("Make the circle of readers smaller"),
        _l("Make it smaller"),
        _l("Who has read it already has read it. Making it larger again needs two."),
        place="aside",
        tone="quiet",
    ),
    Deed.WITHDRAW: Sheet(
        "withdrawal",
        forms.WithdrawalForm,
        _l("Withdraw the case"),
        _l("Withdraw it"),
        place="aside",
        tone="danger",
    ),
}


@dataclass(frozen=True)
class Offer:
    """A deed that this viewer may do now, with its empty form."""

    key: str
    sheet: Sheet
    form: Any
    action: str


def offers(shown: CasePage) -> Sequence[Offer]:
    """Return what this viewer may do with the case now, in the order of the sheets."""
    case = shown.case
    keys = {deed for deed, step in deeds_from(State(case.state)).items() if _allowed(step, case)}
    keys -= {Deed.PROPOSE} if Deed.INVITE in keys else set()
    keys -= _not_now(shown)
    keys |= _beside_the_table(shown)
    return [_offer(key, shown) for key in SHEETS if key in keys]


def form_for(key: str, case: Case, formdata: Any = None, work: Any = None, **values: Any) -> Any:
    """Return the form of a deed with its choices; its fields' ids are unique on a page of many."""
    options = {} if formdata else {"formdata": None}
    form = SHEETS[key].form(**options, **values)
    _give_choices(form, case, work)
    for field in form:
        field.id = f"{key.replace('_', '-')}-{field.short_name}"
        field.label.field_id = field.id
    return form


def _offer(key: str, shown: CasePage) -> Offer:
    case, values = shown.case, {}
    if key == Deed.DRAFT and shown.work and shown.work.draft:
        values = {"body": shown.draft_source, "revision": shown.work.draft.revision}
    if key == REVIEWER:
        values = {"role": SpaceRole.REVIEWER}
    form = form_for(key, case, work=shown, **values)
    return Offer(key, SHEETS[key], form, f"{case.address}/{SHEETS[key].path}")


def _allowed(step: Any, case: Case) -> bool:
    """May the viewer do it? Declaring and stepping back belong to an invitation, not to the case."""
    return step.permission not in (None, P.DECLARE, P.SUBMIT) and may(step.permission, case)


def _not_now(shown: CasePage) -> set[str]:
    case = shown.case
    unwanted: set[str] = {Deed.SIGN, Deed.SEND_BACK} if case.is_signed else {Deed.DELIVER}
    if case.draft_post_id is None:
        unwanted.add(Deed.REQUEST_REVIEW)
    if clock.now() - case.moved_at > REOPENING:
        unwanted.add(Deed.REOPEN)
    return unwanted


def _beside_the_table(shown: CasePage) -> set[str]:
    case, keys = shown.case, set[str]()
    if may(P.READ_WORK, case):
        keys.add(NOTE)
    if may(P.PROPOSE_EXPERT, case) and case.state in REVIEWER_IN and not _has_reviewer(shown):
        keys.add(REVIEWER)
    if may(P.CONFIRM_EXPERT, case) and case.state in REVIEWER_IN:
        keys.add(SIGNER)
    if may(P.ANSWER_BACK, case) and tighter_tiers(case):
        keys.add(TIER)
    if shown.invitation and shown.invitation.stand == "accepted" and case.state in BEFORE_DELIVERY:
        keys.add(Deed.RECUSE)
    return keys


def _has_reviewer(shown: CasePage) -> bool:
    invited = shown.work and any(
        i.role == SpaceRole.REVIEWER and i.stand in ("invited", "accepted")
        for i in shown.work.invitations
    )
    return bool(invited)


def tighter_tiers(case: Case) -> list[Tier]:
    return [t for t in Tier if t.is_tighter_than(Tier(case.tier)) and TIERS[t].is_offered]


def _give_choices(form: Any, case: Case, shown: CasePage | None) -> None:
    if isinstance(form, forms.ExpertForm):
        people = shown.work.experts if shown and shown.work else experts(case)
        form.handle.choices = [(p.handle, f"{p.name}: {p.headline}") for p in people]
    elif isinstance(form, forms.SignerForm):
        inside = shown.people if shown else people_inside(case)
        roles = (SpaceRole.LEAD, SpaceRole.TRIAGER)
        form.handle.choices = [(p.handle, p.name) for p in inside if p.role in roles]
    elif isinstance(form, forms.TierForm):
        form.tier.choices = [(t, TIER_WORDS[t]) for t in tighter_tiers(case)]
