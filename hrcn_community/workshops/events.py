"""What happens in workshops. Under the Chatham House Rule no event names who spoke or voted."""

from dataclasses import dataclass

from hrcn_community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class WorkshopCalled(Event):
    workshop_id: int


@dataclass(frozen=True, kw_only=True)
class WorkshopChanged(Event):
    workshop_id: int
    sequence: int


@dataclass(frozen=True, kw_only=True)
class WorkshopCancelled(Event):
    workshop_id: int


@dataclass(frozen=True, kw_only=True)
class VotingOpened(Event):
    """Due when the workshop begins; `starts` (seconds) tells it from a date that was moved since."""

    workshop_id: int
    starts: int


@dataclass(frozen=True, kw_only=True)
class SeatTaken(Event):
    workshop_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class WaitingListJoined(Event):
    workshop_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SeatOffered(Event):
    workshop_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class OfferExpired(Event):
    """Due when an offer expires; `position` tells it from a later offer to the same person."""

    workshop_id: int
    person_id: int
    position: int


@dataclass(frozen=True, kw_only=True)
class OfferForfeited(Event):
    workshop_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SeatGivenBack(Event):
    workshop_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class StatementMade(Event):
    workshop_id: int
    statement_id: int


@dataclass(frozen=True, kw_only=True)
class StatementTakenBack(Event):
    workshop_id: int
    statement_id: int


@dataclass(frozen=True, kw_only=True)
class VoteCast(Event):
    workshop_id: int
    statement_id: int


@dataclass(frozen=True, kw_only=True)
class NotesWritten(Event):
    workshop_id: int


@dataclass(frozen=True, kw_only=True)
class AttendanceNoted(Event):
    workshop_id: int
