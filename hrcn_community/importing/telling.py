"""What was said elsewhere, ready to be written: who, when, in which words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hrcn_community.core.sealing import keyed_print
from hrcn_community.importing.plain import Words

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
LONGEST_TITLE = 200
APART = "what came along of it before stands in another space, so that it is not continued there"


@dataclass(frozen=True)
class Author:
    """Somebody by their name elsewhere, and the print by which they are one, whatever they are called."""

    lookup: str
    name: str


@dataclass(frozen=True)
class Told:
    """A message; in several `words` where one post cannot hold it. `quotes` are others of the source."""

    external: str
    author: Author
    at: datetime
    words: list[Words]
    quotes: tuple[str, ...] = ()


@dataclass
class Talk:
    """A conversation; `id` once it stands. `seats` are those who alone had a part in it.

    It is `apart` where more of it came before, and stands elsewhere by now: it is not continued there,
    as others may read it there.
    """

    external: str
    space_id: int
    title: str
    id: int = 0
    is_apart: bool = False
    is_closed: bool = False
    seats: tuple[Author, ...] = ()
    language: str = ""
    title_terms: str = ""


def standing_of(done: Iterable[Any], space_id: int) -> tuple[int, bool]:
    """Return the conversation of that space in which some of `done` stands, or 0, and if only others do."""
    talks = [(each[1], each[3]) for each in done if each[1]]
    here = min((talk_id for talk_id, space in talks if space == space_id), default=0)
    return here, bool(talks) and not here


def ref_of(source_id: int, external: str) -> str:
    """Return the ref that an item will have: nobody without our key can tell, we always can.

    So a post may lead to another that is not written yet.
    """
    number, letters = int(keyed_print("imported ref", source_id, external)[:12], 16), ""
    for _ in range(10):
        number, digit = divmod(number, 32)
        letters = CROCKFORD[digit] + letters
    return letters


def short_title(title: str) -> str:
    """Return as much of a title as fits; whoever needs the rest finds it in the opening."""
    if len(title) <= LONGEST_TITLE:
        return title
    return f"{title[: LONGEST_TITLE - 1].rstrip()}…"
