"""Signing in and out, and the two preferences that anyone may set."""

import secrets as random
from collections.abc import Container
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, current_app, make_response, redirect, request, session
from flask_babel import gettext as _
from flask_login import login_user
from werkzeug.wrappers import Response
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import DataRequired, Length

from hrcn_community.access.forms import HouseForm
from hrcn_community.access.guard import me, permit, public, same_origin_suffices, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import signing_in
from hrcn_community.accounts.preferences import set_preference
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core.errors import error_page
from hrcn_community.core.web import SAFE, page, safe_target
from hrcn_community.core.words import _l
from hrcn_community.site.kept import Kept, keep_request, kept_from_form
from hrcn_community.site.layout import THEMES

account = Blueprint("account", __name__)
DEVICE_DAYS = 400


class SignInForm(HouseForm):
    email = EmailField(
        _l("E-mail address"),
        validators=[DataRequired(_l("Give the address you joined with.")), Length(max=254)],
    )
    password = PasswordField(
        _l("Password"), validators=[DataRequired(_l("Give your password.")), Length(max=1000)]
    )
    next = HiddenField()


@account.get("/sign-in")
@public
def sign_in_page() -> Any:
    target = safe_target(request.args.get("next"))
    if viewer().is_signed_in:
        return redirect(target)
    return page("account/sign_in.html", form=SignInForm(next=target), kept=None, wait=0)


@account.post("/sign-in")
@public
def sign_in() -> Any:
    form, kept = SignInForm(), kept_from_form()
    if not form.validate_on_submit():
        return page("account/sign_in.html", 422, form=form, kept=kept, wait=0)
    outcome = signing_in.sign_in(
        form.email.data or "",
        form.password.data or "",
        address=request.remote_addr or "",
        device=request.cookies.get("device", ""),
        browser=request.user_agent.string,
    )
    if outcome.viewer is None:
        return _not_signed_in(form, kept, outcome.wait_seconds)
    session.clear()  # nothing of the session before it lives on
    session.permanent = True
    login_user(outcome.viewer)
    if kept:
        return _remember_device(make_response(page("account/kept.html", kept=kept)))
    return _remember_device(redirect(safe_target(form.next.data), 303))


@account.post("/sign-out")
@permit(Permission.Own.SETTINGS)
def sign_out() -> Response:
    signing_in.sign_out(me())
    session.clear()
    return redirect("/", 303)


@account.post("/settings/language")
@public
@same_origin_suffices
def choose_language() -> Response:
    return _prefer("language", request.form.get("language", ""), current_app.config["LANGUAGES"])


@account.post("/settings/theme")
@public
@same_origin_suffices
def choose_theme() -> Response:
    return _prefer("theme", request.form.get("theme", ""), THEMES)


def ask_to_sign_in(_error: Exception) -> Any:
    """Answer 401 with the sign-in form; what was to be sent is carried along."""
    kept = keep_request()
    target = request.full_path if request.method in SAFE else request.referrer or "/"
    target = safe_target(urlsplit(target)._replace(scheme="", netloc="").geturl())
    form = SignInForm(formdata=None, next=target)
    return error_page(401, " ", form=form, kept=kept, wait=0)


def _not_signed_in(form: SignInForm, kept: Kept | None, wait: int) -> Any:
    if wait:
        answer = make_response(page("account/sign_in.html", 429, form=form, kept=kept, wait=wait))
        answer.headers["Retry-After"] = str(wait)
        return answer
    form.password.errors = [_("This address and password do not belong together.")]
    return page("account/sign_in.html", 422, form=form, kept=kept, wait=0)


def _remember_device(response: Response) -> Response:
    """Let this browser be known again: who signed in here once is never slowed down by others' tries."""
    if not request.cookies.get("device"):
        _keep_cookie(response, "device", random.token_urlsafe(24))
    return response


def _prefer(name: str, value: str, known: Container[str]) -> Response:
    response = redirect(safe_target(request.form.get("next")), 303)
    if value in known:
        _keep_cookie(response, name, value)
        if isinstance(viewer(), Viewer):
            set_preference(viewer().id, name, value)
    return response


def _keep_cookie(response: Response, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=DEVICE_DAYS * 24 * 3600,
        secure=current_app.config["PRODUCTION"],
        httponly=True,
        samesite="Lax",
    )
