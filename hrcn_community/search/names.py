"""Spaces, cities and people whose names hold what is asked; only those that the viewer may know of."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from hrcn_community.access.visibility import known_to
from hrcn_community.accounts.directory import Wanted, people
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.core.db import db
from hrcn_community.core.text import fold, words
from hrcn_community.register.kept import kept_register
from hrcn_community.search.asked import BEGINNING, PHRASE, WORD, Asked
from hrcn_community.spaces.models import Space

MOST = 3
MOST_SPACES = 500
SHORTEST = 3


@dataclass(frozen=True)
class Name:
    """Something that has a page of its own."""

    name: str
    href: str
    written: str = ""  # where what they wrote is found


@dataclass(frozen=True)
class Named:
    spaces: Sequence[Name] = ()
    cities: Sequence[Name] = ()
    people: Sequence[Name] = ()

    def __bool__(self) -> bool:
        return bool(self.spaces or self.cities or self.people)


def named_so(asked: Asked, *, viewer: AnyViewer) -> Named:
    """Return up to three of each kind whose names hold every word that is asked, at the beginning of one of theirs."""
    wanted = _words(asked)
    if not wanted or max(map(len, wanted)) < SHORTEST:
        return Named()
    cities = ((c.name, f"/cities/{c.slug}") for c in kept_register().cities.values())
    found, _ = people(Wanted(name=" ".join(wanted)), viewer=viewer)
    return Named(
        _holding(wanted, _spaces(viewer)),
        _holding(wanted, cities),
        [_person(person.name, person.handle) for person in found[:MOST]],
    )


def _person(name: str, handle: str) -> Name:
    return Name(name, f"/people/{handle}", f"/search?q=by:{handle}")


def _words(asked: Asked) -> list[str]:
    """Return the words of a query that asks for nothing else."""
    if any(part.is_operator or part.is_not for part in asked.parts):
        return []
    kinds = (WORD, PHRASE, BEGINNING)
    return [fold(word) for part in asked.parts if part.kind in kinds for word in part.words]


def _spaces(viewer: AnyViewer) -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(Space.name, Space.slug)
        .where(Space.is_listed.is_(True), known_to(viewer))
        .order_by(Space.name, Space.id)
        .limit(MOST_SPACES)
    )
    return [(row.name, f"/spaces/{row.slug}") for row in rows]


def _holding(wanted: Sequence[str], named) -> list[Name]:
    held = (Name(*each) for each in named if _holds(_folded(each[0]), wanted))
    return sorted(held, key=lambda each: (fold(each.name), each.href))[:MOST]


def _holds(name: tuple[str, ...], wanted: Sequence[str]) -> bool:
    return all(any(word.startswith(each) for word in name) for each in wanted)


@lru_cache(maxsize=2_000)
def _folded(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in words(name))
