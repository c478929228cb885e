"""What happens to how somebody stands: their roles, a suspension, being invited and put out."""

from dataclasses import dataclass

from hrcn_community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class RoleProposed(Event):
    proposal_id: int

    of_the_house = "people"


@dataclass(frozen=True, kw_only=True)
class RoleDecided(Event):
    """Confirmed or declined: the proposal says which."""

    proposal_id: int

    of_the_house = "people"


@dataclass(frozen=True, kw_only=True)
class RoleChanged(Event):
    person_id: int
    was: str
    role: str

    of_the_house = "people"


@dataclass(frozen=True, kw_only=True)
class PersonSuspended(Event):
    person_id: int

    of_the_house = "people"


@dataclass(frozen=True, kw_only=True)
class PersonReinstated(Event):
    person_id: int

    of_the_house = "people"


@dataclass(frozen=True, kw_only=True)
class SuspensionExpired(Event):
    """Due when a suspension ends by itself."""

    suspension_id: int


@dataclass(frozen=True, kw_only=True)
class PersonRemoved(Event):
    """A facilitator put somebody out of a space; the reason is told to them alone."""

    space_id: int
    person_id: int
    removal_id: int


@dataclass(frozen=True, kw_only=True)
class SpaceOffered(Event):
    """A member is invited into spaces; nobody is put inside unasked."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationAnswered(Event):
    invitation_id: int
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class AffiliationAsked(Event):
    """An official asks to correct since when they belong to the city for which they speak."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class AffiliationAnswered(Event):
    person_id: int
    accepted: bool
