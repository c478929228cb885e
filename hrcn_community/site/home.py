"""The first page: for the public what this is, for a person what waits."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint

from hrcn_community.access.guard import public, viewer
from hrcn_community.access.spaces import spaces_inside
from hrcn_community.consultations import queries as cases
from hrcn_community.consultations.queries import copies_waiting as copies
from hrcn_community.conversations.queries import held
from hrcn_community.conversations.shown import Waiting
from hrcn_community.core.web import page
from hrcn_community.discussions import queries as threads
from hrcn_community.knowledge import queries as knowledge
from hrcn_community.knowledge.queries.guidelines import guidelines
from hrcn_community.knowledge.queries.shelf import practices
from hrcn_community.learning import queries as modules
from hrcn_community.register.queries import cities
from hrcn_community.workshops import queries as workshops

home = Blueprint("home", __name__)
ROOMS = (held, cases, copies, workshops, modules, knowledge)
SOMEDAY = datetime(9999, 1, 1, tzinfo=UTC)


@home.get("/")
@public
def first() -> Any:
    return _for_a_person() if viewer().is_member else _for_the_public()


def _for_the_public() -> Any:
    return page(
        "home/public.html",
        threads=threads.threads(viewer=viewer(), most=4).threads,
        practices=practices(viewer=viewer(), most=3).practices,
        guidelines=guidelines(viewer=viewer(), most=2),
        cities=cities(),
    )


def _for_a_person() -> Any:
    waits = [waits for room in ROOMS for waits in room.waiting(viewer=viewer())]
    unread = threads.unread_threads(viewer=viewer())
    latest = threads.threads(viewer=viewer(), most=8).threads
    shown = {thread.href for thread in unread}
    inside = spaces_inside(viewer=viewer())
    return page(
        "home/person.html",
        waits=sorted(waits, key=_urgency),
        unread=unread,
        latest=[thread for thread in latest if thread.href not in shown],
        spaces=inside,
        is_new=not inside and not unread and not waits,
    )


def _urgency(waits: Waiting) -> tuple[bool, datetime]:
    return not waits.is_urgent, waits.due_at or SOMEDAY
