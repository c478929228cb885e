"""The page of one's notices."""

from typing import Any

from flask import Blueprint, redirect, request, session
from werkzeug.wrappers import Response

from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.core.web import page
from hrcn_community.notifications.actions import see_masked_notices, see_notices
from hrcn_community.notifications.models import Notice
from hrcn_community.notifications.queries import PAGE, notices
from hrcn_community.notifications.topics import words_of

notifications = Blueprint("notifications", __name__)


@notifications.get("/notifications")
@permit(Permission.Own.NOTICES)
def mine() -> Any:
    if up_to := session.pop("seen_masked", 0):
        see_masked_notices(Notice.id <= up_to, by=me())
    found = notices(viewer=viewer(), before=request.args.get("before", type=int))
    older = found[PAGE - 1].id if len(found) > PAGE else None
    return page("notifications/mine.html", found=found[:PAGE], older=older, words=words_of)


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
