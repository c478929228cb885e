"""Notices about content, the matters they make, decisions, appeals, and the log of it all."""

from hrcn_community.moderation.models.decisions import (
    LONGEST_SILENCE,
    LONGEST_SUSPENSION,
    Appeal,
    Decision,
    Ground,
    Measure,
    Outcome,
    Sanction,
)
from hrcn_community.moderation.models.log import Entered, LogCut, LogEntry
from hrcn_community.moderation.models.notices import (
    CLAIM_LASTS,
    About,
    Category,
    ContentNotice,
    Desk,
    Matter,
    key_of,
)
from hrcn_community.moderation.models.refusals import (
    AppealedBefore,
    ClaimedByAnother,
    ClaimFirst,
    DecidedBefore,
    NothingToGiveBack,
    NotWithoutUnmasking,
    NotYoursToDecide,
    TooLateToAppeal,
)
from hrcn_community.moderation.models.said import Complaint, Ruling

__all__ = [
    "CLAIM_LASTS",
    "LONGEST_SILENCE",
    "LONGEST_SUSPENSION",
    "About",
    "Appeal",
    "AppealedBefore",
    "Category",
    "ClaimFirst",
    "ClaimedByAnother",
    "Complaint",
    "ContentNotice",
    "DecidedBefore",
    "Decision",
    "Desk",
    "Entered",
    "Ground",
    "LogCut",
    "LogEntry",
    "Matter",
    "Measure",
    "NotWithoutUnmasking",
    "NotYoursToDecide",
    "NothingToGiveBack",
    "Outcome",
    "Ruling",
    "Sanction",
    "TooLateToAppeal",
    "key_of",
]
