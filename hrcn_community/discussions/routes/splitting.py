"""Making a new thread of some posts of another: choosing them, then saying what it is called."""

from typing import Any

from flask import request

from hrcn_community.access.guard import me, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations.queries import audience_size
from hrcn_community.core.errors import Refusal
from hrcn_community.core.web import page
from hrcn_community.discussions import queries
from hrcn_community.discussions.actions.moving import split_thread
from hrcn_community.discussions.models import Thread
from hrcn_community.discussions.queries.tending import (
    PAGE,
    choosable_posts,
    chosen_posts,
    moderated_spaces,
)
from hrcn_community.discussions.ranges import Range, numbers_in, ranges_of, read_ranges, written
from hrcn_community.discussions.routes.blueprint import discussions
from hrcn_community.discussions.routes.tending_forms import NO_NUMBERS, SplitForm

MOST_REPEATED = 12  # posts that are shown once more before the deed


@discussions.get("/threads/<ref>/split")
@permit(Permission.Threads.MODERATE, queries.find_thread)
def choose(thread: Thread) -> Any:
    return _choice_page(thread)


@discussions.get("/threads/<ref>/split/details")
@permit(Permission.Threads.MODERATE, queries.find_thread)
def details(thread: Thread) -> Any:
    ranges = _chosen_ranges(thread)
    if not ranges:
        return _choice_page(thread, NO_NUMBERS, 422)
    there = _chosen_space(thread)
    form = SplitForm(thread, there, numbers=written(ranges), space=there.slug if there else "")
    form.ranges = ranges
    return _details_page(thread, form)


@discussions.post("/threads/<ref>/split")
@permit(Permission.Threads.MODERATE, queries.find_thread)
def split(thread: Thread) -> Any:
    form = SplitForm(thread, _chosen_space(thread))
    if not form.validate_on_submit() or form.there is None:
        return _details_page(thread, form, 422)
    try:
        return form.once(lambda: _split(thread, form))
    except Refusal as refusal:
        form.numbers.errors = [str(refusal.message)]
        return _details_page(thread, form, 422)


def _split(thread: Thread, form: SplitForm) -> str:
    assert form.there is not None  # noqa: S101 - asked of a form that is valid
    new = split_thread(thread, form.ranges, form.title.data or "", form.there, by=me())
    return new.conversation.address


def _choice_page(thread: Thread, error: object = "", status: int = 200) -> Any:
    """Show a page of posts with a box each; what was chosen on other pages is kept in words."""
    ranges = _chosen_ranges(thread) or []
    last = thread.conversation.last_number
    first = (min(max(request.args.get("post", 1, type=int), 1), last) - 1) // PAGE * PAGE + 1
    return page(
        "discussions/split.html",
        status,
        thread=thread,
        posts=choosable_posts(thread, first),
        first=first,
        last=min(first + PAGE - 1, last),
        chosen=numbers_in(ranges),
        numbers=request.args.get("numbers", "") if error else written(ranges),
        error=error,
    )


def _details_page(thread: Thread, form: SplitForm, status: int = 200) -> Any:
    spaces = moderated_spaces(viewer=viewer())
    sizes = {space.id: audience_size(space) for space in (thread.space, form.there) if space}
    posts = chosen_posts(thread, form.ranges, MOST_REPEATED) if form.ranges else []
    rest = max(len(numbers_in(form.ranges)) - len(posts), 0)
    shown = {"thread": thread, "form": form, "spaces": spaces, "sizes": sizes}
    return page("discussions/split_details.html", status, **shown, posts=posts, rest=rest)


def _chosen_space(thread: Thread) -> Any:
    """Return the space that the form names, the thread's own where it names none; else nothing."""
    slug = request.values.get("space", "") or thread.space.slug
    return next((space for space in moderated_spaces(viewer=viewer()) if space.slug == slug), None)


def _chosen_ranges(thread: Thread) -> list[Range] | None:
    """Return what was chosen so far, None where that cannot be read.

    The boxes of a page say what is chosen of it, unless the numbers beside them were changed by hand:
    then they are added to those.
    """
    asked, last = request.args, thread.conversation.last_number
    try:
        chosen = numbers_in(read_ranges(asked.get("numbers", ""), last))
        picked = {int(number) for number in asked.getlist("pick")[:PAGE]}
        if asked.get("numbers", "") == asked.get("before"):
            chosen -= numbers_in(read_ranges(asked.get("shown", ""), last))
        return ranges_of(chosen | picked)
    except ValueError:
        return None
