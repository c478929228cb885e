"""The second step of signing in, and signing in by a passkey alone."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, make_response, redirect, request, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from hrcn_community.access.forms import HouseForm
from hrcn_community.access.guard import open_when_overdue, public, viewer
from hrcn_community.accounts import passkeys, second_steps
from hrcn_community.accounts.models import Way
from hrcn_community.accounts.second_steps import Half, HalfGone
from hrcn_community.accounts.signing_in import Outcome, enter
from hrcn_community.core.web import page, safe_target
from hrcn_community.core.words import _l
from hrcn_community.site.browsers import ask_device, challenge, device, let_in, remember_device
from hrcn_community.site.front_door import sign_in_page
from hrcn_community.site.kept import Kept, destination, kept_from_form
from hrcn_community.site.leaving import pass_of

second_step = Blueprint("second_step", __name__)
ADDRESS = "/sign-in/second-step"
NOT_TAKEN = _l("This passkey was not taken. Please try again.")


class CodeForm(HouseForm):
    code = StringField(
        _l("Code"),
        description=_l("The six digits of your app, or one of your recovery codes."),
        validators=[DataRequired(_l("Give a code.")), Length(max=40)],
    )
    next = HiddenField()


class PasskeyForm(HouseForm):
    credential = HiddenField(validators=[DataRequired(), Length(max=20_000)])
    next = HiddenField()


@second_step.get(ADDRESS)
@public
@open_when_overdue
def ask() -> Any:
    half = second_steps.find_half(session.get("half", ""), device())
    if half is None:
        return redirect("/sign-in", 303)
    return _page(half, CodeForm(next=safe_target(request.args.get("next"))), None)


@second_step.post(ADDRESS)
@public
def by_code() -> Any:
    half, form, kept = _half(), CodeForm(), kept_from_form()
    if not form.validate_on_submit():
        return _page(half, form, kept, 422)
    found = second_steps.finish_by_code(half, form.code.data or "", **here())
    if found is None:
        form.code.errors = [_("This code is wrong, was used already, or is too old.")]
        return _page(half, form, kept, 422)
    return come_in(found, form.next.data, kept)


@second_step.post(f"{ADDRESS}/passkey/options")
@public
def ask_for_second() -> Response:
    return ask_device(second_steps.ask_for_passkey(_half()))


@second_step.post(f"{ADDRESS}/passkey")
@public
def by_second_passkey() -> Any:
    half, form, kept = _half(), PasskeyForm(), kept_from_form()
    try:
        found = second_steps.finish_by_passkey(half, _answer(form), challenge(), **here())
    except passkeys.NoPasskey:
        again = CodeForm(formdata=None, next=safe_target(form.next.data))
        return _page(half, again, kept, 422, NOT_TAKEN)
    return come_in(found, form.next.data, kept)


@second_step.post("/sign-in/passkey/options")
@public
def ask_for_passkey() -> Response:
    return ask_device(passkeys.ask_for_known("sign-in"))


@second_step.post("/sign-in/passkey")
@public
def by_passkey() -> Any:
    form, kept = PasskeyForm(), kept_from_form()
    try:
        person_id = passkeys.use_passkey(_answer(form), challenge(), "sign-in")
    except passkeys.NoPasskey:
        return sign_in_page(422, safe_target(form.next.data), kept, NOT_TAKEN)
    return come_in(enter(person_id, way=Way.PASSKEY, **here()), form.next.data, kept)


def go_to_second_step(half: str, target: str, kept: Kept | None) -> Response:
    """Ask for the second step; what was written before the session ended is carried on."""
    session["half"] = half
    if kept is None:
        return remember_device(redirect(f"{ADDRESS}?next={quote(target, safe='/')}", 303))
    shown = _page(_half(), CodeForm(formdata=None, next=target), kept)
    return remember_device(make_response(shown))


def come_in(outcome: Outcome, target: str | None, kept: Kept | None) -> Response:
    """Let somebody in, and give back what was written before, or go where they were going.

    Whose account is closed is not in: they are offered to open it again.
    """
    if outcome.leaving_id:
        way_back = pass_of(outcome.leaving_id)
        return make_response(page("account/leaving.html", way_back=way_back))
    if outcome.viewer is None:
        raise HalfGone
    let_in(outcome.viewer)
    if kept:
        to = destination(kept, viewer=viewer())
        shown = page("account/kept.html", kept=kept, to=to, is_proved=False)
        return remember_device(make_response(shown))
    return remember_device(redirect(safe_target(target), 303))


def here() -> dict[str, str]:
    """Return in what a sign-in is begun: the device by its name with us, and what the browser says it is."""
    return {"device": device(), "browser": request.user_agent.string}


def _half() -> Half:
    half = second_steps.find_half(session.get("half", ""), device())
    if half is None:
        raise HalfGone
    return half


def _answer(form: PasskeyForm) -> str:
    if not form.validate_on_submit():
        raise passkeys.NoPasskey
    return form.credential.data or ""


def _page(
    half: Half, form: CodeForm, kept: Kept | None, status: int = 200, said: object = ""
) -> Any:
    shown = {"factors": half.factors, "form": form, "kept": kept, "said": said}
    return page("account/second_step.html", status, **shown)
