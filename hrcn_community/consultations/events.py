"""What happens to cases."""

from dataclasses import dataclass

from hrcn_community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseMoved(Event):
    """A deed of the transition table was done."""

    case_id: int
    deed: str
    before: str
    state: str


@dataclass(frozen=True, kw_only=True)
class ExpertProposed(Event):
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewerInvited(Event):
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewerAnswered(Event):
    """Somebody invited as reviewer declared, or stepped back."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class SignerNamed(Event):
    case_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class TierTightened(Event):
    case_id: int
    tier: str


@dataclass(frozen=True, kw_only=True)
class CaseRemovalWarned(Event):
    """A case that is over will be removed in so many days."""

    case_id: int
    days: int


@dataclass(frozen=True, kw_only=True)
class CaseProlonged(Event):
    case_id: int


@dataclass(frozen=True, kw_only=True)
class LeadHandedOn(Event):
    """`person_id` leads the case from now on."""

    case_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class ClockRung(Event):
    """A clock has something to say at a stage of this stretch of a case's way."""

    case_id: int
    interval_id: int
    stage: str


@dataclass(frozen=True, kw_only=True)
class DeskChanged(Event):
    """A setting or a holiday of the desk, as it was and as it is, both as JSON."""

    name: str
    old: str
    new: str

    of_the_house = "house"
