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
from hrcn_community.discussions.queries.related import Related, related_things
from hrcn_community.discussions.queries.similar import Similar, similar_threads
from hrcn_community.discussions.queries.standings import standings
from hrcn_community.discussions.queries.synopses import Consolidation, find_consolidation
from hrcn_community.discussions.queries.synopsis_answers import answers, said_of_round
from hrcn_community.discussions.queries.synopsis_drafts import as_shown, drafted
from hrcn_community.discussions.queries.synopsis_people import contributions
from hrcn_community.discussions.queries.synopsis_reading import draft_to_read
from hrcn_community.discussions.queries.synopsis_sentences import sentences_of
from hrcn_community.discussions.queries.thread import Reply, find_reply, find_thread, thread_of

__all__ = [
    "Arrival",
    "Consolidation",
    "Period",
    "Related",
    "Reply",
    "Similar",
    "ThreadList",
    "ThreadPage",
    "ThreadRow",
    "ThreadSummary",
    "View",
    "Wanted",
    "answers",
    "as_shown",
    "contributions",
    "draft_to_read",
    "drafted",
    "find_arrival",
    "find_consolidation",
    "find_merged",
    "find_reply",
    "find_standing",
    "find_thread",
    "next_unread",
    "related_things",
    "said_of_round",
    "sentences_of",
    "similar_threads",
    "standings",
    "terms_of",
    "thread_of",
    "thread_page",
    "thread_summary",
    "threads",
    "unread_threads",
    "where_it_went",
]
