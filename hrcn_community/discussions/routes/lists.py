"""Lists of threads."""

from typing import Any

from flask import request

from hrcn_community.access.guard import public, viewer
from hrcn_community.core.web import page
from hrcn_community.discussions import queries
from hrcn_community.discussions.routes.blueprint import discussions
from hrcn_community.discussions.routes.shared import startable


@discussions.get("/threads")
@public
def latest() -> Any:
    listed = queries.threads(viewer=viewer(), before=request.args.get("before", ""))
    return page("discussions/latest.html", listed=listed, can_start=bool(startable()))
