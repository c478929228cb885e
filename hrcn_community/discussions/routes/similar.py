"""Threads like the one that somebody is about to start."""

from typing import Any

from flask import request

from hrcn_community.access.guard import permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_chosen_space
from hrcn_community.core.web import is_fragment, page
from hrcn_community.discussions import queries
from hrcn_community.discussions.forms import ThreadForm
from hrcn_community.discussions.routes.blueprint import discussions
from hrcn_community.discussions.routes.starting import move_form, thread_form, was_shown_for_another
from hrcn_community.spaces.models import Space


@discussions.get("/threads/similar")
@permit(Permission.Threads.START, find_chosen_space)
def show_similar(space: Space) -> Any:
    title, kind = request.args.get("title", ""), request.args.get("kind", "")
    is_begun = bool(title.strip()) or not kind  # a kind may be chosen before there is a title
    found = queries.similar_threads(title, space, viewer=viewer()) if is_begun else None
    template = "discussions/_similar.html" if is_fragment() else "discussions/similar.html"
    return page(template, similar=found, kind=kind, title=title[:200], space=space)


@discussions.post("/threads/similar")
@permit(Permission.Threads.START, find_chosen_space)
def look_for_similar(space: Space) -> Any:
    """Show them above the form that is being written, with all that stands in it; perhaps for another space.

    By POST, as a preview: half-written words belong in no address and in no log.
    """
    form = ThreadForm(language=space.language, where=space).offer_mask(space)
    if was_shown_for_another(space):
        move_form(form, space)
    title = form.title.data or ""
    found = queries.similar_threads(title, space, viewer=viewer()) if title else None
    return thread_form(form, space, similar=found)
