"""Lists of threads, and what is done with a whole list."""

from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.guard import me, permit, public, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import may_start_somewhere
from hrcn_community.core.text import one_line
from hrcn_community.core.web import page
from hrcn_community.discussions import actions, queries
from hrcn_community.discussions.forms import ReadForm
from hrcn_community.discussions.listing import Choice, choice_of, listing
from hrcn_community.discussions.queries import View
from hrcn_community.discussions.routes.blueprint import discussions


@discussions.get("/threads")
@public
def latest() -> Any:
    return _list_page(choice_of(request.args, "/threads"))


@discussions.get("/threads/next-unread")
@permit(Permission.Own.READING)
def next_unread() -> Response:
    everything_read = Choice("/threads", View.UNREAD).address
    return redirect(queries.next_unread(viewer=viewer()) or everything_read)


@discussions.post("/threads/read")
@permit(Permission.Own.READING)
def mark_read() -> Any:
    form, space = ReadForm(), one_line(request.form.get("space", ""))[:60]
    choice = choice_of(request.form, f"/spaces/{space}" if space else "/threads")
    if not form.validate_on_submit():
        return _list_page(choice_of(request.form, "/threads"), 422, form)
    actions.mark_read(choice.wanted, by=me(), until=form.moment, space=space)
    flash(_("What the list showed is marked as read."), "success")
    return redirect(choice.address, 303)


def _list_page(choice: Choice, status: int = 200, form: ReadForm | None = None) -> Any:
    return page(
        "discussions/latest.html",
        status,
        listing=listing(choice, reading=form),
        can_start=viewer().is_member and may_start_somewhere(viewer=viewer()),
    )
