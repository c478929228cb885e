"""Before asking: what there is already, and the end where that is enough."""

from typing import Any

from flask import redirect, request

from hrcn_community.access.forms import do_once
from hrcn_community.access.guard import may, me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.consultations.actions import drafting, reusing
from hrcn_community.consultations.forms.steps import LookForm
from hrcn_community.consultations.queries.before_asking import before_asking, find_before
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.queries.drafting import Fields, begun_by
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.consultations.words import ROOM_WORDS
from hrcn_community.core.text import clean
from hrcn_community.core.web import is_fragment, page

P = Permission.Consultations


def find_answer(*, viewer: AnyViewer) -> Any:
    """Return what somebody says answers them, if they may read it."""
    return find_before(request.values.get("by", "")[:200], viewer=viewer)


@consultations.get("/consultations/new")
@permit(P.BEGIN)
def new() -> Any:
    form = LookForm(formdata=None)
    form.follows.data = request.args.get("follows", "")[:20]
    return _look(form)


@consultations.post("/consultations/similar")
@permit(P.BEGIN)
def look() -> Any:
    """Show what may answer already. By POST: a question half written belongs in no address and no log."""
    form = LookForm()
    question = form.question.data or ""
    found = before_asking(question, viewer=viewer()) if question.strip() else None
    if is_fragment():
        return page("consultations/_before.html", found=found, room_words=ROOM_WORDS)
    return _look(form, found=found)


@consultations.post("/consultations/reuses")
@permit(P.BEGIN, find_answer)
def reuse(found: Any) -> Any:
    """End well: count that it was answered already, and lead there."""
    token = f"reuse {request.form.get('form_token', '')}"  # the same form may still begin a request
    return redirect(do_once(token, lambda: _counted(found)), 303)


@consultations.get("/consultations/answered")
@permit(P.BEGIN, find_answer)
def answered(found: Any) -> Any:
    return page("consultations/answered.html", found=found, room_words=ROOM_WORDS)


@consultations.post("/consultations/drafts")
@permit(P.BEGIN)
def begin() -> Any:
    form = LookForm()
    if not form.validate_on_submit():
        return _look(form, 422)
    return form.once(lambda: f"{drafting.begin(_first(form), by=me()).address}/what")


def _look(form: LookForm, status: int = 200, found: Any = None) -> Any:
    shown = {"form": form, "found": found, "begun": begun_by(viewer())}
    return page("consultations/new.html", status, **shown, room_words=ROOM_WORDS)


def _counted(found: Any) -> str:
    reusing.count_reuse(found.room, by=me())
    return f"/consultations/answered?by={found.address}"


def _first(form: LookForm) -> Fields:
    """Return what a request begins with: the question, and the case of one's own that it follows from."""
    question, ref = clean(form.question.data or "").strip(), form.follows.data or ""
    case = find_case(ref, viewer=viewer()) if ref else None
    follows = [case.ref] if case and may(P.ANSWER_BACK, case) else []
    return {"question": [question], "follows": follows}
