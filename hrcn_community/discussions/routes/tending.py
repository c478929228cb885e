"""Changing what a thread is called and about, pinning it, slowing it down."""

from typing import Any

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.filled import Stands
from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations.queries import audience_size
from hrcn_community.core.db import db
from hrcn_community.core.web import page
from hrcn_community.discussions import queries
from hrcn_community.discussions.actions import tending
from hrcn_community.discussions.models import Thread, ThreadKind
from hrcn_community.discussions.routes.blueprint import discussions
from hrcn_community.discussions.routes.shared import back
from hrcn_community.discussions.routes.tending_forms import EditThreadForm, PaceForm
from hrcn_community.register.models import City
from hrcn_community.register.queries import find_city


@discussions.get("/threads/<ref>/edit")
@permit(Permission.Threads.EDIT, queries.find_thread)
def edit(thread: Thread) -> Any:
    return _edit_page(thread, _as_it_is(thread))


@discussions.post("/threads/<ref>/edit")
@permit(Permission.Threads.EDIT, queries.find_thread)
def save(thread: Thread) -> Any:
    form = EditThreadForm(thread)
    if not form.validate_on_submit():
        return _edit_page(thread, form, 422)
    tending.hold_thread(thread)
    if theirs := form.overtaken_by(_as_it_is(thread)):
        return _edit_page(thread, form, 409, theirs)
    tending.edit_thread(thread, _about(form), by=me())
    return back(thread, _("The thread is as you have described it."))


@discussions.get("/threads/<ref>/pin")
@permit(Permission.Threads.MODERATE, queries.find_thread)
def pinning(thread: Thread) -> Any:
    return page("discussions/pin.html", thread=thread)


@discussions.post("/threads/<ref>/pin")
@permit(Permission.Threads.MODERATE, queries.find_thread)
def pin(thread: Thread) -> Response:
    tending.pin_thread(thread, by=me())
    return back(thread, _("The thread is pinned: it stands above the others of its space."))


@discussions.post("/threads/<ref>/pin/end")
@permit(Permission.Threads.MODERATE, queries.find_thread)
def unpin(thread: Thread) -> Response:
    tending.unpin_thread(thread, by=me())
    return back(thread, _("The thread is no longer pinned."))


@discussions.get("/threads/<ref>/pace")
@permit(Permission.Threads.MODERATE, queries.find_thread)
def pace(thread: Thread) -> Any:
    form = PaceForm(seconds=thread.conversation.slow_seconds)
    return page("discussions/pace.html", thread=thread, form=form)


@discussions.post("/threads/<ref>/pace")
@permit(Permission.Threads.MODERATE, queries.find_thread)
def set_pace(thread: Thread) -> Any:
    form = PaceForm()
    if not form.validate_on_submit():
        return page("discussions/pace.html", 422, thread=thread, form=form)
    tending.slow_down(thread, form.seconds.data, by=me())
    return back(thread, _("The thread goes at the pace that you chose."))


def _as_it_is(thread: Thread) -> EditThreadForm:
    city_id = thread.conversation.city_id
    city = db.session.get(City, city_id) if city_id else None
    return EditThreadForm.of(thread, city.slug if city else "")


def _edit_page(thread: Thread, form: EditThreadForm, status: int = 200, theirs: Stands = ()) -> Any:
    return page(
        "discussions/edit.html",
        status,
        thread=thread,
        form=form,
        theirs=theirs,
        audience=audience_size(thread.space),
    )


def _about(form: EditThreadForm) -> tending.About:
    city = find_city(form.city.data) if form.city.data else None
    return tending.About(
        title=form.title.data or "",
        kind=ThreadKind(form.kind.data),
        language=form.language.data,
        city_id=city.id if city else None,
        term_ids=form.term_ids,
    )
