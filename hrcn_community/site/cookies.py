"""The cookies that this house leaves, all of them: what each is for, and how long it stays."""

from collections.abc import Sequence
from typing import Any

from flask import current_app

from hrcn_community.core.words import _l

DEVICE, LANGUAGE, THEME = "device", "language", "theme"
A_MONTH = _l("30 days after your last visit, or until you sign out")
LONG = _l("400 days")


def cookies() -> Sequence[tuple[str, Any, Any]]:
    """Return name, purpose and lifetime of each."""
    session = current_app.config["SESSION_COOKIE_NAME"]
    return (
        (session, _l("keeps you signed in and protects forms"), A_MONTH),
        (
            DEVICE,
            _l(
                "knows a browser again in which you signed in, so that strangers cannot slow you down"
            ),
            LONG,
        ),
        (LANGUAGE, _l("the language that you chose"), LONG),
        (THEME, _l("the appearance that you chose"), LONG),
    )
