"""The directory of spaces and the page of each."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import Length

from hrcn_community.access import spaces as queries
from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.access.guard import may, me, permit, public, viewer
from hrcn_community.access.inside import some_inside
from hrcn_community.access.permissions import Permission
from hrcn_community.accounts import places
from hrcn_community.conversations.actions import set_space_level
from hrcn_community.conversations.forms.levels import chosen_level, said_of
from hrcn_community.conversations.queries import space_level
from hrcn_community.core import richtext
from hrcn_community.core.cache import fragments
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.discussions.listing import choice_of, listing
from hrcn_community.spaces.models import AUDIENCES, Space, Visibility

spaces = Blueprint("spaces", __name__)


class AskForm(HouseForm):
    reason = TextAreaField(
        _l("Why would you like to be inside?"),
        description=_l("The facilitators of the space will read this."),
        validators=[Written(_l("Say it in a sentence.")), Length(max=1000)],
    )


@spaces.get("/spaces")
@public
def directory() -> Any:
    known = queries.known_spaces(viewer=viewer())
    groups = [(level, [s for s in known if s.visibility == level]) for level in Visibility]
    return page("spaces/directory.html", groups=groups, audiences=AUDIENCES)


@spaces.get("/spaces/<slug>")
@permit(Permission.Spaces.KNOW, queries.find_known_space)
def show(space: Space) -> Any:
    return _show(space)


@spaces.post("/spaces/<slug>/membership")
@permit(Permission.Spaces.JOIN, queries.find_space)
def join(space: Space) -> Response:
    places.join_space(space, by=me())
    return _back(space, _("You are a member of this space now."))


@spaces.post("/spaces/<slug>/membership/end")
@permit(Permission.Spaces.READ, queries.find_space)
def leave(space: Space) -> Response:
    places.leave_space(space, by=me())
    flash(_("You have left this space."), "success")
    return redirect("/spaces", 303)


@spaces.post("/spaces/<slug>/level")
@permit(Permission.Spaces.FOLLOW, queries.find_space)
def choose_level(space: Space) -> Response:
    level = chosen_level()
    set_space_level(space, level, by=me())
    return _back(space, said_of(level))


@spaces.post("/spaces/<slug>/requests")
@permit(Permission.Spaces.ASK, queries.find_known_space)
def ask(space: Space) -> Any:
    form = AskForm()
    if not form.validate_on_submit():
        return _show(space, form)
    places.ask_to_join(space, form.reason.data or "", by=me())
    return _back(
        space, _("The facilitators have been asked. You will find their answer under the bell.")
    )


@spaces.post("/spaces/<slug>/requests/<handle>/admission")
@permit(Permission.Spaces.ADMIT, queries.find_request)
def admit(request_: queries.RequestToJoin) -> Response:
    admitted = "decline" not in request.form
    places.answer_request(request_.space, request_.person_id, admitted=admitted, by=me())
    words = _("They have been let in, and are told.")
    return _back(request_.space, words if admitted else _("Declined; they are told."))


def _show(space: Space, form: AskForm | None = None) -> Any:
    inside = may(Permission.Spaces.READ, space)
    choice = choice_of(request.args, f"/spaces/{space.slug}")
    return page(
        "spaces/space.html",
        422 if form else 200,
        space=space,
        inside=inside,
        level=space_level(space.id, viewer=viewer()) if inside else "",
        description=rendered(space.description),
        listing=listing(choice, space) if inside else None,
        people=some_inside(space, viewer=viewer())
        if may(Permission.Spaces.SEE_PEOPLE, space)
        else None,
        requests=queries.requests_to(space) if may(Permission.Spaces.ADMIT, space) else [],
        has_asked=not inside and queries.has_asked(space, viewer=viewer()),
        form=form or AskForm(formdata=None),
    )


def rendered(description: str) -> Markup:
    """Return a description as HTML, rendered once for each wording."""
    key = f"description:{richtext.VERSION}:{description}"
    if (html := fragments.get(key)) is None:
        html = richtext.render(description)
        fragments.keep(key, html)
    return Markup(html)  # noqa: S704 - gated


def _back(space: Space, message: str) -> Response:
    flash(message, "success")
    return redirect(f"/spaces/{space.slug}", 303)
