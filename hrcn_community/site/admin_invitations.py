"""Inviting into the network, by the core team: whom, as what, into which spaces; what became of it."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import EmailField, RadioField, SelectField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from hrcn_community.access.choices import option
from hrcn_community.access.forms import ChoicesField, HouseForm
from hrcn_community.access.guard import me, permit, require_step_up, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import known_spaces
from hrcn_community.accounts import invited, inviting
from hrcn_community.accounts.inviting import Coming, Offer
from hrcn_community.accounts.models import GRANTED_BY_TWO, Invitation, SiteRole, SpaceRole
from hrcn_community.conversations.shown import ROLE_NAMES
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.site.fields import (
    AlwaysGiven,
    chosen_id,
    city_choices,
    one_recipient,
    organisation_choices,
)

admin_invitations = Blueprint("admin_invitations", __name__)
HERE = "/admin/invitations"
KNOWN = _l("There is an account for this address already. It can be invited into spaces only.")
BECAME = {
    invited.Became.OPEN: _l("Open"),
    invited.Became.USED: _l("Used"),
    invited.Became.EXPIRED: _l("Too old"),
    invited.Became.REVOKED: _l("Taken back"),
}


class InviteForm(HouseForm):
    email = EmailField(
        _l("E-mail address"),
        validators=[DataRequired(_l("Whom do you invite?")), Length(max=254), one_recipient],
    )
    role = RadioField(
        _l("They come as"),
        choices=[option(role, ROLE_NAMES[role]) for role in inviting.INVITABLE],
        default=SiteRole.PRACTITIONER,
        validators=[AlwaysGiven()],
    )
    reason = TextAreaField(
        _l("Why as an advisor, or for the core team?"),
        description=_l(
            "Another person of the core team reads this and decides; then the mail goes out."
        ),
        validators=[Length(max=1000)],
    )
    city = SelectField(
        _l("City"),
        description=_l("An official speaks for it and cannot change it alone."),
        default="",
    )
    organisation = SelectField(_l("Organisation"), default="")
    spaces = ChoicesField(
        _l("Spaces they find themselves in"),
        description=_l("Those that are open to all members, and those that you facilitate."),
    )
    facilitates = ChoicesField(
        _l("Spaces they facilitate"), description=_l("Only spaces that you facilitate.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.city.choices = city_choices(_("No city in particular"))
        self.organisation.choices = organisation_choices(_("None in particular"))
        self.known = {space.slug: space for space in known_spaces(viewer=me())}
        self.spaces.choices = self._offered(SpaceRole.MEMBER)
        self.facilitates.choices = self._offered(SpaceRole.FACILITATOR)

    def validate_reason(self, field: TextAreaField) -> None:
        if self.role.data in inviting.CONFIRMED_BY_ANOTHER and not (field.data or "").strip():
            raise ValidationError(_("Say why; another person decides by it."))

    @property
    def coming(self) -> Coming:
        return Coming(
            self.role.data,
            chosen_id(self.city.data),
            chosen_id(self.organisation.data),
            self.reason.data or "",
        )

    @property
    def offers(self) -> list[Offer]:
        runs = self.facilitates.data or []
        joins = [slug for slug in self.spaces.data or [] if slug not in runs]
        as_what = {SpaceRole.FACILITATOR: runs, SpaceRole.MEMBER: joins}
        return [Offer(self.known[slug], role) for role, slugs in as_what.items() for slug in slugs]

    def _offered(self, role: str) -> list[Any]:
        offers = [Offer(space, role) for space in self.known.values()]
        mine = [each.space for each in offers if inviting.may_offer(each, me())]
        return [option(space.slug, space.name) for space in mine]


@admin_invitations.get(HERE)
@permit(Permission.People.ADMIT)
def invitations() -> Any:
    return _page(InviteForm())


@admin_invitations.post(HERE)
@permit(Permission.People.ADMIT)
def invite() -> Any:
    form = InviteForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    if form.role.data in GRANTED_BY_TWO or form.facilitates.data:
        require_step_up()
    try:
        return form.once(lambda: _invited(form))
    except inviting.AlreadyMember:
        return _page(_refused(form), 422)


@admin_invitations.post(f"{HERE}/<ref>/revocation")
@permit(Permission.People.ADMIT, invited.find_invitation)
def revoke(invitation: Invitation) -> Response:
    inviting.revoke(invitation, by=me())
    return _back(_("The invitation is taken back; its link opens nothing."))


@admin_invitations.post(f"{HERE}/<ref>/renewal")
@permit(Permission.People.ADMIT, invited.find_invitation)
def send_again(invitation: Invitation) -> Response:
    inviting.send_again(invitation, by=me())
    return _back(_("A new link is on its way; the old one opens nothing."))


def chosen_became() -> invited.Became:
    """Return which invitations the address asks for; the open ones, where it asks for none."""
    asked = request.args.get("became", "")
    return invited.Became(asked) if asked in set(invited.Became) else invited.Became.OPEN


def became_tabs(here: str, chosen: invited.Became) -> list[dict[str, Any]]:
    """Return the tabs above a list of invitations: one for each thing that can become of them."""
    return [
        {"label": words, "href": f"{here}?became={kind}", "current": kind == chosen, "count": None}
        for kind, words in BECAME.items()
    ]


def _page(form: InviteForm, status: int = 200) -> Any:
    became = chosen_became()
    found, spaces, next_ = invited.invitations(
        became, viewer=viewer(), before=request.args.get("before", 0, type=int)
    )
    shown = {"form": form, "found": found, "spaces": spaces, "next": next_}
    shown |= {"became": became, "tabs_shown": became_tabs(HERE, became)}
    return page("admin/invitations.html", status, **shown)


def _refused(form: InviteForm) -> InviteForm:
    form.email.errors = [str(KNOWN)]
    return form


def _invited(form: InviteForm) -> str:
    made = inviting.invite(form.email.data or "", form.coming, by=me(), offers=form.offers)
    if made.held:
        flash(_("Another person of the core team decides now; then the mail goes out."), "success")
    else:
        flash(_("The invitation is on its way."), "success")
    return HERE


def _back(message: str) -> Response:
    flash(message, "success")
    return redirect(HERE, 303)
