"""Signing in and out, a forgotten password, and the two preferences that anyone may set."""

from collections.abc import Container
from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, request, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import EmailField
from wtforms.validators import DataRequired, Length

from hrcn_community.access.forms import HouseForm
from hrcn_community.access.guard import (
    me,
    open_when_overdue,
    permit,
    public,
    same_origin_suffices,
    viewer,
)
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import passwords, signing_in
from hrcn_community.accounts.models import Purpose
from hrcn_community.accounts.preferences import set_preference
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core.errors import error_page
from hrcn_community.core.web import page, page_here, safe_target
from hrcn_community.core.words import _l
from hrcn_community.site.browsers import device, keep_cookie, remember_device
from hrcn_community.site.fields import NewPasswordForm
from hrcn_community.site.front_door import SignInForm
from hrcn_community.site.kept import Kept, keep_request, kept_from_form
from hrcn_community.site.layout import THEMES
from hrcn_community.site.second_step import come_in, go_to_second_step

account = Blueprint("account", __name__)


class ForgottenForm(HouseForm):
    email = EmailField(
        _l("E-mail address"),
        validators=[DataRequired(_l("Give the address you joined with.")), Length(max=254)],
    )


@account.get("/sign-in")
@public
@open_when_overdue
def sign_in_page() -> Any:
    target = safe_target(request.args.get("next"))
    if viewer().is_signed_in:
        return redirect(target)
    return page("account/sign_in.html", form=SignInForm(next=target), kept=None, wait=0)


@account.post("/sign-in")
@public
@open_when_overdue
def sign_in() -> Any:
    form, kept = SignInForm(), kept_from_form()
    if not form.validate_on_submit():
        return page("account/sign_in.html", 422, form=form, kept=kept, wait=0)
    outcome = _try(form)
    if outcome.half:
        return go_to_second_step(outcome.half, safe_target(form.next.data), kept)
    if outcome.viewer is None and not outcome.leaving_id:
        return _not_signed_in(form, kept, outcome)
    return come_in(outcome, form.next.data, kept)


@account.post("/sign-out")
@permit(Permission.Own.SETTINGS)
@open_when_overdue
def sign_out() -> Response:
    signing_in.sign_out(me())
    session.clear()
    return redirect("/", 303)


@account.get("/sign-in/reset")
@public
@open_when_overdue
def forgotten() -> Any:
    return page("account/forgotten.html", form=ForgottenForm(), asked=False)


@account.post("/sign-in/reset")
@public
@open_when_overdue
def ask_for_reset() -> Any:
    form = ForgottenForm()
    if not form.validate_on_submit():
        return page("account/forgotten.html", 422, form=form, asked=False)
    passwords.ask_for_reset(form.email.data or "")
    return page("account/forgotten.html", form=form, asked=True)


@account.get("/sign-in/reset/<token>")
@public
@open_when_overdue
def new_password(token: str) -> Any:
    return page("account/reset.html", form=NewPasswordForm())


@account.post("/sign-in/reset/<token>")
@public
@open_when_overdue
def reset_password(token: str) -> Any:
    owner, form = passwords.owner_of(token, Purpose.RESET), NewPasswordForm()
    form.personal = (owner.name, owner.email)
    if not form.validate_on_submit():
        return page("account/reset.html", 422, form=form)
    passwords.reset_password(token, form.password.data or "", device=device())
    flash(_("Your new password is set. Sign in with it."), "success")
    return remember_device(redirect("/sign-in", 303))


@account.post("/settings/language")
@public
@open_when_overdue
@same_origin_suffices
def choose_language() -> Response:
    return _prefer("language", request.form.get("language", ""), current_app.config["LANGUAGES"])


@account.post("/settings/theme")
@public
@open_when_overdue
@same_origin_suffices
def choose_theme() -> Response:
    return _prefer("theme", request.form.get("theme", ""), THEMES)


def ask_to_sign_in(_error: Exception) -> Any:
    """Answer 401 with the sign-in form; what was to be sent is carried along."""
    kept = keep_request()
    form = SignInForm(formdata=None, next=page_here())
    return error_page(401, " ", form=form, kept=kept, wait=0)


def _try(form: SignInForm) -> signing_in.Outcome:
    return signing_in.sign_in(
        form.email.data or "",
        form.password.data or "",
        address=request.remote_addr or "",
        device=device(),
        browser=request.user_agent.string,
    )


def _not_signed_in(form: SignInForm, kept: Kept | None, outcome: signing_in.Outcome) -> Any:
    if wait := outcome.wait_seconds:
        answer = make_response(page("account/sign_in.html", 429, form=form, kept=kept, wait=wait))
        answer.headers["Retry-After"] = str(wait)
        return answer
    form.password.errors = [_("This address and password do not belong together.")]
    return page("account/sign_in.html", 422, form=form, kept=kept, wait=0)


def _prefer(name: str, value: str, known: Container[str]) -> Response:
    response = redirect(safe_target(request.form.get("next")), 303)
    if value in known:
        keep_cookie(response, name, value)
        if isinstance(viewer(), Viewer):
            set_preference(viewer().id, name, value)
    return response
