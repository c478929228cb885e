"""At work on a case: a place of its own, which whoever asked cannot open. No form here leads to them."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from hrcn_community.access.forms import with_error
from hrcn_community.access.guard import keeps_nothing, me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.consultations.actions import citing, points, talking
from hrcn_community.consultations.forms.work import CiteForm, NoteForm, PointForm, SourceForm
from hrcn_community.consultations.models import (
    Case,
    CasePoint,
    CitationKind,
    CitedAlready,
    Kind,
    NotForTheAsker,
    NothingThere,
    TooManyCitations,
)
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.queries.citations import find_citation
from hrcn_community.consultations.queries.work import (
    draft_versions,
    find_point,
    kind_at_work,
    work_page,
)
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.consultations.transitions import Deed, State, deeds_from
from hrcn_community.core.text import one_line
from hrcn_community.core.web import page

P = Permission.Consultations
NOT_CITED = (NothingThere, NotForTheAsker, CitedAlready, TooManyCitations)
MOST = 2**31


def find_case_of(ref: str, number: int, *, viewer: Any) -> Case | None:
    """Return the case in which something bears a number; what it is, the view looks up."""
    return find_case(ref, viewer=viewer)


def find_case_of_point(ref: str, number: int, *, viewer: Any) -> Case | None:
    """Return the case in which a reviewer asked for a point of that number."""
    case = find_case(ref, viewer=viewer)
    return case if case and find_point(case, number) else None


@consultations.get("/consultations/<ref>/work")
@permit(P.READ_WORK, find_case)
def work(case: Case) -> Any:
    """Show the place; what is found at work but stands on the page of the case is led to there."""
    number = min(request.args.get("post", 0, type=int), MOST)
    kind = kind_at_work(case, number) if number > 0 else None
    if kind not in (None, Kind.NOTE, Kind.POINT):
        return redirect(f"{case.address}#w{number}")
    return _page(case)


@consultations.post("/consultations/<ref>/work")
@permit(P.READ_WORK, find_case)
@keeps_nothing
def look_for_sources(case: Case) -> Any:
    """Show what could be cited. By POST: words of a case belong in no address, no log and no history."""
    return _page(case, asked=one_line(request.form.get("q", ""))[:200])


@consultations.post("/consultations/<ref>/notes")
@permit(P.READ_WORK, find_case)
def note(case: Case) -> Any:
    form = NoteForm()
    if not form.validate_on_submit():
        return _page(case, 422, note_form=form)
    return _done(case, form, "notes", lambda: talking.note(case, form.note.data or "", by=me()))


@consultations.post("/consultations/<ref>/points/<int:number>")
@permit(P.DRAFT, find_case_of_point)
def settle_point(case: Case) -> Any:
    number = (request.view_args or {}).get("number", 0)
    point, form = find_point(case, number), PointForm()
    if point is None:
        raise NotFound
    if not form.validate_on_submit():
        return _page(case, 422, point_form=form, point_number=number)
    return _done(case, form, "points", lambda: _settled(case, point, form))


@consultations.post("/consultations/<ref>/citations")
@permit(P.DRAFT, find_case)
def cite(case: Case) -> Any:
    form = CiteForm()
    if not form.validate_on_submit():
        return _page(case, 422, cite_form=form)
    pasted = form.pasted.data or ""
    try:
        return _done(case, form, "sources", lambda: citing.cite_house(case, pasted, by=me()))
    except NOT_CITED as refused:
        return _page(case, 422, cite_form=with_error(form, form.pasted, refused))


@consultations.post("/consultations/<ref>/sources")
@permit(P.DRAFT, find_case)
def cite_outside(case: Case) -> Any:
    form = SourceForm()
    if not form.validate_on_submit():
        return _page(case, 422, source_form=form)
    try:
        return _done(case, form, "sources", lambda: _cited(case, form))
    except NOT_CITED as refused:
        return _page(case, 422, source_form=with_error(form, form.title, refused))


@consultations.post("/consultations/<ref>/citations/<int:number>/end")
@permit(P.DRAFT, find_case_of)
def uncite(case: Case) -> Any:
    citation = find_citation(case, (request.view_args or {}).get("number", 0))
    form = NoteForm()  # for its number alone: pressed twice, it takes out one
    if citation is None:
        return form.once(lambda: f"{case.address}/work#sources")
    return _done(case, form, "sources", lambda: citing.uncite(citation, case=case, by=me()))


@consultations.get("/consultations/<ref>/work/versions")
@permit(P.READ_WORK, find_case)
def versions(case: Case) -> Any:
    chosen = request.args.get("old", type=int), request.args.get("new", type=int)
    found = draft_versions(case, chosen)
    return page("consultations/versions.html", case=case, found=found)


def _settled(case: Case, point: CasePoint, form: PointForm) -> None:
    stand, reply = form.stand.data, form.reply.data or ""
    points.settle_point(point, stand, reply, case=case, by=me())


def _cited(case: Case, form: SourceForm) -> None:
    source = citing.Outside(
        kind=CitationKind(form.kind.data),
        title=form.title.data or "",
        source=form.source.data or "",
        address=form.address.data or "",
        seen_on=form.seen_on.data,
    )
    citing.cite_outside(case, source, by=me())


def _done(case: Case, form: Any, part: str, deed: Callable[[], object]) -> Any:
    answer = form.once(lambda: (deed(), f"{case.address}/work#{part}")[1])
    flash(_("Done."), "success")
    return answer


def _page(case: Case, status: int = 200, asked: str = "", **sent: Any) -> Any:
    """Show the place with its empty forms, and the one that was sent as it was sent."""
    before = request.args.get("before", type=int)
    shown = work_page(
        case, viewer=viewer(), asked=asked, before=min(before, MOST) if before else None
    )
    empty = {"formdata": None}
    forms = {
        "note_form": NoteForm(**empty),
        "point_form": PointForm(**empty),
        "cite_form": CiteForm(**empty),
        "source_form": SourceForm(**empty),
        "point_number": 0,
    }
    can_draft = Deed.DRAFT in deeds_from(State(case.state))
    return page(
        "consultations/work.html",
        status,
        shown=shown,
        asked=asked,
        can_draft=can_draft,
        **{**forms, **sent},
    )
