"""What a case is: itself, its experts, and what is refused."""

from hrcn_community.consultations.models.availability import (
    LIMIT_AT_MOST,
    USUAL_MOST,
    Absence,
    LoadLimit,
)
from hrcn_community.consultations.models.calendar import (
    CaseReminder,
    DeskHoliday,
    DeskSetting,
    Stage,
)
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
    NotAvailable,
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
    "LIMIT_AT_MOST",
    "ROOM",
    "USUAL_MOST",
    "Absence",
    "AdvisorCountry",
    "Case",
    "CaseExclusion",
    "CaseGroup",
    "CaseInterval",
    "CaseInvitation",
    "CaseReminder",
    "CaseWords",
    "ChangedSince",
    "DeskHoliday",
    "DeskSetting",
    "GeneralDeclaration",
    "InvitationTime",
    "Kind",
    "LoadLimit",
    "NobodyToLead",
    "NotAvailable",
    "NotEligible",
    "NotFromHere",
    "NotOffered",
    "NotThreePeople",
    "NotTighter",
    "NothingToSend",
    "Outcome",
    "ReasonMissing",
    "ShowsAs",
    "Stage",
    "Stand",
]
