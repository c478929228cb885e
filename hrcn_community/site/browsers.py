"""The browser that somebody uses: letting it in, and knowing it again."""

import secrets
from typing import TypeVar

from flask import current_app, g, request, session
from flask_login import login_user
from werkzeug.wrappers import Response

from hrcn_community.access.guard import viewer
from hrcn_community.accounts.signing_in import sign_out
from hrcn_community.accounts.viewer import Viewer

R = TypeVar("R", bound=Response)
DEVICE_DAYS = 400


def let_in(newcomer: Viewer) -> None:
    """Sign `newcomer` in here; nothing of the session before it lives on, nor its sign-in."""
    if isinstance(before := viewer(), Viewer):
        sign_out(before)
    session.clear()
    session.permanent = True
    login_user(newcomer)


def was_signed_in() -> bool:
    """Did a sign-in of this browser end meanwhile? Whoever writes in it may not know."""
    return "_user_id" in session and not viewer().is_signed_in


def device() -> str:
    """Return the random name by which this browser is known, a new one where it has none yet."""
    if "device" not in g:
        g.device = request.cookies.get("device", "")[:100] or secrets.token_urlsafe(24)
    return g.device


def remember_device(response: R) -> R:
    """Let this browser be known again: who signed in here is never slowed down by others' tries."""
    if request.cookies.get("device", "")[:100] != device():
        keep_cookie(response, "device", device())
    return response


def ask_device(asked: tuple[str, str]) -> Response:
    """Answer with what a passkey is asked for; this browser carries the other half of it until then."""
    options, session["challenge"] = asked
    return Response(options, mimetype="application/json")


def challenge() -> str:
    """Return what this browser was asked last, once."""
    return session.pop("challenge", "")


def keep_cookie(response: Response, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=DEVICE_DAYS * 24 * 3600,
        secure=current_app.config["PRODUCTION"],
        httponly=True,
        samesite="Lax",
    )
