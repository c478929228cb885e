"""Handing the lead of a case on within the core team."""

from typing import Any

from flask import flash
from flask_babel import gettext as _

from hrcn_community.access.choices import options
from hrcn_community.access.forms import with_error
from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.consultations.actions.leading import hand_lead_on
from hrcn_community.consultations.forms.leading import LeadingForm
from hrcn_community.consultations.models import Case, NotEligible
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.queries.people import find_people, possible_leads
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.core.web import page

P = Permission.Consultations


@consultations.get("/consultations/<ref>/lead")
@permit(P.HAND_ON, find_case)
def show_lead(case: Case) -> Any:
    return _page(case, LeadingForm(formdata=None))


@consultations.post("/consultations/<ref>/lead")
@permit(P.HAND_ON, find_case)
def hand_on(case: Case) -> Any:
    form = LeadingForm()
    if not form.validate_on_submit():
        return _page(case, form, 422)
    try:
        return form.once(lambda: _handed_on(case, form))
    except NotEligible as refused:
        return _page(case, with_error(form, form.handle, refused), 422)


def _handed_on(case: Case, form: LeadingForm) -> str:
    """Hand it on, and go to the list: of a closed case nothing is open any more to whoever led it."""
    person_id = find_people([form.handle.data]).get(form.handle.data, 0)
    hand_lead_on(case, person_id, form.reason.data or "", by=me())
    flash(_("The lead is handed on."), "success")
    return "/consultations"


def _page(case: Case, form: LeadingForm, status: int = 200) -> Any:
    people = possible_leads(case, me().id)
    named = [(each.handle, each.name) for each in people]
    form.handle.choices = options([("", _("Choose somebody.")), *named])
    return page("consultations/lead.html", status, case=case, form=form, people=people)
