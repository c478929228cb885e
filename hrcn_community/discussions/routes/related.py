"""What is about the same as a thread: beside it once its foot is seen, or on a page of its own."""

from typing import Any

from hrcn_community.access.guard import permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.core.web import is_fragment, page
from hrcn_community.discussions import queries
from hrcn_community.discussions.models import Thread
from hrcn_community.discussions.routes.blueprint import discussions


@discussions.get("/threads/<ref>/related")
@permit(Permission.Threads.READ, queries.find_thread)
def related(thread: Thread) -> Any:
    found = queries.related_things(thread, viewer=viewer())
    template = "discussions/_related.html" if is_fragment() else "discussions/related.html"
    return page(template, related=found, thread=thread)
