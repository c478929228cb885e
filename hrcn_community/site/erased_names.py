"""Looking at the places where the name of somebody who was erased may still stand."""

from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import Length

from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.access.guard import me, permit, require_step_up, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.audit.actions import log_read
from hrcn_community.core.db import db
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.privacy.actions.reviewing import black_out, leave
from hrcn_community.privacy.models import Erasure, Naming
from hrcn_community.privacy.queries import names as queries

erased_names = Blueprint("erased_names", __name__)


class LeaveForm(HouseForm):
    reason = TextAreaField(
        _l("Why it stays"),
        description=_l("It names somebody else, say, or belongs to a record that must stay."),
        validators=[Written(_l("Say why it stays.")), Length(max=1000)],
    )


@erased_names.get("/admin/erasures")
@permit(Permission.Moderation.NAMES)
def everything() -> Any:
    return page("privacy/erasures.html", found=queries.erasures_with_names(viewer=viewer()))


@erased_names.get("/admin/erasures/<ref>")
@permit(Permission.Moderation.NAMES, queries.find_erasure)
def show(erasure: Erasure) -> Any:
    if queries.sealed_names_wait(erasure, viewer=viewer()):
        require_step_up()
    shown = queries.shown_names(erasure, viewer=viewer())
    for space_id in sorted({each.space_id for each in shown if each.space_id and each.excerpt}):
        log_read(space_id, viewer())
    return page("privacy/names.html", shown=shown)


@erased_names.post("/admin/erasures/names/<ref>/black-out")
@permit(Permission.Moderation.NAMES, queries.find_naming)
def take_out(naming: Naming) -> Response:
    black_out(naming, by=me())
    return _back(naming, _("The name is taken out, of older versions too."))


@erased_names.get("/admin/erasures/names/<ref>/leave")
@permit(Permission.Moderation.NAMES, queries.find_naming)
def leaving(naming: Naming) -> Any:
    return page("privacy/leave.html", form=LeaveForm(), naming=naming)


@erased_names.post("/admin/erasures/names/<ref>/leave")
@permit(Permission.Moderation.NAMES, queries.find_naming)
def leave_it(naming: Naming) -> Any:
    form = LeaveForm()
    if not form.validate_on_submit():
        return page("privacy/leave.html", 422, form=form, naming=naming)
    leave(naming, form.reason.data or "", by=me())
    return _back(naming, _("It stays, with your reason."))


def _back(naming: Naming, message: str) -> Response:
    flash(message, "success")
    erasure = db.session.get_one(Erasure, naming.erasure_id)
    return redirect(f"/admin/erasures/{erasure.ref}", 303)
