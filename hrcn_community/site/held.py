"""First posts that wait: reading them, letting them through, or not."""

from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import Length

from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_space
from hrcn_community.conversations import actions, queries
from hrcn_community.conversations.models import Post
from hrcn_community.core.web import page
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import see_notices_at
from hrcn_community.notifications.space_notices import held_address
from hrcn_community.spaces.models import Space

held = Blueprint("held", __name__)


class RefusalForm(HouseForm):
    reason = TextAreaField(
        _l("Reason"),
        validators=[
            Written(_l("Say why; the author will read it.")),
            Length(max=1000, message=_l("Use at most 1000 characters.")),
        ],
    )


@held.get("/spaces/<slug>/held")
@permit(Permission.Spaces.RELEASE, find_space)
def waiting(space: Space) -> Any:
    return _page(space)


@held.post("/posts/<ref>/release")
@permit(Permission.Spaces.RELEASE, queries.find_post_to_decide)
def release(post: Post) -> Response:
    actions.release_post(post, by=me())
    return _decided(post, _("The post is out, and those who follow the thread are told."))


@held.post("/posts/<ref>/refusal")
@permit(Permission.Spaces.RELEASE, queries.find_post_to_decide)
def refuse(post: Post) -> Any:
    form = RefusalForm()
    if not form.validate_on_submit():
        return _page(post.space, 422, post.ref, form)
    actions.refuse_post(post, by=me(), reason=form.reason.data or "")
    return _decided(post, _("The post stays unseen, and its author is told why."))


def _page(space: Space, status: int = 200, refused: str = "", form: Any = None) -> Any:
    """Show what waits; where a refusal came back without a reason, its field says so."""
    form = form or RefusalForm(formdata=None)
    shown = {"space": space, "held": queries.held_in(space), "form": form, "refused": refused}
    return page("spaces/held.html", status, **shown)


def _decided(post: Post, message: str) -> Response:
    see_notices_at(held_address(post.space), by=me())
    flash(message, "success")
    return redirect(held_address(post.space), 303)
