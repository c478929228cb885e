"""Moving a thread to another space, and merging it into another thread."""

from typing import Any

from flask import request
from flask_babel import gettext as _

from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations.queries import audience_size
from hrcn_community.core.text import one_line
from hrcn_community.core.web import page
from hrcn_community.discussions import queries
from hrcn_community.discussions.actions import moving as actions
from hrcn_community.discussions.models import MergedAway, Thread
from hrcn_community.discussions.queries.tending import (
    find_target,
    moderated_spaces,
    threads_to_merge_into,
)
from hrcn_community.discussions.routes.blueprint import discussions
from hrcn_community.discussions.routes.shared import back
from hrcn_community.discussions.routes.tending_forms import MergeForm, MoveForm
from hrcn_community.spaces.models import Space


@discussions.get("/threads/<ref>/move")
@permit(Permission.Threads.MODERATE, queries.find_thread)
def moving(thread: Thread) -> Any:
    there = _chosen(thread)
    form = MoveForm(thread.space, there, space=there.slug if there else "")
    return _move_page(thread, form)


@discussions.post("/threads/<ref>/move")
@permit(Permission.Threads.MODERATE, queries.find_thread)
def move(thread: Thread) -> Any:
    form = MoveForm(thread.space, _chosen(thread))
    if not form.validate_on_submit() or form.there is None:
        return _move_page(thread, form, 422)
    actions.move_thread(thread, form.there, by=me(), reason=form.reason.data or "")
    return back(thread, _("The thread was moved."))


@discussions.get("/threads/<ref>/merge")
@permit(Permission.Threads.MODERATE, queries.find_thread)
def merging(thread: Thread) -> Any:
    target = find_target(thread, request.args.get("into", ""), viewer=viewer())
    form = MergeForm(thread.space, target, into=target.ref if target else "")
    return _merge_page(thread, target, form)


@discussions.post("/threads/<ref>/merge")
@permit(Permission.Threads.MODERATE, queries.find_standing)
def merge(thread: Thread) -> Any:
    if thread.ref != (request.view_args or {}).get("ref"):
        return _merged_before(thread)
    target = find_target(thread, request.form.get("into", ""), viewer=viewer())
    form = MergeForm(thread.space, target)
    if not form.validate_on_submit() or target is None:
        return _merge_page(thread, target, form, 422)
    actions.merge_threads(thread, target, by=me())
    return back(target, _("The two threads are one now."))


def _merged_before(into: Thread) -> Any:
    """Answer a form that comes again after its thread is merged: as the first time, if it wants the same."""
    if request.form.get("into") != into.ref:
        raise MergedAway
    return back(into, _("The two threads are one now."))


def _chosen(thread: Thread) -> Space | None:
    slug = request.values.get("space", "")
    return next((space for space in _others(thread) if space.slug == slug), None)


def _others(thread: Thread) -> list[Space]:
    return [space for space in moderated_spaces(viewer=viewer()) if space.id != thread.space.id]


def _move_page(thread: Thread, form: MoveForm, status: int = 200) -> Any:
    spaces = _others(thread)
    sizes = {space.id: audience_size(space) for space in (thread.space, form.there) if space}
    shown = {"thread": thread, "form": form, "spaces": spaces, "sizes": sizes}
    return page("discussions/move.html", status, **shown, there=form.there)


def _merge_page(thread: Thread, target: Thread | None, form: MergeForm, status: int = 200) -> Any:
    wanted = one_line(request.args.get("wanted", ""))[:200]
    found = threads_to_merge_into(thread, wanted, viewer=viewer()) if wanted else []
    sizes = {space.id: audience_size(space) for space in (thread.space, form.there) if space}
    shown = {"thread": thread, "form": form, "target": target, "sizes": sizes}
    return page("discussions/merge.html", status, **shown, wanted=wanted, found=found)
