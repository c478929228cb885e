"""Proving once more who one is, before what needs it; nothing that was being sent is lost on the way."""

from typing import Any
from urllib.parse import quote, urlsplit

from flask import Blueprint, flash, make_response, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField
from wtforms.validators import DataRequired, Length

from hrcn_community.access.forms import HouseForm
from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import passwords
from hrcn_community.accounts.stepping_up import step_up
from hrcn_community.core.db import db, reading
from hrcn_community.core.web import SAFE, is_fragment, page, safe_target
from hrcn_community.core.words import _l
from hrcn_community.site.kept import Kept, destination, keep_request, kept_from_form

stepping = Blueprint("stepping", __name__)
ADDRESS = "/settings/step-up"


class StepUpForm(HouseForm):
    password = PasswordField(
        _l("Password"), validators=[DataRequired(_l("Give your password.")), Length(max=1000)]
    )
    next = HiddenField()


@stepping.get(ADDRESS)
@permit(Permission.Own.SETTINGS)
def ask() -> Any:
    return _page(StepUpForm(next=safe_target(request.args.get("next"))), None)


@stepping.post(ADDRESS)
@permit(Permission.Own.SETTINGS)
def prove() -> Any:
    form, kept = StepUpForm(), kept_from_form()
    if not form.validate_on_submit() or not _is_right(form):
        return _page(form, kept, 422)
    step_up(by=me())
    return _go_on(form, kept)


def ask_to_step_up(_error: Exception) -> Any:
    """Lead to the page where it is proved; what was to be sent is carried along, as through signing in."""
    db.session.rollback()
    target = _target()
    if request.method not in SAFE:
        with reading():  # the page takes no lock
            return _page(StepUpForm(formdata=None, next=target), keep_request(), 401)
    there = f"{ADDRESS}?next={quote(target, safe='/')}"
    if is_fragment():
        return Response(status=204, headers={"HX-Redirect": there})
    return redirect(there, 303)


def _target() -> str:
    """Return where to go afterwards: the page that was asked for, or from which something was sent."""
    here = request.full_path if request.query_string else request.path
    if request.method in SAFE and is_fragment():
        here = request.headers.get("HX-Current-URL", "/")
    target = here if request.method in SAFE else request.referrer or "/"
    return safe_target(urlsplit(target)._replace(scheme="", netloc="").geturl())


def _is_right(form: StepUpForm) -> bool:
    if passwords.knows_password(form.password.data or "", by=me()):
        return True
    form.password.errors = [_("This is not your password.")]
    return False


def _go_on(form: StepUpForm, kept: Kept | None) -> Any:
    if kept:
        to = destination(kept, viewer=viewer())
        return make_response(page("account/kept.html", kept=kept, to=to, is_proved=True))
    flash(_("Thank you. For the next fifteen minutes you are not asked again."), "success")
    return redirect(safe_target(form.next.data), 303)


def _page(form: StepUpForm, kept: Kept | None, status: int = 200) -> Any:
    return page("settings/step_up.html", status, form=form, kept=kept)
