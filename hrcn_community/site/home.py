"""The first page: for the public what this is, for a person what waits."""

from typing import Any

from flask import Blueprint

from hrcn_community.access.guard import public, viewer
from hrcn_community.consultations import queries as cases
from hrcn_community.core.web import page
from hrcn_community.discussions import queries as threads
from hrcn_community.knowledge import queries as knowledge
from hrcn_community.learning import queries as modules
from hrcn_community.workshops import queries as workshops

home = Blueprint("home", __name__)
ROOMS = (cases, workshops, modules, knowledge)


@home.get("/")
@public
def first() -> Any:
    if viewer().is_signed_in:
        waits = [w for room in ROOMS for w in room.waiting(viewer=viewer())]
        unread = threads.unread_threads(viewer=viewer())
        return page("home/person.html", unread=unread, waits=waits)
    return page("home/public.html", latest=threads.threads(viewer=viewer(), most=5))
