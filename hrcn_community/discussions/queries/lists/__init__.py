"""Lists of threads: which threads, in which order, and what a row of them shows."""

from hrcn_community.discussions.queries.lists.rows import ThreadRow
from hrcn_community.discussions.queries.lists.unread import next_unread
from hrcn_community.discussions.queries.lists.views import (
    Period,
    ThreadList,
    View,
    threads,
    unread_threads,
)
from hrcn_community.discussions.queries.lists.wanted import EVERYTHING, Wanted

__all__ = [
    "EVERYTHING",
    "Period",
    "ThreadList",
    "ThreadRow",
    "View",
    "Wanted",
    "next_unread",
    "threads",
    "unread_threads",
]
