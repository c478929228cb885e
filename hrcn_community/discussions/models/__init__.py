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
    CitedInReply,
    KeptTogether,
    MergedAway,
    Merger,
    NotAQuestion,
    NothingToSplit,
    OpeningStays,
    Thread,
    ThreadKind,
    ThreadTimer,
    TimerKind,
)

__all__ = [
    "ROOM",
    "Citation",
    "CitedInReply",
    "Confirmation",
    "KeptTogether",
    "MergedAway",
    "Merger",
    "NotAQuestion",
    "NothingToSplit",
    "OpeningStays",
    "Sentence",
    "Synopsis",
    "SynopsisState",
    "Thread",
    "ThreadKind",
    "ThreadTimer",
    "TimerKind",
]
