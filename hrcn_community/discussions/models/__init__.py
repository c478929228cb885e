"""The state of threads."""

from hrcn_community.discussions.models.synopses import (
    Citation,
    Confirmation,
    Sentence,
    Synopsis,
    SynopsisState,
)
from hrcn_community.discussions.models.threads import (
    ROOM,
    Merger,
    NotAQuestion,
    Thread,
    ThreadKind,
    ThreadTimer,
    TimerKind,
)

__all__ = [
    "ROOM",
    "Citation",
    "Confirmation",
    "Merger",
    "NotAQuestion",
    "Sentence",
    "Synopsis",
    "SynopsisState",
    "Thread",
    "ThreadKind",
    "ThreadTimer",
    "TimerKind",
]
