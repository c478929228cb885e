"""Proving once more who one is, before what needs it; nothing that was being sent is lost on the way."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, flash, make_response, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField
from wtforms.validators import DataRequired, Length

from hrcn_community.access.forms import HouseForm
from hrcn_community.access.guard import me, open_when_overdue, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import passkeys, passwords
from hrcn_community.accounts.stepping_up import step_up
from hrcn_community.accounts.two_step import factors_of, prove_by_code
from hrcn_community.core.db import db, reading
from hrcn_community.core.web import SAFE, is_fragment, page, page_here, safe_target
from hrcn_community.core.words import _l
from hrcn_community.site.browsers import ask_device, challenge
from hrcn_community.site.kept import Kept, destination, keep_request, kept_from_form
from hrcn_community.site.second_step import NOT_TAKEN, CodeForm, PasskeyForm

stepping = Blueprint("stepping", __name__)
ADDRESS = "/settings/step-up"


class PasswordAgainForm(HouseForm):
    password = PasswordField(
        _l("Password"), validators=[DataRequired(_l("Give your password.")), Length(max=1000)]
    )
    next = HiddenField()


@stepping.get(ADDRESS)
@permit(Permission.Own.SETTINGS)
@open_when_overdue
def ask() -> Any:
    return _page(_form(next=safe_target(request.args.get("next"))), None)


@stepping.post(ADDRESS)
@permit(Permission.Own.SETTINGS)
@open_when_overdue
def prove() -> Any:
    form, kept = _form(), kept_from_form()
    if not form.validate_on_submit() or not _is_right(form):
        return _page(form, kept, 422)
    return _go_on(form, kept)


@stepping.post(f"{ADDRESS}/passkey/options")
@permit(Permission.Own.SETTINGS)
@open_when_overdue
def ask_for_passkey() -> Response:
    return ask_device(passkeys.ask_for_known("step-up", me().id))


@stepping.post(f"{ADDRESS}/passkey")
@permit(Permission.Own.SETTINGS)
@open_when_overdue
def prove_by_passkey() -> Any:
    form, kept = PasskeyForm(), kept_from_form()
    try:
        passkeys.use_passkey(form.credential.data or "", challenge(), "step-up", me().id)
    except passkeys.NoPasskey:
        again = _form(formdata=None, next=safe_target(form.next.data))
        return _page(again, kept, 422, NOT_TAKEN)
    return _go_on(form, kept)


def ask_to_step_up(_error: Exception) -> Any:
    """Lead to the page where it is proved; what was to be sent is carried along, as through signing in."""
    db.session.rollback()
    target = page_here()
    if request.method not in SAFE:
        with reading():  # the page takes no lock
            return _page(
                _form(formdata=None, next=target), keep_request() or Kept(request.path, ()), 401
            )
    there = f"{ADDRESS}?next={quote(target, safe='/')}"
    if is_fragment():
        return Response(status=204, headers={"HX-Redirect": there})
    return redirect(there, 303)


def _form(**given: Any) -> Any:
    """Return the form that asks for a code where something is enrolled, else for the password."""
    return CodeForm(**given) if me().two_step_since else PasswordAgainForm(**given)


def _is_right(form: Any) -> bool:
    if isinstance(form, CodeForm):
        if prove_by_code(form.code.data or "", by=me()):
            return True
        form.code.errors = [_("This code is wrong, was used already, or is too old.")]
        return False
    if passwords.knows_password(form.password.data or "", by=me()):
        return True
    form.password.errors = [_("This is not your password.")]
    return False


def _go_on(form: Any, kept: Kept | None) -> Any:
    step_up(by=me())
    if kept and (kept.is_written or kept.deed):
        to = destination(kept, viewer=viewer())
        back = safe_target(form.next.data)
        shown = page("account/kept.html", kept=kept, to=to, is_proved=True, back=back)
        return make_response(shown)
    if kept:
        flash(_("Thank you. Nothing was done yet: press once more what you pressed."), "success")
    else:
        flash(_("Thank you. For the next fifteen minutes you are not asked again."), "success")
    return redirect(safe_target(form.next.data), 303)


def _page(form: Any, kept: Kept | None, status: int = 200, said: object = "") -> Any:
    factors = factors_of(me().id)
    return page("settings/step_up.html", status, form=form, kept=kept, factors=factors, said=said)
