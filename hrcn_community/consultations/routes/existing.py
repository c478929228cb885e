"""Answering a case with something published: searched for, chosen, checked, and sent with a reason."""

from typing import Any

from flask import flash
from flask_babel import gettext as _

from hrcn_community.access.choices import options
from hrcn_community.access.guard import keeps_nothing, me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.consultations.actions import talking
from hrcn_community.consultations.forms.existing import ExistingForm
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.queries.published import (
    Publication,
    find_published,
    search_published,
)
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.consultations.transitions import Deed
from hrcn_community.core.web import page

P = Permission.Consultations


@consultations.get("/consultations/<ref>/existing")
@permit(P.TRIAGE, find_case)
def existing(case: Case) -> Any:
    return _page(case, ExistingForm(formdata=None))


@consultations.post("/consultations/<ref>/existing/search")
@permit(P.TRIAGE, find_case)
@keeps_nothing
def look_for_existing(case: Case) -> Any:
    """Show what is found. By POST: words of a case belong in no address, no log and no history."""
    return _page(case, ExistingForm(formdata=None, data={"q": ExistingForm().q.data}))


@consultations.post("/consultations/<ref>/existing/answer")
@permit(P.TRIAGE, find_case)
def answer_with_existing(case: Case) -> Any:
    form = ExistingForm()
    if not form.validate_on_submit():
        return _page(case, form, 422)
    found = find_published(form.publication.data or "", but=case, viewer=me())
    if found is None:
        form.publication.errors = [_("Whoever asked cannot read this. Choose something else.")]
        return _page(case, form, 422)
    return form.once(lambda: _answered(case, form, found))


def _answered(case: Case, form: ExistingForm, found: Publication) -> str:
    title = found.title.replace("\\", "").replace("[", "(").replace("]", ")")
    words = f"{form.reason.data}\n\n[{title}]({found.address})"
    talking.speak(case, Deed.POINT_TO_EXISTING, words, by=me())
    flash(_("Done."), "success")
    return case.address


def _page(case: Case, form: ExistingForm, status: int = 200) -> Any:
    found = search_published(form.q.data or "", but=case, viewer=me()) if form.q.data else []
    form.publication.choices = options([(each.address, each.title) for each in found])
    return page("consultations/existing.html", status, case=case, form=form, found=found)
