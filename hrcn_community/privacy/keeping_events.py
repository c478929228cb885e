"""What happens to standing pages, periods, holds and duties. A thing that goes is counted, never named."""

from dataclasses import dataclass

from hrcn_community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PagePublished(Event):
    page: str
    version_id: int

    of_the_house = "house"


@dataclass(frozen=True, kw_only=True)
class PageAccepted(Event):
    page: str
    version: int


@dataclass(frozen=True, kw_only=True)
class RetentionChanged(Event):
    rule: str
    days: int

    of_the_house = "house"


@dataclass(frozen=True, kw_only=True)
class PeriodReached(Event):
    """A rule of retention was carried out on so many things."""

    rule: str
    count: int


@dataclass(frozen=True, kw_only=True)
class RemovalWarned(Event):
    """Something of these people's will go soon; what, says the rule."""

    rule: str
    address: str
    person_id: int
    stage: int


@dataclass(frozen=True, kw_only=True)
class HoldSet(Event):
    hold_id: int


@dataclass(frozen=True, kw_only=True)
class HoldEnded(Event):
    hold_id: int


@dataclass(frozen=True, kw_only=True)
class HandoverMade(Event):
    """Somebody offered a duty to somebody."""

    handover_id: int


@dataclass(frozen=True, kw_only=True)
class HandoverTaken(Event):
    handover_id: int


@dataclass(frozen=True, kw_only=True)
class HandoverDeclined(Event):
    handover_id: int
