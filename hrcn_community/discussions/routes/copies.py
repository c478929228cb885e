"""A thread downloaded."""

from typing import Any

from flask import redirect, request

from hrcn_community.access.guard import permit
from hrcn_community.access.permissions import Permission
from hrcn_community.discussions import copies, queries
from hrcn_community.discussions.routes.blueprint import discussions


@discussions.get("/threads/<ref>.md")
@permit(Permission.Threads.READ, queries.find_arrival)
def markdown(arrival: queries.Arrival) -> Any:
    if arrival.is_merged:
        return redirect(f"{arrival.thread.conversation.address}.md")
    return copies.markdown_copy(arrival.thread)


@discussions.get("/threads/<ref>.pdf")
@permit(Permission.Threads.READ, queries.find_arrival)
def paper(arrival: queries.Arrival) -> Any:
    if arrival.is_merged:
        return redirect(f"{arrival.thread.conversation.address}.pdf")
    first = request.args.get("from", 1, type=int)
    return copies.paper_copy(arrival.thread, first)
