"""Signing in by another house that vouches for people, and linking one's account to it."""

from typing import Any

from flask import Blueprint, flash, redirect, request, session
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from hrcn_community.access.forms import HouseForm
from hrcn_community.access.guard import me, open_when_overdue, permit, public, steps_up
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import vouching
from hrcn_community.accounts.carried import carried, carry
from hrcn_community.accounts.identities import (
    Vouched,
    link_identity,
    linked_since,
    sign_in_vouched,
    unlink_identity,
)
from hrcn_community.accounts.vouching import ASKED_LIVES, NotVouched
from hrcn_community.core.db import db
from hrcn_community.core.web import page, safe_target
from hrcn_community.core.words import _l
from hrcn_community.site.front_door import sign_in_page
from hrcn_community.site.second_step import come_in, go_to_second_step, here

provider = Blueprint("provider", __name__)
VOUCHED = "vouched for"
UNKNOWN = _l(
    "Nobody here has linked their account to this one. Sign in as always, and link it in your settings."
)


class GoOnForm(HouseForm):
    """Nothing to fill in: what the other house said is carried by the session."""


@provider.get("/sign-in/provider")
@public
@open_when_overdue
def begin() -> Response:
    return _leave("sign-in", next=safe_target(request.args.get("next")))


@provider.get(vouching.BACK)
@public
@open_when_overdue
def back() -> Any:
    said, asked = vouching.hear(session.pop("asked", ""), request.args)
    session["vouched"] = carry(VOUCHED, ASKED_LIVES, said=said, asked=asked)
    action = "/settings/provider" if asked["purpose"] == "link" else "/sign-in/provider"
    return page("account/vouched.html", form=GoOnForm(), action=action, asked=asked)


@provider.post("/sign-in/provider")
@public
@open_when_overdue
def sign_in() -> Any:
    vouched, asked = _vouched("sign-in")
    outcome = sign_in_vouched(vouched, **here())
    if outcome.half:
        return go_to_second_step(outcome.half, asked["next"], None)
    if outcome.viewer is None and not outcome.leaving_id:
        return sign_in_page(422, asked["next"], None, UNKNOWN)
    return come_in(outcome, asked["next"], None)


@provider.get("/settings/provider")
@permit(Permission.Own.SETTINGS)
def show() -> Any:
    if not vouching.is_offered():
        raise NotFound
    return page("settings/provider.html", linked=linked_since(me()))


@provider.get("/settings/provider/link")
@permit(Permission.Own.SETTINGS)
@steps_up
def begin_link() -> Response:
    return _leave("link", person=me().id)


@provider.post("/settings/provider")
@permit(Permission.Own.SETTINGS)
@steps_up
def link() -> Response:
    vouched, asked = _vouched("link")
    if asked["person"] != me().id:
        raise NotVouched
    link_identity(vouched, by=me())
    flash(_("It is linked. From now on you can sign in by it."), "success")
    return redirect("/settings/provider", 303)


@provider.post("/settings/provider/end")
@permit(Permission.Own.SETTINGS)
@steps_up
def unlink() -> Response:
    unlink_identity(by=me())
    flash(_("It is linked no more."), "success")
    return redirect("/settings/provider", 303)


def _leave(purpose: str, **more: Any) -> Response:
    """Send somebody to the other house; the database is let go while it is asked for its addresses."""
    if not vouching.is_offered():
        raise NotFound
    db.session.rollback()
    address, session["asked"] = vouching.ask(purpose, **more)
    return redirect(address, 303)


def _vouched(purpose: str) -> tuple[Vouched, dict[str, Any]]:
    """Return whom the other house named in this browser a moment ago, for this purpose; once."""
    facts = carried(session.pop("vouched", ""), VOUCHED)
    if facts is None or facts["asked"]["purpose"] != purpose:
        raise NotVouched
    vouching.use_up(facts["asked"])
    said = facts["said"]
    return Vouched(said["issuer"], said["subject"], tuple(said["amr"])), facts["asked"]
