"""Writing a request: a page for each step, kept as it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _

from hrcn_community.access.guard import may, me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.consultations.actions import drafting
from hrcn_community.consultations.forms.asking import RequestForm
from hrcn_community.consultations.forms.steps import (
    REVIEW,
    STEPS,
    TEXTS,
    Step,
    step_form,
)
from hrcn_community.consultations.models import AnotherTab, CaseDraft
from hrcn_community.consultations.queries.drafting import (
    Fields,
    basis_of,
    fields_of,
    find_case_draft,
)
from hrcn_community.consultations.queries.people import find_people
from hrcn_community.consultations.queries.readers import would_read
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.core.personal import find_personal
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


def find_step(ref: str, step: str, *, viewer: Any) -> AtStep | None:
    draft = find_case_draft(ref, viewer=viewer)
    return AtStep(draft, STEPS[step]) if draft else None


@consultations.get("/consultations/drafts/<ref>")
@permit(P.BEGIN, find_case_draft)
def go_on(draft: CaseDraft) -> Any:
    return redirect(f"{draft.address}/what")


@consultations.get("/consultations/drafts/<ref>/<any(what,where,answer,readers):step>")
@permit(P.BEGIN, find_step)
def show_step(at: AtStep) -> Any:
    fields = fields_of(at.draft)
    form = step_form(at.step, fields, **offered())
    if "checked" in request.args:
        form.validate()
    return _step(at, form, fields)


@consultations.post("/consultations/drafts/<ref>/<any(what,where,answer,readers):step>")
@permit(P.BEGIN, find_step)
def save_step(at: AtStep) -> Any:
    """Keep a step whatever it holds; what is wrong in it is said on the way on."""
    sent = request.form.to_dict(flat=False)
    form = step_form(at.step, sent, **offered())
    try:
        basis = drafting.save_step(
            at.draft, at.step.fields, sent, basis=request.form.get("basis", "")
        )
    except AnotherTab as other:
        return _both(at, form, other)
    return {"basis": basis} if "autosave" in request.form else redirect(_onward(at, form), 303)


@consultations.post("/consultations/drafts/<ref>/end")
@permit(P.BEGIN, find_case_draft)
def throw_away(draft: CaseDraft) -> Any:
    drafting.throw_away(draft)
    flash(_("The request is thrown away."), "success")
    return redirect(HERE, 303)


def offered() -> dict[str, bool]:
    """Return for whom the viewer may ask."""
    return {"own": may(P.SUBMIT), "others": may(P.SUBMIT_FOR)}


def _step(at: AtStep, form: RequestForm, fields: Fields, status: int = 200, **more: Any) -> Any:
    is_last = at.step.after == REVIEW
    shown = {"at": at, "form": form, "basis": basis_of(fields, at.step.fields)} | more
    return page(
        "consultations/step.html",
        status,
        **shown,
        steps=marked_steps(at.step.name),
        readers=readers_of(form) if is_last else {},
        personal_count=_count(fields) if is_last else 0,
    )


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


def marked_steps(here: str) -> list[dict[str, Any]]:
    """Return every step, those before `here` as done."""
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


def readers_of(form: RequestForm) -> Mapping[str, Any]:
    """Return who would read it, for each tier that is offered."""
    excluded = find_people(form.excluded_handles).values() if "exclude" in form else ()
    return would_read(me(), tuple(excluded))


def _count(fields: Fields) -> int:
    return sum(len(find_personal("\n".join(fields.get(name, [])))) for name in TEXTS)
