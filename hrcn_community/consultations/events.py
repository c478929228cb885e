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
class CopyMoved(Event):
    """A copy for the public came a step further, or back. `lapsed` says whether consents ended by it."""

    case_id: int
    publication_id: int
    deed: str
    before: str
    state: str
    lapsed: bool = False
