"""Settings: another e-mail address, confirmed at both ends."""

from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import EmailField, ValidationError
from wtforms.validators import DataRequired, Length

from hrcn_community.access.forms import HouseForm
from hrcn_community.access.guard import me, permit, public, steps_up
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import address_changes
from hrcn_community.accounts.limits import TooOften
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.site.fields import one_recipient

own_address = Blueprint("own_address", __name__)
ADDRESS = "/settings/email"


class AddressForm(HouseForm):
    email = EmailField(
        _l("New e-mail address"),
        validators=[DataRequired(_l("Give the new address.")), Length(max=254), one_recipient],
    )

    def validate_email(self, field: EmailField) -> None:
        if field.data == address_changes.own_address(me()):
            raise ValidationError(_("This is your address already."))


class OpenForm(HouseForm):
    """Nothing to fill in: a link is used when somebody presses the button, not when a program looks."""


@own_address.get(ADDRESS)
@permit(Permission.Own.SETTINGS)
@steps_up
def show() -> Any:
    return _page(AddressForm())


@own_address.post(ADDRESS)
@permit(Permission.Own.SETTINGS)
@steps_up
def ask() -> Any:
    form = AddressForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    try:
        return form.once(lambda: _asked(form))
    except TooOften as refused:
        form.email.errors = [str(refused.message)]
        return _page(form, 429)


@own_address.post(f"{ADDRESS}/end")
@permit(Permission.Own.SETTINGS)
def cancel() -> Response:
    address_changes.cancel_change(by=me())
    flash(_("Your address stays as it is; the links that were sent open nothing."), "success")
    return redirect(ADDRESS, 303)


@own_address.get("/address/<token>")
@public
def look(token: str) -> Any:
    return page("account/address.html", form=OpenForm(), opened=None)


@own_address.post("/address/<token>")
@public
def confirm(token: str) -> Any:
    changed = address_changes.open_link(token)
    return page("account/address.html", form=None, opened="both" if changed else "one")


def _asked(form: AddressForm) -> str:
    address_changes.ask_for_change(form.email.data or "", by=me())
    return ADDRESS


def _page(form: AddressForm, status: int = 200) -> Any:
    change, now = address_changes.waiting_change(me()), address_changes.own_address(me())
    return page("settings/email.html", status, form=form, change=change, now=now)
