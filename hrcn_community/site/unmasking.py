"""Learning who writes under a pseudonym: asked by one of the core team, decided by another."""

from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import Length

from hrcn_community.access.forms import HouseForm, Written
from hrcn_community.access.guard import me, permit, steps_up, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations.actions.unmasking import (
    ask_to_unmask,
    decide_unmasking,
    open_pseudonym,
)
from hrcn_community.conversations.models import Post
from hrcn_community.conversations.queries import unmasking as queries
from hrcn_community.conversations.queries.unmasking import AskedUnmasking
from hrcn_community.core.web import page
from hrcn_community.core.words import _l

unmasking = Blueprint("unmasking", __name__)


class UnmaskingForm(HouseForm):
    reason = TextAreaField(
        _l("Why must it be known?"),
        description=_l("The author reads this as you write it, and so does who decides."),
        validators=[Written(_l("Say why; the author will read it.")), Length(max=1000)],
    )


@unmasking.get("/posts/<ref>/unmasking")
@permit(Permission.Posts.UNMASK, queries.find_masked_post)
def asking(post: Post) -> Any:
    return page("posts/unmasking.html", post=post, form=UnmaskingForm())


@unmasking.post("/posts/<ref>/unmasking")
@permit(Permission.Posts.UNMASK, queries.find_masked_post)
def ask(post: Post) -> Any:
    form = UnmaskingForm()
    if not form.validate_on_submit():
        return page("posts/unmasking.html", 422, post=post, form=form)
    return form.once(lambda: _asked(post, form))


@unmasking.get("/admin/unmaskings")
@permit(Permission.Posts.UNMASKINGS)
def everything_asked() -> Any:
    return page("admin/unmaskings.html", found=queries.unmaskings(viewer=viewer()))


@unmasking.get("/admin/unmaskings/<ref>")
@permit(Permission.Posts.UNMASK, queries.find_unmasking)
def show(asked: AskedUnmasking) -> Any:
    return _page(asked)


@unmasking.post("/admin/unmaskings/<ref>/confirmation")
@permit(Permission.Posts.UNMASK, queries.find_unmasking)
@steps_up
def confirm(asked: AskedUnmasking) -> Response:
    decide_unmasking(asked.unmasking, is_confirmed=True, by=me())
    return _back(asked, _("Confirmed. You and who asked can see the name for seven days."))


@unmasking.post("/admin/unmaskings/<ref>/refusal")
@permit(Permission.Posts.UNMASK, queries.find_unmasking)
def decline(asked: AskedUnmasking) -> Response:
    decide_unmasking(asked.unmasking, is_confirmed=False, by=me())
    return _back(asked, _("Declined. The author and who asked are told."))


@unmasking.post("/admin/unmaskings/<ref>/opening")
@permit(Permission.Posts.UNMASK, queries.find_opened_unmasking)
@steps_up
def open_(asked: AskedUnmasking) -> Any:
    """Show the name in the answer itself: no address, no message and no row ever holds it."""
    owner = open_pseudonym(asked.unmasking, by=me())
    return _page(asked, {"name": owner.name, "handle": owner.handle})


def _asked(post: Post, form: UnmaskingForm) -> str:
    found = ask_to_unmask(post, form.reason.data or "", by=me())
    flash(_("It is asked. The author is told; another person of the core team decides."), "success")
    return f"/admin/unmaskings/{found.ref}"


def _page(asked: AskedUnmasking, owner: dict[str, str] | None = None) -> Any:
    return page(
        "admin/unmasking.html",
        row=queries.unmasking_row(asked),
        opens=asked.unmasking.opens_for(viewer().id),
        owner=owner,
    )


def _back(asked: AskedUnmasking, message: str) -> Response:
    flash(message, "success")
    return redirect(f"/admin/unmaskings/{asked.unmasking.ref}", 303)
