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
from hrcn_community.consultations.models.matching import (
    AdvisorCountry,
    CaseGroup,
    GeneralDeclaration,
    InvitationTime,
    Outcome,
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
    "AdvisorCountry",
    "Case",
    "CaseExclusion",
    "CaseGroup",
    "CaseInterval",
    "CaseInvitation",
    "CaseWords",
    "ChangedSince",
    "GeneralDeclaration",
    "InvitationTime",
    "Kind",
    "NobodyToLead",
    "NotEligible",
    "NotFromHere",
    "NotOffered",
    "NotThreePeople",
    "NotTighter",
    "NothingToSend",
    "Outcome",
    "ReasonMissing",
    "ShowsAs",
    "Stand",
]
