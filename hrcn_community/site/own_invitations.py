"""Being invited as a member: into which spaces, going in or not; and why one was put out of a space."""

from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import coming_in
from hrcn_community.accounts.models import Invitation
from hrcn_community.accounts.removed import Removed, find_removal
from hrcn_community.accounts.viewer import AnyViewer, Viewer
from hrcn_community.core.web import page

own_invitations = Blueprint("own_invitations", __name__)
HERE = "/settings/invitations"


def find_own(ref: str, *, viewer: AnyViewer) -> Invitation | None:
    """Return an invitation that is for the viewer; of others nobody learns that they are there."""
    if not isinstance(viewer, Viewer):
        return None
    return coming_in.find_own_invitation(ref, viewer=viewer)


@own_invitations.get(HERE)
@permit(Permission.Own.INVITATIONS)
def everything() -> Any:
    return page("settings/invitations.html", found=coming_in.invitations_for(me()))


@own_invitations.post(f"{HERE}/<ref>/acceptance")
@permit(Permission.Own.INVITATIONS, find_own)
def accept(invitation: Invitation) -> Response:
    entered = coming_in.accept_as_member(invitation, by=me())
    if not entered:
        flash(_("Nothing was open any more: whoever invited you cannot let you in now."), "info")
        return redirect(HERE, 303)
    flash(_("You are inside now."), "success")
    return redirect(f"/spaces/{entered[0].slug}" if len(entered) == 1 else "/spaces", 303)


@own_invitations.post(f"{HERE}/<ref>/refusal")
@permit(Permission.Own.INVITATIONS, find_own)
def decline(invitation: Invitation) -> Response:
    coming_in.decline_as_member(invitation, by=me())
    flash(_("Declined."), "success")
    return redirect(HERE, 303)


@own_invitations.get("/settings/removals/<ref>")
@permit(Permission.Own.INVITATIONS, find_removal)
def removal(removed: Removed) -> Any:
    return page("settings/removal.html", removed=removed)
