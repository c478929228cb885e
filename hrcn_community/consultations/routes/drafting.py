"""Writing a request: a page for each step, kept as it is written, looked over at the end and sent once."""

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
from hrcn_community.consultations.forms.steps import (
    REVIEW,
    STEPS,
    TEXTS,
    Step,
    step_form,
    whole_form,
)
from hrcn_community.consultations.models import AnotherTab, CaseDraft
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.queries.drafting import (
    Fields,
    basis_of,
    fields_of,
    find_case_draft,
)
from hrcn_community.consultations.queries.people import find_people
from hrcn_community.consultations.queries.readers import would_read
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.consultations.routes.pages import request_of
from hrcn_community.core.personal import KINDS, find_personal, pieces
from hrcn_community.core.web import page
from hrcn_community.core.words import _l

P = Permission.Consultations
HERE = "/consultations"
REVIEW_WORDS = _l("Look it over and send")


@dataclass(frozen=True)
class AtStep:
    """A request at one of its pages."""

    draft: CaseDraft
    step: Step


@dataclass(frozen=True)
class Sending:
    """A request on its way; sent already, it is no draft any more."""

    ref: str
    draft: CaseDraft | None


def find_step(ref: str, step: str, *, viewer: Any) -> AtStep | None:
    draft = find_case_draft(ref, viewer=viewer)
    return AtStep(draft, STEPS[step]) if draft else None


def find_sending(ref: str, *, viewer: Any) -> Sending | None:
    """Return a request that is to be sent, or was: pressed again it leads to its case."""
    draft = find_case_draft(ref, viewer=viewer)
    return Sending(ref, draft) if draft or was_sent(_token(ref)) else None


@consultations.get("/consultations/drafts/<ref>")
@permit(P.BEGIN, find_case_draft)
def go_on(draft: CaseDraft) -> Any:
    return redirect(f"{draft.address}/what")


@consultations.get("/consultations/drafts/<ref>/<any(what,where,answer,readers):step>")
@permit(P.BEGIN, find_step)
def show_step(at: AtStep) -> Any:
    fields = fields_of(at.draft)
    form = step_form(at.step, fields, **_offered())
    if "checked" in request.args:
        form.validate()
    return _step(at, form, fields)


@consultations.post("/consultations/drafts/<ref>/<any(what,where,answer,readers):step>")
@permit(P.BEGIN, find_step)
def save_step(at: AtStep) -> Any:
    """Keep a step whatever it holds; what is wrong in it is said on the way on."""
    sent = request.form.to_dict(flat=False)
    form = step_form(at.step, sent, **_offered())
    try:
        basis = drafting.save_step(
            at.draft, at.step.fields, sent, basis=request.form.get("basis", "")
        )
    except AnotherTab as other:
        return _both(at, form, other)
    return {"basis": basis} if "autosave" in request.form else redirect(_onward(at, form), 303)


@consultations.get("/consultations/drafts/<ref>/review")
@permit(P.BEGIN, find_case_draft)
def look_over(draft: CaseDraft) -> Any:
    fields = fields_of(draft)
    form = whole_form(fields, **_offered())
    shown = {"draft": draft, "form": form, "is_ready": form.validate(), "steps": _steps(REVIEW)}
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
    if draft and not whole_form(fields_of(draft), **_offered()).validate():
        return redirect(f"{draft.address}/review", 303)
    case = do_once(_token(sending.ref), lambda: _sent(sending.ref))
    flash(_("Your question is with the desk. You will hear within two working days."), "success")
    return redirect(case, 303)


@consultations.post("/consultations/drafts/<ref>/end")
@permit(P.BEGIN, find_case_draft)
def throw_away(draft: CaseDraft) -> Any:
    drafting.throw_away(draft)
    flash(_("Thrown away."), "success")
    return redirect(HERE, 303)


def _token(ref: str) -> str:
    return f"case draft {ref}"


def _offered() -> dict[str, bool]:
    return {"own": may(P.SUBMIT), "others": may(P.SUBMIT_FOR)}


def _step(at: AtStep, form: RequestForm, fields: Fields, status: int = 200, **more: Any) -> Any:
    is_last = at.step.after == REVIEW
    shown = {"at": at, "form": form, "basis": basis_of(fields, at.step.fields)} | more
    return page(
        "consultations/step.html",
        status,
        **shown,
        steps=_steps(at.step.name),
        readers=_readers(form) if is_last else {},
        personal_count=_count(fields) if is_last else 0,
    )


def _beside(form: RequestForm, fields: Fields) -> dict[str, Any]:
    """Return what the last page shows beside the request: where to change it, who may be recognised, who reads."""
    return {
        "of_step": {name: step for step in STEPS.values() for name in step.fields},
        "follows": next(iter(fields.get("follows", [])), ""),
        "passages": _passages(form, fields),
        "kinds": KINDS,
        "readers": _readers(form),
    }


def _both(at: AtStep, form: RequestForm, other: AnotherTab) -> Any:
    """Show what is saved beside what was sent; a second try is over what is shown now."""
    if "autosave" in request.form:
        return {"ahead": True}, 409
    stands = [
        (form[name].label.text, "\n".join(texts))
        for name, texts in other.stands.items()
        if name in form
    ]
    return _step(at, form, other.stands, 409, other=stands, saved_at=other.saved_at)


def _onward(at: AtStep, form: RequestForm) -> str:
    """Return where the pressed button leads."""
    where, step = request.form.get("go", ""), at.step
    if where == "before" and step.before:
        return f"{at.draft.address}/{step.before}"
    if where == "leave":
        flash(_("Your request is kept. Nobody else has read it."), "success")
        return HERE
    if not form.validate():
        return f"{at.draft.address}/{step.name}?checked=1"
    return f"{at.draft.address}/{step.after}"


def _sent(ref: str) -> str:
    draft = find_case_draft(ref, viewer=viewer())
    if draft is None:
        raise NotFound
    fields = fields_of(draft)
    form = whole_form(fields, **_offered())
    form.validate()  # what a field makes of its text, it makes of it here
    case = submit_case(request_of(form, _follows(fields)), by=me())
    drafting.throw_away(draft)
    return case.address


def _follows(fields: Fields) -> int | None:
    """Return the earlier case, if it is still there and its asker's."""
    ref = next(iter(fields.get("follows", [])), "")
    case = find_case(ref, viewer=viewer()) if ref else None
    return case.id if case and may(P.ANSWER_BACK, case) else None


def _steps(here: str) -> list[dict[str, Any]]:
    names = [*STEPS, REVIEW]
    at = names.index(here)
    labels = [*(step.title for step in STEPS.values()), REVIEW_WORDS]
    return [
        {
            "label": label,
            "href": "",
            "state": "done" if n < at else "current" if n == at else "todo",
        }
        for n, label in enumerate(labels)
    ]


def _readers(form: RequestForm) -> dict[str, Any]:
    excluded = find_people(form.excluded_handles).values() if "exclude" in form else ()
    return {each.tier: each for each in would_read(me(), tuple(excluded))}


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


def _count(fields: Fields) -> int:
    return sum(len(find_personal("\n".join(fields.get(name, [])))) for name in TEXTS)
