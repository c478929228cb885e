"""The documents of a case. A file that cannot be made safe is kept out, and it is said why."""

from typing import Any

from flask import flash
from flask_babel import gettext as _

from hrcn_community.access.guard import me, permit, takes_files, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.consultations.actions.papers import add_papers
from hrcn_community.consultations.forms.papers import PapersForm
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.queries.papers import papers_of
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.consultations.transitions import OPEN
from hrcn_community.core.web import page

P = Permission.Consultations


@consultations.get("/consultations/<ref>/papers")
@permit(P.READ_PAPERS, find_case)
def papers(case: Case) -> Any:
    return _page(case, PapersForm())


@consultations.post("/consultations/<ref>/papers")
@takes_files
@permit(P.READ_PAPERS, find_case)
def add(case: Case) -> Any:
    form = PapersForm()
    if not form.validate_on_submit():
        return _page(case, form, 422)
    answer = form.once(lambda: _added(case, form))
    flash(
        _("Added. Who asked and who declared that they have no conflict of interest can open it."),
        "success",
    )
    return answer


def _added(case: Case, form: PapersForm) -> str:
    add_papers(case, form.about.data or "", form.chosen_files(), by=me())
    return f"{case.address}/papers"


def _page(case: Case, form: PapersForm, status: int = 200) -> Any:
    shown = papers_of(case, viewer=viewer())
    is_open = case.state in OPEN
    return page(
        "consultations/papers.html", status, case=case, papers=shown, form=form, is_open=is_open
    )
