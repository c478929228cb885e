"""The search page: what is asked, in words and in fields, and what was found."""

from typing import Any

from flask import Blueprint, request
from flask_babel import get_locale

from hrcn_community.access.guard import public, takes_any_question, viewer
from hrcn_community.access.visibility import waits_for_proof
from hrcn_community.audit.actions import log_read
from hrcn_community.core.web import is_fragment, page
from hrcn_community.search.asked import OPERATORS, Asked, parse
from hrcn_community.search.names import Named, named_so
from hrcn_community.search.queries import COUNTED, Found, count_found, find
from hrcn_community.site.search_fields import (
    EXAMPLES,
    chips,
    fields,
    known_values,
    misread,
    rooms,
)

search = Blueprint("search", __name__)


@search.get("/search")
@takes_any_question
@public
def results() -> Any:
    asked, key = _asked(), request.args.get("key", "")
    found = find(asked, viewer=viewer(), rooms=rooms(), after=key)
    for space_id in sorted(found.confidential_ids):
        log_read(space_id, viewer())
    shown = {"asked": asked, "found": found, "is_first": not key} | _beside(asked, found, key)
    if is_fragment() and _is_live():
        return page("search/_live.html", **shown)
    return page("search/results.html", **shown, fields=fields(asked), operators=EXAMPLES)


def _asked() -> Asked:
    said = {operator: request.args.get(operator, "") for operator in OPERATORS}
    known = known_values(str(get_locale()))
    return parse(request.args.get("q", ""), known, said, typing=_is_live())


def _is_live() -> bool:
    """Is this asked while somebody types?"""
    return "typing" in request.args


def _beside(asked: Asked, found: Found, key: str) -> dict[str, Any]:
    """Return what stands around the hits; a further page does not say again what bears such a name."""
    return {
        "chips": chips(asked),
        "misread": misread(asked),
        "named": Named() if key else named_so(asked, viewer=viewer()),
        "count": _count(asked, found),
        "waits_for_proof": not key and waits_for_proof(viewer()),
        "most": COUNTED,
    }


def _count(asked: Asked, found: Found) -> int | None:
    """Return how many there are, up to one more than is told; while somebody types nobody counts."""
    if _is_live() or not found.hits:
        return None
    return count_found(asked, viewer=viewer(), rooms=rooms())
