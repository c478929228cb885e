"""What was changed of the words, settings, cities and organisations that all of the house shares."""

from dataclasses import dataclass

from hrcn_community.core.events import Event, record
from hrcn_community.register.keeping import Entry
from hrcn_community.register.models import City


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


@dataclass(frozen=True, kw_only=True)
class RegisterChanged(Event):
    """The core team changed what is written of a city or an organisation."""

    city_id: int | None
    organisation_id: int | None

    of_the_house = "house"


def note_change(entry: Entry, *, by_id: int) -> None:
    is_city = isinstance(entry, City)
    record(
        RegisterChanged(
            city_id=entry.id if is_city else None, organisation_id=None if is_city else entry.id
        ),
        by=by_id,
    )
