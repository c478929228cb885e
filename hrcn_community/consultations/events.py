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
class ExpertInvited(Event):
    """Somebody was asked to advise."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class ExpertAnswered(Event):
    """Somebody asked to advise answered, or left, while others are still asked or at work."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationReminded(Event):
    """An invitation ends in a day."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationEnded(Event):
    """An invitation ended without an answer, or a part of somebody who may advise no more."""

    invitation_id: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class GroupBegun(Event):
    """From now on several answer the case together."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class RapporteurNamed(Event):
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


@dataclass(frozen=True, kw_only=True)
class GenerallyDeclared(Event):
    """An advisor declared their ties for a year."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class DeclarationWarned(Event):
    """What an advisor declared for a year ends soon."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PapersAdded(Event):
    """Documents came to a case."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseNoteWritten(Event):
    """Somebody wrote a note to the others who work on a case."""

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
