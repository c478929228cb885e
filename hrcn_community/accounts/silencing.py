"""Silence: somebody reads and keeps drafts, and writes nothing for others until a date.

What holds for a person stands in their own row, so that no look-up is added to any page: a moment for
each space, and under EVERYWHERE one for the whole house. A pseudonym has a row of its own: neither its
silence nor that of whoever is behind it says anything of the other.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l, day_of

EVERYWHERE = "*"


class Silenced(Refusal):
    """Somebody may write nothing here until a date; what they wrote comes back with the answer."""

    back = "/moderation/statements"

    def __init__(self, until: datetime) -> None:
        super().__init__(
            _l(
                "By a decision about you, you cannot write here until %(day)s. Reading goes on, and so "
                "do your drafts. The statement of reasons says why, and how to appeal.",
                day=day_of(until),
            )
        )


def silenced_until(by: Viewer, space_id: int | None) -> datetime | None:
    """Return until when `by` writes nothing in a space, or (None) on their profile; None if they may."""
    return _until(by.silences, space_id)


def mask_silenced_until(by: Viewer, space_id: int) -> datetime | None:
    """Return the same of the pseudonym that `by` has in a space."""
    return _until(by.silent_selves.get(by.personas.get(space_id, 0), {}), space_id)


def _until(silences: Mapping[str, str], space_id: int | None) -> datetime | None:
    if not silences:
        return None
    said = [silences.get(place) for place in (EVERYWHERE, str(space_id))]
    ends = [datetime.fromisoformat(each) for each in said if each]
    last = max(ends, default=None)
    return last if last and last > clock.now() else None


def refuse_silenced(by: Viewer | None, space_id: int | None) -> None:
    """Refuse whatever others would read, as long as `by` is silenced there."""
    until = silenced_until(by, space_id) if by else None
    if until:
        raise Silenced(until)


def set_silences(person_id: int, silences: Mapping[str, datetime]) -> None:
    """Write into a person's row until when they are silent, and where."""
    said = {place: until.isoformat() for place, until in silences.items()}
    db.session.execute(update(Person).where(Person.id == person_id).values(silences=said))
