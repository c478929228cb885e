"""How often rules were applied, and how: for everybody to read, and for machines."""

import csv
import io
from typing import Any

from flask import Blueprint, Response

from hrcn_community.access.guard import public
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.moderation.models import Ground
from hrcn_community.moderation.queries.counts import quarters
from hrcn_community.moderation.rules import CATEGORIES, MEASURES, OUTCOMES

transparency = Blueprint("transparency", __name__)
GROUPS = {
    "notices": (_l("Notices that came in"), CATEGORIES),
    "measures": (_l("Decisions"), MEASURES),
    "grounds": (
        _l("What decisions rested on"),
        {Ground.RULE: _l("A rule of this house"), Ground.LAW: _l("A law")},
    ),
    "ways": (
        _l("How they came about"),
        {
            "notice": _l("After a notice"),
            "own": _l("By somebody who came upon it"),
            "automated": _l("By a machine alone"),
        },
    ),
    "appeals": (_l("Appeals that were decided"), OUTCOMES),
}


@transparency.get("/transparency")
@public
def figures() -> Any:
    return page("moderation/transparency.html", quarters=quarters(), groups=GROUPS)


@transparency.get("/transparency.csv")
@public
def table() -> Response:
    """Return the same as a table; what is not shown is an empty field."""
    return Response(_csv(), mimetype="text/csv; charset=utf-8")


def _csv() -> str:
    text = io.StringIO()
    write = csv.writer(text).writerow
    write(["quarter", "group", "what", "count"])
    for quarter in quarters():
        for group, parts in quarter.parts.items():
            write([quarter.name, group, "all", _shown(quarter.wholes[group])])
            for name, count in parts.items():
                write([quarter.name, group, name, _shown(count)])
        write([quarter.name, "days to decide", "median", _shown(quarter.median_days)])
    return text.getvalue()


def _shown(count: int | None) -> int | str:
    return "" if count is None else count
