"""Settings: when one is away, and how many cases one takes on at a time."""

from typing import Any

from flask import flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.forms import with_error
from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.models import SiteRole
from hrcn_community.consultations.actions import availability
from hrcn_community.consultations.actions.availability import AwayAlready
from hrcn_community.consultations.forms.availability import AbsenceForm, LimitForm
from hrcn_community.consultations.models import Absence
from hrcn_community.consultations.queries.availability import find_absence, own_absences, own_limit
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.core.web import page

HERE = "/settings/availability"
OWN = Permission.Own.SETTINGS


@consultations.get(HERE)
@permit(OWN)
def own_availability() -> Any:
    return _page()


@consultations.post(f"{HERE}/absences")
@permit(OWN)
def say_away() -> Any:
    form = AbsenceForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    try:
        return form.once(lambda: _said(form))
    except AwayAlready as refused:
        return _page(with_error(form, form.first_day, refused), status=422)


@consultations.post(f"{HERE}/absences/<absence>/removal")
@permit(OWN, find_absence)
def take_absence_back(absence: Absence) -> Response:
    availability.take_back(absence)
    flash(_("It stands there no more."), "success")
    return redirect(HERE, 303)


@consultations.post(f"{HERE}/limit")
@permit(OWN)
def take_on() -> Any:
    form = LimitForm()
    if not form.validate_on_submit():
        return _page(limit=form, status=422)
    availability.take_on(form.most_open.data or 0, by=me())
    flash(_("Saved."), "success")
    return redirect(HERE, 303)


def _said(form: AbsenceForm) -> str:
    availability.say_away(*form.days, by=me())
    flash(_("Saved."), "success")
    return HERE


def _page(
    form: AbsenceForm | None = None, limit: LimitForm | None = None, status: int = 200
) -> Any:
    viewer = me()
    limit = limit or LimitForm(formdata=None, data={"most_open": own_limit(viewer=viewer)})
    return page(
        "consultations/availability.html",
        status,
        form=form or AbsenceForm(formdata=None),
        limit=limit if viewer.site_role == SiteRole.ADVISOR else None,
        absences=own_absences(viewer=viewer),
    )
