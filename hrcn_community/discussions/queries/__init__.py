"""Threads as a viewer may see them."""

from hrcn_community.discussions.queries.lists import ThreadList, ThreadRow, threads, unread_threads
from hrcn_community.discussions.queries.pages import ThreadPage, terms_of, thread_page
from hrcn_community.discussions.queries.synopses import Consolidation, find_consolidation
from hrcn_community.discussions.queries.synopsis_drafts import as_shown, drafted
from hrcn_community.discussions.queries.synopsis_people import answers, contributions
from hrcn_community.discussions.queries.synopsis_reading import draft_to_read
from hrcn_community.discussions.queries.synopsis_sentences import sentences_of
from hrcn_community.discussions.queries.thread import Reply, find_reply, find_thread, thread_of

__all__ = [
    "Consolidation",
    "Reply",
    "ThreadList",
    "ThreadPage",
    "ThreadRow",
    "answers",
    "as_shown",
    "contributions",
    "draft_to_read",
    "drafted",
    "find_consolidation",
    "find_reply",
    "find_thread",
    "sentences_of",
    "terms_of",
    "thread_of",
    "thread_page",
    "threads",
    "unread_threads",
]
