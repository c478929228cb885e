"""Roles that two grant: what is proposed, and how it is decided; and laying down one's own."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import Length

from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.access.guard import me, permit, steps_up, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import looked_after, role_refusals, roles
from hrcn_community.accounts.models import RoleProposal, SiteRole
from hrcn_community.core.web import page
from hrcn_community.core.words import _l

admin_roles = Blueprint("admin_roles", __name__)


class DeclineRoleForm(HouseForm):
    answer = TextAreaField(
        _l("Reason"),
        description=_l("Who proposed it reads this, and so does the person."),
        validators=[
            Written(_l("Say why; they will read it.")),
            Length(max=1000, message=_l("Use at most 1000 characters.")),
        ],
    )


@admin_roles.get("/admin/roles")
@permit(Permission.People.GRANT)
def everything() -> Any:
    before = request.args.get("before", 0, type=int)
    waiting, _more = looked_after.proposals(viewer=viewer(), open_only=True)
    decided, next_ = looked_after.proposals(viewer=viewer(), open_only=False, before=before)
    holders = looked_after.role_holders(viewer=viewer())
    shown = {"waiting": waiting, "decided": decided, "next": next_, "holders": holders}
    return page("admin/roles.html", **shown)


@admin_roles.get("/admin/roles/<ref>")
@permit(Permission.People.GRANT, looked_after.find_proposal)
def show(proposal: RoleProposal) -> Any:
    return _page(proposal)


@admin_roles.post("/admin/roles/<ref>/confirmation")
@permit(Permission.People.GRANT, looked_after.find_proposal)
@steps_up
def confirm(proposal: RoleProposal) -> Response:
    if roles.confirm_role(proposal, by=me()):
        flash(_("Confirmed. It holds from now on, and those concerned are told."), "success")
    else:
        flash(_("You agreed. One more person of the core team must."), "success")
    return redirect(f"/admin/roles/{proposal.ref}", 303)


@admin_roles.post("/admin/roles/<ref>/refusal")
@permit(Permission.People.GRANT, looked_after.find_proposal)
@steps_up
def decline(proposal: RoleProposal) -> Any:
    form = DeclineRoleForm()
    if not form.validate_on_submit():
        return _page(proposal, form)
    roles.decline_role(proposal, form.answer.data or "", by=me())
    flash(_("Declined; those concerned are told, with your reason."), "success")
    return redirect("/admin/roles", 303)


@admin_roles.get("/settings/proposals/<ref>")
@permit(Permission.People.RESIGN, looked_after.find_own_proposal)
def own_proposal(proposal: RoleProposal) -> Any:
    return page("settings/proposal.html", row=looked_after.proposal_row(proposal))


@admin_roles.get("/settings/role")
@permit(Permission.People.RESIGN)
def own() -> Any:
    return page("settings/role.html", role=me().site_role, **_remaining())


@admin_roles.post("/settings/role/end")
@permit(Permission.People.RESIGN)
def resign() -> Any:
    try:
        roles.resign(by=me())
    except (role_refusals.CoreTeamTooSmall, role_refusals.SameRole) as refused:
        shown = {"role": me().site_role, "why": refused.message}
        return page("settings/role.html", 409, **shown)
    flash(_("You are a practitioner now. Please sign in again."), "success")
    return redirect("/sign-in", 303)


def _remaining() -> dict[str, Any]:
    is_core = me().site_role == SiteRole.CORE
    too_few = is_core and roles.core_team_size() <= roles.FOUNDERS
    return {"why": role_refusals.CoreTeamTooSmall.message if too_few else ""}


def _page(proposal: RoleProposal, form: DeclineRoleForm | None = None) -> Any:
    row = looked_after.proposal_row(proposal)
    partial = {row.person_id, row.proposed_by_id, row.seconded_by_id}
    return page(
        "admin/role.html",
        422 if form else 200,
        row=row,
        is_open=proposal.is_open,
        decides=me().id not in partial,
        is_meant=row.person_id == me().id,
        form=form or DeclineRoleForm(formdata=None),
    )
