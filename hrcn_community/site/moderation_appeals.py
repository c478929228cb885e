"""Appealing, from within or by a mailed address; and deciding an appeal against another's decision."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound, Unauthorized
from werkzeug.wrappers import Response

from hrcn_community.access.guard import me, permit, public, same_origin_suffices, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.consultations.queries.people import excluded_from
from hrcn_community.core.web import page
from hrcn_community.moderation import actions
from hrcn_community.moderation.forms import AppealDecisionForm, AppealForm
from hrcn_community.moderation.models import Decision
from hrcn_community.moderation.queries import statements
from hrcn_community.moderation.queries.appeals import FoundAppeal, appealed_text, find_appeal
from hrcn_community.moderation.rules import CATEGORIES, MEASURES, RULES, SANCTIONS

moderation_appeals = Blueprint("moderation_appeals", __name__)
Place = tuple[Decision, str, str, int | None]  # what, which side, where they read it, who


@moderation_appeals.post("/moderation/appeals")
@public
@same_origin_suffices
def ask() -> Any:
    form = AppealForm(request.form)
    place = _place(form)
    if place is None:  # signed out and without a key nobody has one: perhaps not any more
        raise NotFound if viewer().is_signed_in or form.key.data else Unauthorized
    if not form.validate():
        return page("moderation/appeal_again.html", 422, form=form, back=place[2])
    return _asked(place, form)


@moderation_appeals.get("/moderation/appeals/<ref>")
@permit(Permission.Moderation.APPEAL, find_appeal)
def show(found: FoundAppeal) -> Any:
    return _page(found, AppealDecisionForm())


@moderation_appeals.post("/moderation/appeals/<ref>/opening")
@permit(Permission.Moderation.APPEAL, find_appeal)
def open_(found: FoundAppeal) -> Response:
    actions.open_alone(found.matter, found.appeal, by=me())
    return redirect(f"/moderation/appeals/{found.appeal.ref}", 303)


@moderation_appeals.post("/moderation/appeals/<ref>/decision")
@permit(Permission.Moderation.APPEAL, find_appeal)
def decide(found: FoundAppeal) -> Any:
    form = AppealDecisionForm()
    if not form.validate_on_submit():
        return _page(found, form, 422)
    return form.once(lambda: _decided(found, form))


def _place(form: AppealForm) -> Place | None:
    """Return what is appealed against and by whom, if whoever asks may: signed in, or with the key."""
    ref, key = form.ref.data or "", form.key.data or ""
    return _of_notifier(ref, key) if form.side.data == "notifier" else _of_author(ref, key)


def _of_author(ref: str, key: str) -> Place | None:
    mailed, own = statements.find_mailed_statement, statements.find_statement
    found = mailed(ref, key) if key else own(ref, viewer=viewer())
    if found is None or not found.is_mine:
        return None
    where = f"/moderation/statements/{ref}" + (f"/{key}" if key else "")
    return found.decision, actions.AUTHOR, where, found.decision.person_id


def _of_notifier(ref: str, key: str) -> Place | None:
    mailed, own = statements.find_mailed_answer, statements.find_answer
    found = mailed(ref, key) if key else own(ref, viewer=viewer())
    if found is None or found.decision is None:
        return None
    where = f"/moderation/notices/{ref}" + (f"/{key}" if key else "")
    return found.decision, ref, where, found.notice.notifier_id


def _asked(place: Place, form: AppealForm) -> Response:
    decision, side, where, by_id = place
    reason = form.reason.data or ""
    actions.appeal(decision, side, reason, by_id=by_id, apart=excluded_from)
    if viewer().is_signed_in:
        flash(_("Your appeal has come in. Another person decides it, and you are told."), "success")
    return redirect(where, 303)


def _decided(found: FoundAppeal, form: AppealDecisionForm) -> str:
    actions.decide_appeal(found.appeal, form.chosen, form.answer.data or "", by=me())
    flash(_("The appeal is decided, and both sides are told."), "success")
    is_anew = found.matter.decided_at is None
    return f"/moderation/matters/{found.matter.ref}" if is_anew else "/moderation"


def _page(found: FoundAppeal, form: AppealDecisionForm, status: int = 200) -> Any:
    words = {"categories": CATEGORIES, "measures": MEASURES, "rules": RULES, "sanctions": SANCTIONS}
    shown = {"found": found, "text": appealed_text(found)}
    return page("moderation/appeal.html", status, **shown, form=form, **words)
