"""The queue of notices, a matter in it, claiming and deciding it, and the log."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.filters import Filter
from hrcn_community.access.guard import me, no_page, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts.models import SiteRole
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.moderation import actions
from hrcn_community.moderation.actions.elsewhere import measures_for
from hrcn_community.moderation.forms import DecisionForm
from hrcn_community.moderation.queries.appeals import waiting_appeals
from hrcn_community.moderation.queries.log import log_entries
from hrcn_community.moderation.queries.matters import (
    FoundMatter,
    MatterFile,
    find_file_of,
    find_matter,
    seen,
    waiting_matters,
)
from hrcn_community.moderation.rules import (
    CATEGORIES,
    ENTERED,
    MEASURES,
    RULES,
    SANCTIONS,
)
from hrcn_community.notifications.actions import see_notices_at
from hrcn_community.site.files import answer_file

moderation = Blueprint("moderation", __name__)
STATES = {"mine": _l("Claimed by me"), "decided": _l("Decided")}


@moderation.get("/moderation")
@permit(Permission.Moderation.QUEUE)
def queue() -> Any:
    asked = {name: request.args.get(name, "") for name in ("state", "category", "after")}
    found, after = waiting_matters(viewer=viewer(), **asked)
    shown = {"found": found, "older": _with(asked, after) if after else "", "state": asked["state"]}
    appeals = waiting_appeals(viewer=viewer())[0] if not asked["after"] else []
    words = {"categories": CATEGORIES, "filters": _filters(asked)}
    return page("moderation/queue.html", **shown, **words, appeals=appeals, measures=MEASURES)


@moderation.get("/moderation/matters/<ref>")
@permit(Permission.Moderation.DECIDE, find_matter)
def show(found: FoundMatter) -> Any:
    return _page(found, _decision_form(found))


@moderation.post("/moderation/matters/<ref>/opening")
@permit(Permission.Moderation.DECIDE, find_matter)
def open_(found: FoundMatter) -> Response:
    if found.is_alone:
        actions.open_alone(found.matter, found.matter, by=me())
    return _back(
        found, _("You can read it now. That you do is written down, and its author is told.")
    )


@moderation.post("/moderation/matters/<ref>/claim")
@permit(Permission.Moderation.DECIDE, find_matter)
def claim(found: FoundMatter) -> Response:
    actions.claim(found.matter, by=me())
    return _back(found, _("It is yours for two days; others see that you have claimed it."))


@moderation.post("/moderation/matters/<ref>/claim/end")
@permit(Permission.Moderation.DECIDE, find_matter)
def release(found: FoundMatter) -> Response:
    actions.release(found.matter, by=me())
    return _back(found, _("Others can claim it now."))


@moderation.post("/moderation/matters/<ref>/decision")
@permit(Permission.Moderation.DECIDE, find_matter)
def decide(found: FoundMatter) -> Any:
    form = _decision_form(found)
    if not form.validate_on_submit():
        return _page(found, form, 422)
    return form.once(lambda: _decided(found, form))


@moderation.post("/moderation/matters/<ref>/decision/end")
@permit(Permission.Moderation.DECIDE, find_matter)
def give_back(found: FoundMatter) -> Response:
    actions.give_back(found.matter, by=me())
    return _back(found, _("It can be seen again, and whom it concerns is told."))


@moderation.get("/moderation/matters/<ref>/file")
@no_page
@permit(Permission.Moderation.DECIDE, find_file_of)
def file(found: MatterFile) -> Response:
    return answer_file(found.file)


@moderation.get("/moderation/log")
@permit(Permission.Moderation.QUEUE)
def log() -> Any:
    before = request.args.get("before", 0, type=int)
    found, older = log_entries(viewer=viewer(), before=before)
    words = {"entered": ENTERED, "measures": MEASURES, "sanctions": SANCTIONS}
    return page("moderation/log.html", found=found, older=older, **words)


def _decision_form(found: FoundMatter) -> DecisionForm:
    is_core = viewer().site_role == SiteRole.CORE
    return DecisionForm(is_core=is_core, measures=measures_for(found.matter))


def _decided(found: FoundMatter, form: DecisionForm) -> str:
    actions.decide(found.matter, form.ruling, by=me())
    see_notices_at(_address(found), by=me())
    flash(_("It is decided. Its author and those who gave notice are told."), "success")
    return "/moderation"


def _page(found: FoundMatter, form: DecisionForm, status: int = 200) -> Any:
    words = {"categories": CATEGORIES, "measures": MEASURES, "rules": RULES, "sanctions": SANCTIONS}
    shown = seen(found)
    return page("moderation/matter.html", status, found=found, seen=shown, form=form, **words)


def _filters(asked: dict[str, str]) -> list[Filter]:
    return [
        Filter("state", _("State"), _("Waiting"), tuple(STATES.items()), asked["state"]),
        Filter(
            "category",
            _("What is said to be wrong"),
            _("Anything"),
            tuple(CATEGORIES.items()),
            asked["category"],
        ),
    ]


def _with(asked: dict[str, str], after: str) -> str:
    return f"/moderation?state={asked['state']}&category={asked['category']}&after={after}"


def _address(found: FoundMatter) -> str:
    return f"/moderation/matters/{found.matter.ref}"


def _back(found: FoundMatter, message: str) -> Response:
    flash(message, "success")
    return redirect(_address(found), 303)
