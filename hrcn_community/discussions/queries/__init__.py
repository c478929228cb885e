"""Threads as a viewer may see them."""

from hrcn_community.discussions.queries.arrivals import (
    Arrival,
    find_arrival,
    find_merged,
    find_standing,
    where_it_went,
)
from hrcn_community.discussions.queries.lists import ThreadList, ThreadRow, threads, unread_threads
from hrcn_community.discussions.queries.pages import ThreadPage, terms_of, thread_page
from hrcn_community.discussions.queries.thread import Reply, find_reply, find_thread, thread_of

__all__ = [
    "Arrival",
    "Reply",
    "ThreadList",
    "ThreadPage",
    "ThreadRow",
    "find_arrival",
    "find_merged",
    "find_reply",
    "find_standing",
    "find_thread",
    "terms_of",
    "thread_of",
    "thread_page",
    "threads",
    "unread_threads",
    "where_it_went",
]
