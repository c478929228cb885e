"""What somebody says in a notice, and what somebody decides: plain values on their way."""

from dataclasses import dataclass

from hrcn_community.moderation.models.decisions import Ground, Measure, Sanction
from hrcn_community.moderation.models.notices import Category


@dataclass(frozen=True)
class Complaint:
    """What somebody says in a notice."""

    category: Category
    explanation: str
    passage: str = ""
    rule: str = ""
    law: str = ""
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Ruling:
    """What somebody decides, and why."""

    reason: str
    measure: Measure = Measure.KEEP
    label: str = ""
    shown_reason: str = ""
    sanction: Sanction = Sanction.NONE
    days: int = 0
    ground: Ground = Ground.RULE
    rule: str = ""
    law: str = ""
    facts: str = ""
