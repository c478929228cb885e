"""What helps while a post is written: the preview, and whom one may name."""

from typing import Any

from flask import request

from hrcn_community.access.guard import no_page, permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_chosen_space
from hrcn_community.conversations import queries
from hrcn_community.core import richtext
from hrcn_community.core.web import is_fragment, page
from hrcn_community.site.kept import destination, keep_request
from hrcn_community.site.posts.blueprint import posts
from hrcn_community.spaces.models import Space


@posts.post("/preview")
@permit(Permission.Own.SETTINGS)
def preview() -> Any:
    """Return the text as it would be shown: a fragment where the page asks, else a page of its own."""
    try:
        return _preview(html=richtext.render(request.form.get("body", "")), why="")
    except richtext.TextRefused as refused:
        return _preview(422, html="", why=refused.message)


def _preview(status: int = 200, **shown: Any) -> Any:
    if is_fragment():
        return page("posts/_preview.html", status, **shown)
    kept = keep_request()
    to = destination(kept, viewer=viewer()) if kept else None
    return page("posts/preview.html", status, **shown, kept=kept, to=to)


@posts.get("/mentions")
@no_page
@permit(Permission.Threads.REPLY, find_chosen_space)
def mentions(space: Space) -> Any:
    people = queries.mentionable(space, request.args.get("q", "")[:40], viewer=viewer())
    return page("posts/_mentions.html", people=people)
