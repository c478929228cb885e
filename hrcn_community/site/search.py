"""The search page."""

from typing import Any

from flask import Blueprint, request

from hrcn_community.access.guard import public, viewer
from hrcn_community.audit.actions import log_read
from hrcn_community.core.web import page
from hrcn_community.search.queries import find

search = Blueprint("search", __name__)


@search.get("/search")
@public
def results() -> Any:
    query = request.args.get("q", "")
    number = max(request.args.get("page", 1, type=int), 1)
    found = find(query, viewer=viewer(), page=min(number, 50))
    for space_id in sorted(found.confidential_ids):
        log_read(space_id, viewer())
    return page("search/results.html", query=query[:200], found=found, number=number)
