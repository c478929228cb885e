"""Threads as a viewer may see them."""

from hrcn_community.discussions.queries.lists import ThreadList, ThreadRow, threads, unread_threads
from hrcn_community.discussions.queries.pages import (
    ThreadPage,
    ThreadSummary,
    terms_of,
    thread_page,
    thread_summary,
)
from hrcn_community.discussions.queries.thread import Reply, find_reply, find_thread, thread_of

__all__ = [
    "Reply",
    "ThreadList",
    "ThreadPage",
    "ThreadRow",
    "ThreadSummary",
    "find_reply",
    "find_thread",
    "terms_of",
    "thread_of",
    "thread_page",
    "thread_summary",
    "threads",
    "unread_threads",
]
