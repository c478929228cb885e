"""Threads as a viewer may see them."""

from hrcn_community.discussions.queries.arrivals import (
    Arrival,
    find_arrival,
    find_merged,
    find_standing,
    where_it_went,
)
from hrcn_community.discussions.queries.lists import (
    Period,
    ThreadList,
    ThreadRow,
    View,
    Wanted,
    next_unread,
    threads,
    unread_threads,
)
from hrcn_community.discussions.queries.pages import (
    ThreadPage,
    ThreadSummary,
    terms_of,
    thread_page,
    thread_summary,
)
from hrcn_community.discussions.queries.similar import Similar, similar_threads
from hrcn_community.discussions.queries.thread import Reply, find_reply, find_thread, thread_of

__all__ = [
    "Arrival",
    "Period",
    "Reply",
    "Similar",
    "ThreadList",
    "ThreadPage",
    "ThreadRow",
    "ThreadSummary",
    "View",
    "Wanted",
    "find_arrival",
    "find_merged",
    "find_reply",
    "find_standing",
    "find_thread",
    "next_unread",
    "similar_threads",
    "terms_of",
    "thread_of",
    "thread_page",
    "thread_summary",
    "threads",
    "unread_threads",
    "where_it_went",
]
