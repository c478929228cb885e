"""The sheet of each deed: which form it needs, where it is sent, in which words it is offered."""

from collections.abc import Mapping
from dataclasses import dataclass

from hrcn_community.access.forms import HouseForm
from hrcn_community.consultations.forms import deeds as forms
from hrcn_community.consultations.forms.steps import OutcomeForm, RatingForm
from hrcn_community.consultations.transitions import Deed
from hrcn_community.core.words import _l

SIGNER, REVIEWER, TIER, RATING = "signer", "reviewer", "tier", "rating"
FITTING = ("experts", _l("Who fits this case"))
# What is written with these is read by those who work on the case, and not by who asked.
AT_WORK = frozenset(
    {
        Deed.DRAFT,
        Deed.APPROVE,
        Deed.SIGN,
        Deed.SEND_BACK,
        Deed.RESCIND,
        Deed.RECUSE,
    }
)


@dataclass(frozen=True)
class Sheet:
    path: str
    form: type[HouseForm]
    title: object
    label: object
    note: object = ""
    place: str = "deeds"
    tone: str = "primary"
    more: tuple[str, object] = ("", "")  # a page of its own for the same deed: its path, its words


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
        more=("existing", _l("Look for something published")),
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
        _l("After that an expert is looked for."),
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
        more=FITTING,
    ),
    Deed.PROPOSE: Sheet(
        "invitation",
        forms.ExpertForm,
        _l("Propose an expert"),
        _l("Propose"),
        _l("The lead decides whether to invite them."),
        more=FITTING,
    ),
    Deed.RESCIND: Sheet(
        "invitation/end", forms.RescindForm, _l("Take the invitation back"), _l("Take it back")
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
    RATING: Sheet(
        "rating",
        RatingForm,
        _l("Rate the answer"),
        _l("Keep this rating"),
        _l("You can change it until you have told what became of the answer."),
    ),
    Deed.EVALUATE: Sheet(
        "outcome",
        OutcomeForm,
        _l("Tell what became of the answer"),
        _l("Tell it"),
        _l("It helps the network to see which answers carry. After that the case is at its end."),
    ),
    Deed.CLOSE: Sheet("closure", forms.ReasonForm, _l("Close the case"), _l("Close it")),
    Deed.REOPEN: Sheet(
        "closure/end", forms.ReasonForm, _l("Open the case again"), _l("Open it again")
    ),
    Deed.CORRECT: Sheet(
        "errata",
        forms.ReasonForm,
        _l("Correct the delivered answer"),
        _l("Begin the correction"),
        _l(
            "Say what was wrong and what will change: it stands beside the corrected answer. A "
            "correction is a new version, reviewed and signed as the first; the former stays readable."
        ),
        place="aside",
        tone="quiet",
    ),
    Deed.DROP: Sheet(
        "errata/end",
        forms.ReasonForm,
        _l("Drop the correction"),
        _l("Drop it"),
        _l(
            "The answer stays as it was delivered. Who asked and all who work on the case read why."
        ),
        place="aside",
        tone="danger",
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
        more=("experts?part=reviewer", FITTING[1]),
    ),
    SIGNER: Sheet("signer", forms.SignerForm, _l("Let somebody else sign"), _l("Name them")),
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
