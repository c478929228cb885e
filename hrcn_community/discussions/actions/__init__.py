"""Whatever people do with threads. Nothing here commits."""

from hrcn_community.discussions.actions.reading import mark_read
from hrcn_community.discussions.actions.synopses import (
    publish,
    save_draft,
    send_draft,
    take_draft_back,
)
from hrcn_community.discussions.actions.synopsis_answers import confirm, end_credit
from hrcn_community.discussions.actions.synopsis_windows import (
    end_window,
    extend_window,
    make_query,
)
from hrcn_community.discussions.actions.threads import (
    accept_answer,
    close_thread,
    reopen_thread,
    reply,
    start_thread,
    withdraw_acceptance,
)

__all__ = [
    "accept_answer",
    "close_thread",
    "confirm",
    "end_credit",
    "end_window",
    "extend_window",
    "make_query",
    "mark_read",
    "publish",
    "reopen_thread",
    "reply",
    "save_draft",
    "send_draft",
    "start_thread",
    "take_draft_back",
    "withdraw_acceptance",
]
