"""What was changed of the words and settings that all of the house shares."""

from dataclasses import dataclass

from hrcn_community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class TermAdded(Event):
    term_id: int

    of_the_house = "house"


@dataclass(frozen=True, kw_only=True)
class TermRenamed(Event):
    term_id: int

    of_the_house = "house"


@dataclass(frozen=True, kw_only=True)
class TermMoved(Event):
    term_id: int
    place: int

    of_the_house = "house"


@dataclass(frozen=True, kw_only=True)
class TermRetired(Event):
    """It is offered no more; used, it stays."""

    term_id: int

    of_the_house = "house"


@dataclass(frozen=True, kw_only=True)
class TermOffered(Event):
    """One that was retired is offered again."""

    term_id: int

    of_the_house = "house"


@dataclass(frozen=True, kw_only=True)
class TermMerged(Event):
    term_id: int
    into_id: int

    of_the_house = "house"


@dataclass(frozen=True, kw_only=True)
class SettingChanged(Event):
    """A setting of the house, as it was and as it is, both as JSON."""

    name: str
    old: str
    new: str

    of_the_house = "house"
