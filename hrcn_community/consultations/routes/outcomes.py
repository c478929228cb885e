"""How it went, told by who asked: a rating, and some months later what became of the answer."""

from typing import Any

from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.consultations.actions import evaluating
from hrcn_community.consultations.models import Case, Used, Useful
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.consultations.routes.doing import do
from hrcn_community.consultations.sheets import RATING
from hrcn_community.consultations.transitions import Deed

P = Permission.Consultations


@consultations.post("/consultations/<ref>/rating")
@permit(P.ANSWER_BACK, find_case)
def rate(case: Case) -> Any:
    return do(case, RATING, lambda form: _rate(case, form))


@consultations.post("/consultations/<ref>/outcome")
@permit(P.ANSWER_BACK, find_case)
def report(case: Case) -> Any:
    return do(case, Deed.EVALUATE, lambda form: _report(case, form))


def _rate(case: Case, form: Any) -> None:
    evaluating.rate(case, Useful(form.useful.data), form.sentence.data or "", by=me())


def _report(case: Case, form: Any) -> None:
    evaluating.report(case, Used(form.used.data), form.body.data or "", by=me())
