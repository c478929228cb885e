"""Who reads what is confidential is written down, before the page is sent."""

from typing import Any

from flask import current_app, g, make_response, request

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.db import db

SENT_BACK = (409, 422)  # a page with what was wrong in its form


def watched_space(subject: Any) -> int | None:
    """Return the space of `subject` where it wants to be known who reads, else None.

    Whoever is asked whether they will open something has read nothing yet (`is_opened`).
    """
    space = getattr(subject, "space", None)
    if space is None or getattr(g.view, "is_no_page", False):
        return None
    return space.id if space.logs_readers and getattr(subject, "is_opened", True) else None


def logged(answer: Any, space_id: int | None, who: AnyViewer) -> Any:
    """Write down who reads, before the page is sent: one asked for, or one on which a form comes back."""
    if space_id is None:
        return answer
    response, is_asked_for = make_response(answer), request.method == "GET"
    if response.status_code == 200 and is_asked_for:
        current_app.extensions["log_read"](space_id, who)
    elif not is_asked_for and (response.status_code in SENT_BACK or _looks_only(response)):
        db.session.rollback()  # nothing of it is kept, and its lock would be waited for
        current_app.extensions["log_read"](space_id, who)
    return response


def _looks_only(response: Any) -> bool:
    return response.status_code == 200 and getattr(g.view, "keeps_nothing", False)
