"""Stopping mail by the link that every one of them bears: without signing in, on a page or by one click."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from hrcn_community.access.guard import public, token_suffices
from hrcn_community.core.web import page
from hrcn_community.notifications.unsubscribing import (
    Leave,
    find_leave,
    mute,
    stop_all,
    stop_kind,
)

unsubscribing = Blueprint("unsubscribing", __name__)
DEEDS: Mapping[str, Callable[[Leave], None]] = {"conversation": mute, "all": stop_all}


@unsubscribing.get("/unsubscribe/<token>")
@public
def ask(token: str) -> Any:
    """Say what would stop. Programs that look behind links come here too, so nothing changes."""
    return page("pages/unsubscribe.html", leave=_find(token), stopped="")


@unsubscribing.post("/unsubscribe/<token>")
@public
@token_suffices
def stop(token: str) -> Any:
    """Stop it: what a button says, or the kind of mail, where a mail program sends its one click."""
    leave, what = _find(token), request.form.get("what", "kind")
    DEEDS.get(what, stop_kind)(leave)
    return page("pages/unsubscribe.html", leave=leave, stopped=what if what in DEEDS else "kind")


def _find(token: str) -> Leave:
    leave = find_leave(token)
    if leave is None:
        raise NotFound
    return leave
