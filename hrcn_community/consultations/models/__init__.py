"""What a case is: itself, its experts, and what is refused."""

from hrcn_community.consultations.models.cases import (
    DESK,
    ROOM,
    Case,
    CaseInterval,
    CaseWords,
    Kind,
    ShowsAs,
)
from hrcn_community.consultations.models.experts import (
    CaseExclusion,
    CaseInvitation,
    Stand,
)
from hrcn_community.consultations.models.refusals import (
    ChangedSince,
    NobodyToLead,
    NotEligible,
    NotFromHere,
    NothingToSend,
    NotOffered,
    NotThreePeople,
    NotTighter,
    ReasonMissing,
)

__all__ = [
    "DESK",
    "ROOM",
    "Case",
    "CaseExclusion",
    "CaseInterval",
    "CaseInvitation",
    "CaseWords",
    "ChangedSince",
    "Kind",
    "NobodyToLead",
    "NotEligible",
    "NotFromHere",
    "NotOffered",
    "NotThreePeople",
    "NotTighter",
    "NothingToSend",
    "ReasonMissing",
    "ShowsAs",
    "Stand",
]
