"""The page of one's notices, and the figure at the bell."""

from typing import Any

from flask import Blueprint, current_app, make_response, redirect, request, session
from flask_babel import get_locale
from werkzeug.wrappers import Response

from hrcn_community.access.guard import me, no_page, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.core.web import page, revalidated
from hrcn_community.notifications.actions import see_masked_notices, see_notices
from hrcn_community.notifications.grouping import grouped
from hrcn_community.notifications.models import Notice
from hrcn_community.notifications.queries import notices, unseen_count

notifications = Blueprint("notifications", __name__)
CACHING = "no-store"  # only the page that is open holds it, and asks whether it is still so


@notifications.get("/notifications")
@permit(Permission.Own.NOTICES)
def mine() -> Any:
    if up_to := session.pop("seen_masked", 0):
        see_masked_notices(Notice.id <= up_to, by=me())
    found = notices(viewer=viewer(), before=request.args.get("before", type=int))
    groups, older = grouped(found)
    newest = found[0].id if found else 0
    return page("notifications/mine.html", groups=groups, newest=newest, older=older)


@notifications.get("/notifications/count")
@no_page
@permit(Permission.Own.NOTICES)
def count() -> Any:
    """Answer how many notices are new: 304 where the page that asks shows that already."""
    unread = unseen_count(viewer=viewer())
    validator = f"{unread}-{get_locale()}-{current_app.config['RELEASE']}"
    if unchanged := revalidated(validator, CACHING):
        return unchanged
    answer = make_response(page("notifications/_bell.html", unread=unread))
    answer.set_etag(validator)
    return answer


@notifications.post("/notifications/seen")
@permit(Permission.Own.NOTICES)
def seen() -> Response:
    up_to = request.form.get("up_to", 0, type=int)
    see_notices(by=me(), up_to=up_to)
    if me().personas:
        session["seen_masked"] = (
            up_to  # marked by the page that follows, in a transaction of its own
        )
    return redirect("/notifications", 303)
