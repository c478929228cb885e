"""How long a case is kept, for who asked: when it goes, and keeping it once more."""

from typing import Any

from flask import flash
from flask_babel import gettext as _

from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.consultations.actions import keeping
from hrcn_community.consultations.forms.deeds import ReasonForm
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.consultations.transitions import Tier
from hrcn_community.core.web import page
from hrcn_community.privacy.retention import find_period

P = Permission.Consultations


@consultations.get("/consultations/<ref>/keeping")
@permit(P.ANSWER_BACK, find_case)
def kept(case: Case) -> Any:
    return _page(case, ReasonForm())


@consultations.post("/consultations/<ref>/prolongation")
@permit(P.ANSWER_BACK, find_case)
def prolong(case: Case) -> Any:
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(case, form, 422)
    answer = form.once(lambda: _prolonged(case, form.words))
    flash(_("The case is kept once more as long."), "success")
    return answer


def _prolonged(case: Case, reason: str) -> str:
    keeping.prolong(case, reason, by=me())
    return f"{case.address}/keeping"


def _page(case: Case, form: ReasonForm, status: int = 200) -> Any:
    name = keeping.NAMES.get(Tier(case.tier), "")
    period, prolonged = find_period(name, viewer=viewer()), keeping.prolongation_of(case)
    is_over = bool(period) and keeping.is_over(case)
    until = keeping.kept_until(case, period.days, prolonged) if is_over and period else None
    shown = {"case": case, "form": form, "until": until, "prolonged": prolonged}
    return page("consultations/keeping.html", status, **shown, period=period)
