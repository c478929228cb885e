"""What happens to people and their places."""

from dataclasses import dataclass

from hrcn_community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SignedOut(Event):
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SteppedUp(Event):
    """Somebody proved once more who they are."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class NewBrowserUsed(Event):
    """Somebody signed in with a browser in which they had never been before."""

    person_id: int
    sign_in_id: int


@dataclass(frozen=True, kw_only=True)
class TwoStepChanged(Event):
    """What somebody proves themselves with beside the password: `how` says what happened to it."""

    person_id: int
    how: str


@dataclass(frozen=True, kw_only=True)
class AddressChangeAsked(Event):
    """Somebody wants another address; which one stands beside, not here."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class AddressChangeCancelled(Event):
    person_id: int


@dataclass(frozen=True, kw_only=True)
class AddressChanged(Event):
    person_id: int


@dataclass(frozen=True, kw_only=True)
class IdentityLinked(Event):
    """Another house vouches for somebody from now on."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class IdentityUnlinked(Event):
    person_id: int


@dataclass(frozen=True, kw_only=True)
class ResetAsked(Event):
    """Written for unknown addresses too (person_id None), so that both take the same time."""

    person_id: int | None


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    person_id: int

    of_the_house = "people"


@dataclass(frozen=True, kw_only=True)
class Applied(Event):
    person_id: int
    application_id: int

    of_the_house = "people"


@dataclass(frozen=True, kw_only=True)
class KnownPersonApplied(Event):
    """Somebody applied with an address that is known already: its owner is told, nobody else."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class AddressConfirmed(Event):
    person_id: int
    application_id: int

    of_the_house = "people"


@dataclass(frozen=True, kw_only=True)
class ApplicationDecided(Event):
    application_id: int
    approved: bool

    of_the_house = "people"


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Event):
    invitation_id: int

    of_the_house = "people"


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(Event):
    invitation_id: int

    of_the_house = "people"


@dataclass(frozen=True, kw_only=True)
class PersonJoined(Event):
    person_id: int

    of_the_house = "people"


@dataclass(frozen=True, kw_only=True)
class SpaceJoined(Event):
    space_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SpaceLeft(Event):
    space_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SpaceAsked(Event):
    space_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class FacilitatorAppointed(Event):
    space_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class FacilitatorReleased(Event):
    """A facilitator is a plain member again."""

    space_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class RequestDeclined(Event):
    space_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Event):
    person_id: int


@dataclass(frozen=True, kw_only=True)
class LetterWritten(Event):
    letter_id: int


@dataclass(frozen=True, kw_only=True)
class LetterAnswered(Event):
    letter_id: int

    of_the_house = "house"


@dataclass(frozen=True, kw_only=True)
class PseudonymTaken(Event):
    """A persona began to be; the person behind it is in no event."""

    person_id: int
    space_id: int
