"""Giving notice of content: anybody, signed in or not, about what they can see; and what became of it."""

from typing import Any

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound, Unauthorized

from hrcn_community.access.guard import permit, public, same_origin_suffices, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.limits import TooOften
from hrcn_community.consultations.queries.people import excluded_from
from hrcn_community.core.web import page
from hrcn_community.moderation.actions import file_notice
from hrcn_community.moderation.forms import AppealForm, NoticeForm
from hrcn_community.moderation.models import ContentNotice
from hrcn_community.moderation.queries import statements as queries
from hrcn_community.moderation.queries.statements import Answer
from hrcn_community.moderation.queries.subjects import Subject, find_subject
from hrcn_community.moderation.rules import CATEGORIES, MEASURES, OUTCOMES, RULES
from hrcn_community.site.browsers import was_signed_in

moderation_filing = Blueprint("moderation_filing", __name__)


@moderation_filing.get("/moderation/notices/new")
@public
def new() -> Any:
    """Offer the form; with an address that is not open to whoever asks, as if nothing were there."""
    address = _asked_about()
    if address and find_subject(address, viewer=viewer()) is None:
        raise NotFound
    return _form(NoticeForm(address=address))


@moderation_filing.post("/moderation/notices")
@public
@same_origin_suffices
def file() -> Any:
    form = NoticeForm(request.form)
    if not form.validate():
        return _form(form, 422)
    subject = find_subject(_path(form.address.data or ""), viewer=viewer())
    return _filed(subject, form) if subject else _nothing_there(form)


@moderation_filing.get("/moderation/notices")
@permit(Permission.Moderation.ANSWER)
def mine() -> Any:
    return page("moderation/notices.html", found=queries.own_notices(viewer=viewer()))


@moderation_filing.get("/moderation/notices/<ref>")
@permit(Permission.Moderation.ANSWER, queries.find_answer)
def answer(answer: Answer) -> Any:
    return _answer(answer)


@moderation_filing.get("/moderation/notices/<ref>/<key>")
@public
def mailed_answer(ref: str, key: str) -> Any:
    found = queries.find_mailed_answer(ref, key)
    if found is None:
        raise NotFound
    return _answer(found)


def _asked_about() -> str:
    """Return the address of what the form was opened for, if it was opened from somewhere."""
    for name, room in (("post", "posts"), ("person", "people"), ("file", "files")):
        if asked := request.args.get(name, "")[:40]:
            return f"/{room}/{asked}"
    return ""


def _path(address: str) -> str:
    """Return an address without the beginning that names this house."""
    for beginning in (request.host_url, f"https://{request.host}/", f"http://{request.host}/"):
        if address.strip().startswith(beginning):
            return "/" + address.strip().removeprefix(beginning)
    return address


def _filed(subject: Subject, form: NoticeForm) -> Any:
    try:
        address = request.remote_addr or ""
        kept = {"address": address, "apart": excluded_from}
        notice = file_notice(subject, form.complaint, by=viewer(), **kept)
    except TooOften as refused:
        form.explanation.errors = [str(refused.message)]
        return _form(form, 429)
    return redirect(_receipt(notice), 303)


def _receipt(notice: ContentNotice) -> str:
    where = f"/moderation/notices/{notice.ref}"
    return where if notice.notifier_id else f"{where}/{notice.key}"


def _nothing_there(form: NoticeForm) -> Any:
    """Say the same of what does not exist and of what is not open to whoever asks.

    Whose sign-in ended while they wrote signs in again, with what they wrote: then it may be open.
    """
    if was_signed_in():
        raise Unauthorized
    form.address.errors = [
        _("We find nothing at this address that you can read. Copy it from your browser once more.")
    ]
    return _form(form, 422)


def _form(form: NoticeForm, status: int = 200) -> Any:
    return page("moderation/new_notice.html", status, form=form)


def _answer(found: Answer) -> Any:
    decision = found.decision
    can_appeal = bool(decision and found.appeal is None and decision.can_be_appealed)
    given = {"ref": found.notice.ref, "key": found.key, "side": "notifier"}
    words = {"categories": CATEGORIES, "measures": MEASURES, "outcomes": OUTCOMES, "rules": RULES}
    form = AppealForm(data=given) if can_appeal else None
    return page("moderation/answer.html", found=found, form=form, **words)
