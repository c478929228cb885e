"""Settings: what one proves oneself with beside the password, and being led here when it is overdue."""

from typing import Any

import segno
from flask import Blueprint, flash, redirect, request, session
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.access.guard import me, open_when_overdue, permit, steps_up
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import passkeys
from hrcn_community.accounts.carried import carried, carry
from hrcn_community.accounts.codes import app_address, is_code_of, new_key
from hrcn_community.accounts.models import Passkey
from hrcn_community.accounts.passkeys import CHALLENGE_LIVES, NoPasskey, find_passkey
from hrcn_community.accounts.two_step import (
    enrol_app,
    factors_of,
    remove_app,
    renew_recovery_codes,
)
from hrcn_community.core.errors import error_page
from hrcn_community.core.web import SAFE, is_fragment, page
from hrcn_community.core.words import _l
from hrcn_community.site.browsers import ask_device, challenge
from hrcn_community.site.second_step import NOT_TAKEN

two_step = Blueprint("two_step", __name__)
ADDRESS = "/settings/two-step"
KEY, CODES = "key of an app", "recovery codes"
OVERDUE = _l("Before anything else, please add a second step: your role here needs it.")


class AppForm(HouseForm):
    code = StringField(
        _l("Code"),
        description=_l("The six digits that the app shows now."),
        validators=[DataRequired(_l("Give the code that the app shows.")), Length(max=40)],
    )


class NewPasskeyForm(HouseForm):
    name = StringField(
        _l("Name of this passkey"),
        description=_l("So that you know it again, as “my phone”."),
        validators=[Written(_l("Give it a name.")), Length(max=80)],
    )
    credential = HiddenField(validators=[Length(max=20_000)])


@two_step.get(ADDRESS)
@permit(Permission.Own.SETTINGS)
@open_when_overdue
def show() -> Any:
    keys = passkeys.passkeys_of(me().id)
    return page("settings/two_step.html", factors=factors_of(me().id), passkeys=keys)


@two_step.get(f"{ADDRESS}/app")
@permit(Permission.Own.SETTINGS)
@open_when_overdue
@steps_up
def app() -> Any:
    return _app_page(AppForm())


@two_step.post(f"{ADDRESS}/app")
@permit(Permission.Own.SETTINGS)
@open_when_overdue
@steps_up
def add_app() -> Any:
    form = AppForm()
    step = form.validate_on_submit() and _step_of(form)
    if not step:
        return _app_page(form, 422)
    return form.once(lambda: _enrolled(enrol_app(_key(), step, by=me())))


@two_step.post(f"{ADDRESS}/app/end")
@permit(Permission.Own.SETTINGS)
@open_when_overdue
@steps_up
def end_app() -> Response:
    remove_app(by=me())
    flash(_("The app is removed: its codes open nothing any more."), "success")
    return redirect(ADDRESS, 303)


@two_step.get(f"{ADDRESS}/codes")
@permit(Permission.Own.SETTINGS)
@open_when_overdue
def codes() -> Any:
    facts = carried(session.pop("codes", ""), CODES) or {"codes": [], "person": me().id}
    shown = facts["codes"] if facts["person"] == me().id else []
    return page("settings/recovery_codes.html", codes=shown)


@two_step.post(f"{ADDRESS}/codes")
@permit(Permission.Own.SETTINGS)
@open_when_overdue
@steps_up
def renew_codes() -> Response:
    if not me().two_step_since:
        flash(_("You need recovery codes only beside a passkey or an app."), "info")
        return redirect(ADDRESS, 303)
    return redirect(_show_once(renew_recovery_codes(by=me())), 303)


@two_step.get(f"{ADDRESS}/passkeys/new")
@permit(Permission.Own.SETTINGS)
@open_when_overdue
@steps_up
def new_passkey() -> Any:
    return page("settings/passkey.html", form=NewPasskeyForm())


@two_step.post(f"{ADDRESS}/passkeys/options")
@permit(Permission.Own.SETTINGS)
@open_when_overdue
@steps_up
def ask_for_new() -> Response:
    return ask_device(passkeys.ask_for_new(by=me()))


@two_step.post(f"{ADDRESS}/passkeys")
@permit(Permission.Own.SETTINGS)
@open_when_overdue
@steps_up
def add_passkey() -> Any:
    form = NewPasskeyForm()
    if not form.validate_on_submit():
        return page("settings/passkey.html", 422, form=form)
    return _added(form)


@two_step.post(f"{ADDRESS}/passkeys/<ref>/end")
@permit(Permission.Own.SETTINGS, find_passkey)
@open_when_overdue
@steps_up
def end_passkey(passkey: Passkey) -> Response:
    passkeys.remove_passkey(passkey, by=me())
    flash(_("The passkey is removed: it opens nothing any more."), "success")
    return redirect(ADDRESS, 303)


def lead_to_two_step(_error: Exception) -> Any:
    """Lead whoever must enrol first to where they can; what they were sending is given back to copy."""
    if is_fragment():
        return Response(status=204, headers={"HX-Redirect": ADDRESS})
    if request.method not in SAFE:
        return error_page(409, OVERDUE, back=ADDRESS)
    return redirect(ADDRESS, 303)


def _step_of(form: AppForm) -> int:
    """Return of which half minute the code is that the new app showed; 0, with why, for a wrong one."""
    key = _key()
    step = is_code_of(key, form.code.data or "") if key else 0
    if not step:
        form.code.errors = [
            _("This is not the code of this moment. Is the clock of the app right?")
        ]
    return step


def _added(form: NewPasskeyForm) -> Any:
    given, name = form.credential.data or "", form.name.data or ""
    try:
        asked = challenge()
        return form.once(lambda: _enrolled(passkeys.add_passkey(given, asked, name, by=me())))
    except NoPasskey:
        form.form_errors = [str(NOT_TAKEN)]
        return page("settings/passkey.html", 422, form=form)


def _enrolled(codes: list[str]) -> str:
    session.pop("key", None)
    flash(_("It is added. From now on you are asked for it when you sign in."), "success")
    return _show_once(codes) if codes else ADDRESS


def _show_once(codes: list[str]) -> str:
    """Return where these codes are shown, once: the browser carries them there, sealed."""
    session["codes"] = carry(CODES, CHALLENGE_LIVES, codes=codes, person=me().id)
    return f"{ADDRESS}/codes"


def _app_page(form: AppForm, status: int = 200) -> Any:
    """Show the secret of an app that is being enrolled: the same until its first code is right."""
    key = _key()
    if not key:
        key = new_key()
        session["key"] = carry(KEY, passkeys.CHALLENGE_LIVES * 3, key=key, person=me().id)
    picture = Markup(segno.make(app_address(key, me().handle)).svg_inline(scale=4, light="#fff"))  # noqa: S704
    groups = " ".join(key[start : start + 4] for start in range(0, len(key), 4))
    return page("settings/two_step_app.html", status, form=form, picture=picture, key=groups)


def _key() -> str:
    facts = carried(session.get("key", ""), KEY)
    return facts["key"] if facts and facts["person"] == me().id else ""
