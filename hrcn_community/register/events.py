"""Writing down that the register was changed."""

from dataclasses import dataclass

from hrcn_community.core.events import Event, record
from hrcn_community.register.keeping import Entry
from hrcn_community.register.models import City


@dataclass(frozen=True, kw_only=True)
class RegisterChanged(Event):
    """The core team changed what is written of a city or an organisation."""

    city_id: int | None
    organisation_id: int | None


def note_change(entry: Entry, *, by_id: int) -> None:
    is_city = isinstance(entry, City)
    record(
        RegisterChanged(
            city_id=entry.id if is_city else None, organisation_id=None if is_city else entry.id
        ),
        by=by_id,
    )
