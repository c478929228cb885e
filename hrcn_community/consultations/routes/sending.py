"""Sending a request: looked over, with what may point to persons marked, and sent once."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from hrcn_community.access.forms import do_once, was_sent
from hrcn_community.access.guard import may, me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.consultations.actions import drafting
from hrcn_community.consultations.actions.asking import submit_case
from hrcn_community.consultations.forms.asking import RequestForm
from hrcn_community.consultations.forms.steps import REVIEW, STEPS, TEXTS, whole_form
from hrcn_community.consultations.models import AnotherTab, CaseDraft
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.queries.drafting import (
    Fields,
    basis_of,
    fields_of,
    find_case_draft,
)
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.consultations.routes.drafting import marked_steps, offered, readers_of
from hrcn_community.consultations.routes.pages import request_of, say_it_is_sent
from hrcn_community.consultations.transitions import Tier
from hrcn_community.core.personal import KINDS, find_personal, pieces
from hrcn_community.core.web import page

P = Permission.Consultations


@dataclass(frozen=True)
class Sending:
    """A request on its way; sent already, it is no draft any more."""

    ref: str
    draft: CaseDraft | None


def find_sending(ref: str, *, viewer: Any) -> Sending | None:
    """Return a request that is to be sent, or was: pressed again it leads to its case."""
    draft = find_case_draft(ref, viewer=viewer)
    return Sending(ref, draft) if draft or was_sent(_token(ref)) else None


@consultations.get("/consultations/drafts/<ref>/review")
@permit(P.BEGIN, find_case_draft)
def look_over(draft: CaseDraft) -> Any:
    fields = fields_of(draft)
    form = whole_form(fields, **offered())
    shown = {
        "draft": draft,
        "form": form,
        "is_ready": form.validate(),
        "steps": marked_steps(REVIEW),
    }
    return page("consultations/review.html", **shown, **_beside(form, fields))


@consultations.post("/consultations/drafts/<ref>/neutral")
@permit(P.BEGIN, find_case_draft)
def make_neutral(draft: CaseDraft) -> Any:
    """Replace what was ticked by neutral words; nothing is replaced by itself."""
    name = request.form.get("name", "")
    starts = [int(each) for each in request.form.getlist("take") if each.isdecimal()]
    try:
        if name in TEXTS:
            drafting.make_neutral(draft, name, starts, basis=request.form.get("basis", ""))
    except AnotherTab:
        flash(_("The text was changed meanwhile. Please look at it again."), "warning")
    return redirect(f"{draft.address}/review#persons", 303)


@consultations.post("/consultations/drafts/<ref>/submission")
@permit(P.BEGIN, find_sending)
def send(sending: Sending) -> Any:
    """Send it once, however often that is pressed and from however many tabs."""
    draft = sending.draft
    form = whole_form(fields_of(draft), **offered()) if draft else None
    if draft and form and not form.validate():
        return redirect(f"{draft.address}/review", 303)
    case = do_once(_token(sending.ref), lambda: _sent(sending.ref))
    if form:
        say_it_is_sent(Tier(form.tier.data))
    return redirect(case, 303)


def _beside(form: RequestForm, fields: Fields) -> dict[str, Any]:
    """Return what the last page shows beside the request: where to change it, who may be recognised, who reads."""
    return {
        "of_step": {name: step for step in STEPS.values() for name in step.fields},
        "follows": next(iter(fields.get("follows", [])), ""),
        "passages": _passages(form, fields),
        "kinds": KINDS,
        "readers": readers_of(form),
    }


def _sent(ref: str) -> str:
    draft = find_case_draft(ref, viewer=viewer())
    if draft is None:
        raise NotFound
    fields = fields_of(draft)
    form = whole_form(fields, **offered())
    form.validate()  # what a field makes of its text, it makes of it here
    case = submit_case(request_of(form, _follows(fields)), by=me())
    drafting.throw_away(draft)
    return case.address


def _follows(fields: Fields) -> int | None:
    """Return the earlier case, if it is still there and its asker's."""
    ref = next(iter(fields.get("follows", [])), "")
    case = find_case(ref, viewer=viewer()) if ref else None
    return case.id if case and may(P.ANSWER_BACK, case) else None


def _passages(form: RequestForm, fields: Fields) -> list[dict[str, Any]]:
    """Return each text in which somebody might be recognised, in pieces."""
    texts = {name: "\n".join(fields.get(name, [])) for name in TEXTS}
    return [
        {
            "name": name,
            "label": form[name].label.text,
            "pieces": pieces(text),
            "basis": basis_of(fields, [name]),
        }
        for name, text in texts.items()
        if find_personal(text)
    ]


def _token(ref: str) -> str:
    return f"case draft {ref}"
