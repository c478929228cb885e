"""Opening a space."""

import re
from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from hrcn_community.access.choices import options
from hrcn_community.access.forms import do_once, with_error
from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_known_space
from hrcn_community.accounts.running import found_space, people_named
from hrcn_community.core.errors import Refusal
from hrcn_community.core.text import slugify
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.site.running import SpaceForm
from hrcn_community.spaces.models import Visibility

opening = Blueprint("opening", __name__)
WORDS_OF_OURS = ("new",)  # addresses of this very room
READERS = (
    (Visibility.PUBLIC, _l("Public: anyone on the internet can read it.")),
    (Visibility.NETWORK, _l("Network: every member of the network can read it.")),
    (
        Visibility.RESTRICTED,
        _l("Restricted: its members can read it; others see its name and may ask to be let in."),
    ),
    (
        Visibility.CONFIDENTIAL,
        _l("Confidential: its members can read it; nobody else learns that it exists."),
    ),
)


class AddressTaken(Refusal):
    message = _l("There is a space at this address already. Choose another.")


class OpeningForm(SpaceForm):
    slug = StringField(
        _l("Address"),
        description=_l(
            "What stands after /spaces/. Left empty, it is made from the name. That of a confidential "
            "space ends in a few letters drawn at random."
        ),
        filters=[lambda text: slugify(text) if (text or "").strip() else ""],
        validators=[Length(max=60)],
    )
    visibility = RadioField(
        _l("Who can read it"),
        description=_l(
            "This can never be changed: people write for the readers they were promised."
        ),
        choices=options(READERS),
        default=Visibility.NETWORK,
    )
    facilitators = StringField(
        _l("First facilitators"),
        description=_l(
            "Their handles, with spaces between: @amina @ben. Nobody else is inside yet."
        ),
        validators=[DataRequired(_l("Name somebody, or yourself.")), Length(max=1000)],
    )

    @property
    def wanted(self) -> str:
        return self.slug.data or slugify(self.name.data or "")

    @property
    def handles(self) -> list[str]:
        named = re.split(r"[\s,;]+", (self.facilitators.data or "").lower())
        return [handle for each in named if (handle := each.removeprefix("@"))]

    def validate_slug(self, _field: StringField) -> None:
        if self.wanted in WORDS_OF_OURS:
            raise ValidationError(_("This address is used by the house itself. Choose another."))

    def validate_facilitators(self, field: StringField) -> None:
        self.found = people_named(self.handles)
        if missing := [handle for handle in self.handles if handle not in self.found]:
            raise ValidationError(_("There is nobody called @%(handle)s here.", handle=missing[0]))
        if not self.found:
            raise ValidationError(_("Name somebody, or yourself."))


@opening.get("/spaces/new")
@permit(Permission.Spaces.OPEN)
def new() -> Any:
    return page("spaces/new.html", form=OpeningForm(facilitators=f"@{viewer().handle}"))


@opening.post("/spaces")
@permit(Permission.Spaces.OPEN)
def start() -> Any:
    form = OpeningForm()
    if not form.validate_on_submit():
        return page("spaces/new.html", 422, form=form)
    try:
        return _led_to(do_once(form.form_token.data or "", lambda: _opened(form)))
    except AddressTaken as taken:
        return page("spaces/new.html", 409, form=with_error(form, form.slug, taken))


def _opened(form: OpeningForm) -> str:
    """Open the space; who opens it for others and stays outside goes back to the directory.

    That an address is taken is told to those who may know by what; else it only ends differently.
    """
    if find_known_space(form.wanted, viewer=viewer()):
        raise AddressTaken
    space = found_space(
        form.name.data or "",
        Visibility(form.visibility.data),
        form.wanted,
        form.found.values(),
        by=me(),
        description=(form.description.data or "").strip(),
        language=form.language.data,
    )
    is_inside = me().id in form.found.values()
    return f"/spaces/{space.slug}" if is_inside or not space.audience.is_closed else "/spaces"


def _led_to(address: str) -> Response:
    flash(_("The space is open."), "success")
    return redirect(address, 303)
