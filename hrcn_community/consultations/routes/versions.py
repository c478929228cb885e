"""The answer as it was delivered: each version at an address of its own, as a page and as a paper."""

from typing import Any

from werkzeug.exceptions import NotFound

from hrcn_community.access.guard import ask_again, me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.consultations.actions import delivering
from hrcn_community.consultations.models import Case
from hrcn_community.consultations.papers import paper_of_answer
from hrcn_community.consultations.queries.answers import (
    DeliveredVersion,
    answer_of,
    changes_since,
    find_version,
)
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.consultations.routes.doing import do
from hrcn_community.consultations.transitions import Deed
from hrcn_community.core.web import page

P = Permission.Consultations


@consultations.get("/consultations/<ref>/versions/<int:number>")
@permit(P.READ, find_version)
def version(version: DeliveredVersion) -> Any:
    case, answer = version.case, _answer(version)
    pieces = changes_since(case, answer, viewer=viewer())
    return page("consultations/version.html", case=case, answer=answer, pieces=pieces)


@consultations.get("/consultations/<ref>/versions/<int:number>.pdf")
@permit(P.READ, find_version)
def version_paper(version: DeliveredVersion) -> Any:
    """Set the paper for this reader alone; who may not read any more when it is set gets none."""
    answer = paper_of_answer(version.case, _answer(version))
    ask_again()
    return answer


@consultations.post("/consultations/<ref>/errata")
@permit(P.CLARIFY, find_case)
def correct(case: Case) -> Any:
    return do(case, Deed.CORRECT, lambda form: delivering.correct(case, form.words, by=me()))


@consultations.post("/consultations/<ref>/errata/end")
@permit(P.DELIVER, find_case)
def drop_correction(case: Case) -> Any:
    return do(case, Deed.DROP, lambda form: delivering.drop_correction(case, form.words, by=me()))


def _answer(version: DeliveredVersion) -> Any:
    answer = answer_of(version.case, version.number, viewer=viewer())
    if answer is None:
        raise NotFound
    return answer
