"""Ways into a long thread: its first unread post, and what its readers valued most."""

from typing import Any

from flask import redirect
from werkzeug.wrappers import Response

from hrcn_community.access.guard import permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations.queries import how_read
from hrcn_community.core.web import page
from hrcn_community.discussions import queries
from hrcn_community.discussions.models import Thread
from hrcn_community.discussions.routes.blueprint import discussions


@discussions.get("/threads/<ref>/unread")
@permit(Permission.Threads.READ, queries.find_thread)
def first_unread(thread: Thread) -> Response:
    conversation = thread.conversation
    read, _level = how_read(conversation, viewer=viewer())
    number = max(min(read + 1, conversation.last_number), 1)
    return redirect(f"{conversation.address}?post={number}#p{number}")


@discussions.get("/threads/<ref>/summary")
@permit(Permission.Threads.READ, queries.find_thread)
def summary(thread: Thread) -> Any:
    return page("discussions/summary.html", shown=queries.thread_summary(thread, viewer=viewer()))
