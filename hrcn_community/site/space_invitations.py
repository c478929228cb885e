"""Inviting into a space, by those who facilitate it; and putting somebody out, with a reason."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Length

from hrcn_community.access.choices import options
from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.access.guard import allows, me, permit, require_step_up
from hrcn_community.access.inside import Inside, find_inside
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_space
from hrcn_community.accounts import invited, inviting
from hrcn_community.accounts.addresses import sound_address
from hrcn_community.accounts.founding import NotAnAddress
from hrcn_community.accounts.invited import InvitedInto
from hrcn_community.accounts.inviting import Offer
from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.places import remove_from_space
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.text import one_line
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.site.admin_invitations import became_tabs, chosen_became
from hrcn_community.site.fields import AlwaysGiven
from hrcn_community.spaces.models import Space

space_invitations = Blueprint("space_invitations", __name__)


class InviteIntoForm(HouseForm):
    who = StringField(
        _l("Handle or e-mail address"),
        description=_l("A member's handle, as @amina; or the address of somebody, member or not."),
        filters=[lambda text: one_line(text or "")],
        validators=[Written(_l("Whom do you invite?")), Length(max=254)],
    )
    role = RadioField(
        _l("They come in as"),
        choices=options(
            [(SpaceRole.MEMBER, _l("Member")), (SpaceRole.FACILITATOR, _l("Facilitator"))]
        ),
        default=SpaceRole.MEMBER,
        validators=[AlwaysGiven()],
    )


class RemoveForm(HouseForm):
    reason = TextAreaField(
        _l("Reason"),
        description=_l("They read it as you write it; nobody else does."),
        validators=[
            Written(_l("Say why; they will read it.")),
            Length(max=1000, message=_l("Use at most 1000 characters.")),
        ],
    )


def find_here(slug: str, ref: str, *, viewer: AnyViewer) -> InvitedInto | None:
    """Return an invitation into a space that is open to `viewer`.

    To whoever invites nobody there every ref is as good as any.
    """
    space = find_space(slug, viewer=viewer)
    if space is None:
        return None
    if not allows(viewer, Permission.Spaces.INVITE, space):
        return InvitedInto(space, None)
    return invited.find_invitation_into(space, ref)


@space_invitations.get("/spaces/<slug>/invitations")
@permit(Permission.Spaces.INVITE, find_space)
def everything(space: Space) -> Any:
    return _page(space, InviteIntoForm())


@space_invitations.post("/spaces/<slug>/invitations")
@permit(Permission.Spaces.INVITE, find_space)
def invite(space: Space) -> Any:
    form = InviteIntoForm()
    if not form.validate_on_submit():
        return _page(space, form, 422)
    try:
        return _once(space, form)
    except (inviting.Nobody, NotAnAddress) as refused:
        form.who.errors = [str(refused.message)]
        return _page(space, form, 422)


@space_invitations.post("/spaces/<slug>/invitations/<ref>/revocation")
@permit(Permission.Spaces.INVITE, find_here)
def revoke(found: InvitedInto) -> Response:
    inviting.revoke(found.invitation, by=me())
    return _back(found.space, _("The invitation is taken back; its link opens nothing."))


@space_invitations.post("/spaces/<slug>/invitations/<ref>/renewal")
@permit(Permission.Spaces.INVITE, find_here)
def send_again(found: InvitedInto) -> Response:
    inviting.send_again(found.invitation, by=me())
    return _back(found.space, _("A new link is on its way; the old one opens nothing."))


@space_invitations.get("/spaces/<slug>/people/<handle>/removal")
@permit(Permission.Spaces.REMOVE, find_inside)
def removing(inside: Inside) -> Any:
    return _removal(inside, RemoveForm())


@space_invitations.post("/spaces/<slug>/people/<handle>/removal")
@permit(Permission.Spaces.REMOVE, find_inside)
def remove(inside: Inside) -> Any:
    form = RemoveForm()
    if not form.validate_on_submit():
        return _removal(inside, form, 422)
    return form.once(lambda: _removed(inside, form))


def _once(space: Space, form: InviteIntoForm) -> Response:
    if form.role.data == SpaceRole.FACILITATOR:
        require_step_up()
    return form.once(lambda: _invited(space, form))


def _invited(space: Space, form: InviteIntoForm) -> str:
    who, offer = form.who.data or "", Offer(space, form.role.data)
    if "@" in who.removeprefix("@"):
        address = sound_address(who)
        if not address:
            raise NotAnAddress
        inviting.invite_into(offer, address, by=me())
    else:
        inviting.invite_member(offer, who.removeprefix("@").lower(), by=me())
    flash(_("The invitation is on its way. Whether they come in is for them to say."), "success")
    return f"/spaces/{space.slug}/invitations"


def _removed(inside: Inside, form: RemoveForm) -> str:
    remove_from_space(inside.space, inside.person_id, form.reason.data or "", by=me())
    flash(_("They are outside from now on, and are told why."), "success")
    return f"/spaces/{inside.space.slug}/people"


def _page(space: Space, form: InviteIntoForm, status: int = 200) -> Any:
    became, here = chosen_became(), f"/spaces/{space.slug}/invitations"
    before = request.args.get("before", 0, type=int)
    found, next_ = invited.invitations_into(space, became, before=before)
    shown = {"space": space, "form": form, "found": found, "next": next_, "became": became}
    return page("spaces/invitations.html", status, **shown, tabs_shown=became_tabs(here, became))


def _removal(inside: Inside, form: RemoveForm, status: int = 200) -> Any:
    handle = (request.view_args or {}).get("handle", "")
    return page("spaces/removal.html", status, space=inside.space, handle=handle, form=form)


def _back(space: Space, message: str) -> Response:
    flash(message, "success")
    return redirect(f"/spaces/{space.slug}/invitations", 303)
