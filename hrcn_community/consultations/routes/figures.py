"""Figures of consultations, for the core team."""

from typing import Any

from hrcn_community.access.guard import permit
from hrcn_community.access.permissions import Permission
from hrcn_community.consultations.queries.quarters import figures
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.consultations.words import STATES
from hrcn_community.core.web import page


@consultations.get("/consultations/figures")
@permit(Permission.Consultations.FIGURES)
def show_figures() -> Any:
    return page("consultations/figures.html", figures=figures(), states=STATES)
