"""Who wrote elsewhere: found by their print, or given a placeholder. Nothing here commits."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.placeholders import placeholder_row
from hrcn_community.core.db import db
from hrcn_community.importing.many_rows import add_rows, numbers_for
from hrcn_community.importing.models import Placeholder
from hrcn_community.importing.telling import Author

MOST_KEPT = 50_000
AT_ONCE = 500


class Authors:
    """Whose print is which person's; the last few thousand are remembered."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}

    def know(self, authors: Iterable[Author]) -> None:
        """Find or add all of these; the first name that somebody is met under stays."""
        wanted: dict[str, str] = {}
        for author in authors:
            wanted.setdefault(author.lookup, author.name)
        if len(self.ids) > MOST_KEPT:
            self.ids.clear()
        missing = [lookup for lookup in wanted if lookup not in self.ids]
        for some in _some(missing):
            self.ids |= _known(some)
            new = [lookup for lookup in some if lookup not in self.ids]
            self.ids |= _added({lookup: wanted[lookup] for lookup in new})

    def id_of(self, author: Author) -> int:
        return self.ids[author.lookup]

    def forget(self) -> None:
        """What was added and not committed is no more."""
        self.ids.clear()


def _some(lookups: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(lookups), AT_ONCE):
        yield lookups[at : at + AT_ONCE]


def _known(lookups: Sequence[str]) -> dict[str, int]:
    rows = db.session.execute(
        select(Placeholder.lookup, Placeholder.person_id).where(Placeholder.lookup.in_(lookups))
    )
    return {row.lookup: row.person_id for row in rows}


def _added(names: dict[str, str]) -> dict[str, int]:
    if not names:
        return {}
    ids = dict(zip(names, numbers_for(Person, len(names)), strict=True))
    people = [{"id": ids[lookup], **placeholder_row(name)} for lookup, name in names.items()]
    add_rows(Person, people)
    places = [{"person_id": id_, "lookup": lookup} for lookup, id_ in ids.items()]
    add_rows(Placeholder, places)
    return ids
