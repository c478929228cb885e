"""Whatever people do with threads. Nothing here commits."""

from hrcn_community.discussions.actions.reading import mark_read
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
    "mark_read",
    "reopen_thread",
    "reply",
    "start_thread",
    "withdraw_acceptance",
]
