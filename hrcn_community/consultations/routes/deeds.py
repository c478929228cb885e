"""One resource for each deed of a case. An invalid form comes back on a sheet of its own."""

from typing import Any

from flask import request

from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.consultations.actions import answers, asking, talking
from hrcn_community.consultations.models import Case, NotEligible
from hrcn_community.consultations.offers import form_for
from hrcn_community.consultations.queries.cases import find_case
from hrcn_community.consultations.queries.people import find_people
from hrcn_community.consultations.routes.blueprint import consultations
from hrcn_community.consultations.routes.doing import do, show_sheet
from hrcn_community.consultations.sheets import TIER
from hrcn_community.consultations.transitions import Deed, Tier
from hrcn_community.conversations.models import EditConflict, Post
from hrcn_community.core.db import db
from hrcn_community.core.differences import compare

P = Permission.Consultations


@consultations.post("/consultations/<ref>/triage")
@permit(P.TRIAGE, find_case)
def take_up(case: Case) -> Any:
    return do(case, Deed.TAKE_UP, lambda form: talking.take_up(case, _lead(form), by=me()))


@consultations.post("/consultations/<ref>/needs-info")
@permit(P.TRIAGE, find_case)
def ask_for_more(case: Case) -> Any:
    return _speak(case, Deed.ASK_FOR_MORE)


@consultations.post("/consultations/<ref>/information")
@permit(P.ANSWER_BACK, find_case)
def inform(case: Case) -> Any:
    return _speak(case, Deed.INFORM)


@consultations.post("/consultations/<ref>/existing")
@permit(P.TRIAGE, find_case)
def point_to_existing(case: Case) -> Any:
    return _speak(case, Deed.POINT_TO_EXISTING)


@consultations.post("/consultations/<ref>/decline")
@permit(P.TRIAGE, find_case)
def decline(case: Case) -> Any:
    return _speak(case, Deed.DECLINE)


@consultations.post("/consultations/<ref>/scope")
@permit(P.TRIAGE, find_case)
def scope(case: Case) -> Any:
    return _speak(case, Deed.SCOPE)


@consultations.post("/consultations/<ref>/scope/confirmation")
@permit(P.ANSWER_BACK, find_case)
def confirm_scope(case: Case) -> Any:
    return do(case, Deed.CONFIRM_SCOPE, lambda form: talking.confirm_scope(case, by=me()))


@consultations.post("/consultations/<ref>/scope/objection")
@permit(P.ANSWER_BACK, find_case)
def question_scope(case: Case) -> Any:
    return _speak(case, Deed.QUESTION_SCOPE)


@consultations.post("/consultations/<ref>/drafts")
@permit(P.DRAFT, find_case)
def draft(case: Case) -> Any:
    form = form_for(Deed.DRAFT, case, request.form)
    if not form.validate_on_submit():
        return show_sheet(case, Deed.DRAFT, form, 422)
    try:
        return form.once(lambda: _drafted(case, form))
    except EditConflict:
        return _both_drafts(case, form)


@consultations.post("/consultations/<ref>/questions")
@permit(P.DRAFT, find_case)
def ask_requester(case: Case) -> Any:
    return _speak(case, Deed.ASK_REQUESTER)


@consultations.post("/consultations/<ref>/review-request")
@permit(P.DRAFT, find_case)
def request_review(case: Case) -> Any:
    return do(case, Deed.REQUEST_REVIEW, lambda form: answers.request_review(case, by=me()))


@consultations.post("/consultations/<ref>/reviews")
@permit(P.REVIEW, find_case)
def review(case: Case) -> Any:
    return do(case, Deed.APPROVE, lambda form: _reviewed(case, form))


@consultations.post("/consultations/<ref>/signature")
@permit(P.SIGN, find_case)
def sign(case: Case) -> Any:
    return do(case, Deed.SIGN, lambda form: answers.sign(case, form.words, by=me()))


@consultations.post("/consultations/<ref>/signature/refusal")
@permit(P.SIGN, find_case)
def send_back(case: Case) -> Any:
    return do(case, Deed.SEND_BACK, lambda form: answers.send_back(case, form.words, by=me()))


@consultations.post("/consultations/<ref>/delivery")
@permit(P.DELIVER, find_case)
def deliver(case: Case) -> Any:
    return do(case, Deed.DELIVER, lambda form: answers.deliver(case, form.words, by=me()))


@consultations.post("/consultations/<ref>/clarifications")
@permit(P.ANSWER_BACK, find_case)
def ask_clarification(case: Case) -> Any:
    return _speak(case, Deed.ASK_CLARIFICATION)


@consultations.post("/consultations/<ref>/clarifications/answer")
@permit(P.CLARIFY, find_case)
def clarify(case: Case) -> Any:
    return _speak(case, Deed.CLARIFY)


@consultations.post("/consultations/<ref>/closure")
@permit(P.CLOSE, find_case)
def close(case: Case) -> Any:
    return _speak(case, Deed.CLOSE)


@consultations.post("/consultations/<ref>/closure/end")
@permit(P.ANSWER_BACK, find_case)
def reopen(case: Case) -> Any:
    return _speak(case, Deed.REOPEN)


@consultations.post("/consultations/<ref>/withdrawal")
@permit(P.ANSWER_BACK, find_case)
def withdraw(case: Case) -> Any:
    return _speak(case, Deed.WITHDRAW)


@consultations.post("/consultations/<ref>/tier")
@permit(P.ANSWER_BACK, find_case)
def tighten(case: Case) -> Any:
    return do(case, TIER, lambda form: asking.tighten(case, Tier(form.tier.data), by=me()))


def _speak(case: Case, deed: Deed) -> Any:
    return do(case, deed, lambda form: talking.speak(case, deed, form.words, by=me()))


def _reviewed(case: Case, form: Any) -> None:
    approves, text = form.verdict.data == "approve", form.body.data or ""
    answers.review(case, approves, text, form.point_lines, by=me())


def _drafted(case: Case, form: Any) -> str:
    answers.write_draft(case, form.body.data or "", by=me(), over=form.revision.data)
    return f"{case.address}#work"


def _both_drafts(case: Case, form: Any) -> Any:
    post = db.session.get_one(Post, case.draft_post_id)
    form.revision.process(None, post.revision)  # a second try is over the text shown beside
    pieces = compare(post.source, form.body.data or "")
    return show_sheet(case, Deed.DRAFT, form, 409, post, pieces)


def _lead(form: Any) -> int | None:
    if form.lead is None or not form.lead.data:
        return None
    people = find_people([form.lead.data])
    if not people:
        raise NotEligible
    return people[form.lead.data]
