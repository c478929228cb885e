"""The core team's desk: applications, letters, and how the queue stands."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import Length

from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import desk
from hrcn_community.accounts.joining import decide
from hrcn_community.accounts.letters import TOPICS, answer_letter
from hrcn_community.accounts.likeness import LooksLikeAnother
from hrcn_community.accounts.models import Application, Letter
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.notifications.queries import queue_figures
from hrcn_community.running.queries import figures
from hrcn_community.site.admin_cards import cards

admin = Blueprint("admin", __name__)


class ApproveForm(HouseForm):
    reason = TextAreaField(
        _l("A word of welcome"),
        description=_l("Mailed to them."),
        validators=[Length(max=1000)],
        id="welcome",
    )


class DeclineForm(HouseForm):
    reason = TextAreaField(
        _l("Reason"),
        description=_l("Mailed to them as you write it."),
        validators=[Written(_l("Say why; they will read it.")), Length(max=1000)],
    )


@admin.get("/admin")
@permit(Permission.Admin.HOUSE)
def overview() -> Any:
    queue, machine = queue_figures(), figures()
    counted = {**desk.counts(), "put_aside": queue["parked"] + queue["parked_mail"]}
    shown = {"groups": cards(), "figures": counted, "queue": queue, "machine": machine}
    return page("admin/overview.html", **shown)


@admin.get("/admin/applications")
@permit(Permission.People.ADMIT)
def applications() -> Any:
    after = request.args.get("after", 0, type=int)
    found = desk.waiting_applications(viewer=viewer(), after=after)
    return page("admin/applications.html", found=found[: desk.PAGE], more=_more(found))


@admin.get("/admin/applications/<ref>")
@permit(Permission.People.ADMIT, desk.find_application)
def application(application: Application) -> Any:
    return _application(application)


@admin.post("/admin/applications/<ref>/approval")
@permit(Permission.People.ADMIT, desk.find_application)
def approve(application: Application) -> Any:
    form = ApproveForm()
    if not form.validate_on_submit():
        return _application(application, approving=form)
    try:
        decide(application, approved=True, reason=form.reason.data or "", by=me())
    except LooksLikeAnother as likeness:
        form.reason.errors = [_looks_like(likeness.handle)]
        return _application(application, approving=form)
    return _back("/admin/applications", _("They are a member now and are told by mail."))


@admin.post("/admin/applications/<ref>/refusal")
@permit(Permission.People.ADMIT, desk.find_application)
def decline(application: Application) -> Any:
    form = DeclineForm()
    if not form.validate_on_submit():
        return _application(application, declining=form)
    decide(application, approved=False, reason=form.reason.data or "", by=me())
    return _back("/admin/applications", _("They are told by mail, with your reason."))


@admin.get("/admin/letters")
@permit(Permission.People.ADMIT)
def letters() -> Any:
    after = request.args.get("after", 0, type=int)
    found = desk.waiting_letters(viewer=viewer(), after=after)
    return page("admin/letters.html", found=found[: desk.PAGE], more=_more(found), topics=TOPICS)


@admin.post("/admin/letters/<ref>/answer")
@permit(Permission.People.ADMIT, desk.find_letter)
def answered(letter: Letter) -> Response:
    answer_letter(letter, by=me())
    return _back("/admin/letters", _("Put away."))


def _looks_like(handle: str) -> str:
    return _(
        "This name could be taken for that of @%(handle)s. Decline and say so, then invite them: "
        "whoever comes by an invitation gives their name anew.",
        handle=handle,
    )


def _application(
    application: Application,
    *,
    approving: ApproveForm | None = None,
    declining: DeclineForm | None = None,
) -> Any:
    return page(
        "admin/application.html",
        422 if approving or declining else 200,
        row=desk.application_row(application),
        approving=approving or ApproveForm(formdata=None),
        declining=declining or DeclineForm(formdata=None),
        wrong=approving or declining,
    )


def _more(found: Any) -> int:
    """Return the key after which the next page begins, 0 at the end."""
    return found[desk.PAGE - 1].id if len(found) > desk.PAGE else 0


def _back(address: str, message: str) -> Response:
    flash(message, "success")
    return redirect(address, 303)
