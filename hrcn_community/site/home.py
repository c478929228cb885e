"""The first page: for the public what this is, for a person what waits."""

from typing import Any

from flask import Blueprint

from hrcn_community.access.guard import public, viewer
from hrcn_community.core.web import page
from hrcn_community.discussions import queries as threads

home = Blueprint("home", __name__)


@home.get("/")
@public
def first() -> Any:
    if viewer().is_signed_in:
        return page("home/person.html", unread=threads.unread_threads(viewer=viewer()))
    return page("home/public.html", latest=threads.threads(viewer=viewer(), most=5))
