"""The rule of the search once more, in plain Python over rows: slow, simple, and the same everywhere.

Both databases are held to it, so that each finds the same texts in the same order as the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hrcn_community.core.text import STEMMERS, fold, stem, words
from hrcn_community.search.asked import Asked, Part

RECENT = ((30, 3), (365, 2), (1095, 1))


@dataclass(frozen=True)
class Row:
    """What the rule knows of a post."""

    id: int
    title: tuple[str, ...]
    text: tuple[str, ...]
    language: str
    created_at: datetime
    author: str = ""


def found(asked: Asked, rows: Iterable[Row], today: datetime) -> list[int]:
    """Return the ids of what is found, in order."""
    if not any(not part.is_not for part in asked.parts):
        return []
    kept = [row for row in rows if _fits(row, asked)]
    kept.sort(key=lambda row: (_score(row, asked, today), row.created_at, row.id), reverse=True)
    return [row.id for row in kept]


def _fits(row: Row, asked: Asked) -> bool:
    wanted = asked.wanted
    if not all(_holds(row, part, part is wanted[-1] and asked.is_typing) for part in wanted):
        return False
    if any(_holds(row, part, False) for part in asked.unwanted):
        return False
    return all(_is(row, part) != part.is_not for part in asked.operators)


def _is(row: Row, part: Part) -> bool:
    if part.kind == "lang":
        return part.is_understood and row.language == part.value
    return part.kind == "by" and any(
        name.startswith(fold(part.value)) for name in fold(row.author).split()
    )


def _holds(row: Row, part: Part, is_typing: bool) -> bool:
    return any(_stands_in(place, part, is_typing) for place in (row.title, row.text))


def _stands_in(place: Sequence[str], part: Part, is_typing: bool) -> bool:
    if part.kind == "phrase":
        return _in_a_row(place, part.words)
    whole = {stem(form, each) for form in (part.value, fold(part.value)) for each in STEMMERS}
    if part.kind == "beginning" or is_typing:
        typed = fold(part.value[:64])[:64]
        whole |= {typed[:-n] for n in (1, 2, 3) if len(typed) - n >= 4}
        if any(each.startswith(typed) for each in place):
            return True
    return any(each in whole - {""} for each in place)


def _in_a_row(place: Sequence[str], row: list[str]) -> bool:
    for language in STEMMERS:
        looked_for = tuple(stem(word, language) for word in row)
        ends = range(len(place) - len(row) + 1)
        if all(looked_for) and any(tuple(place[n : n + len(row)]) == looked_for for n in ends):
            return True
    return False


def _score(row: Row, asked: Asked, today: datetime) -> int:
    wanted = asked.wanted
    points = sum(
        10 for part in wanted if _stands_in(row.title, part, part is wanted[-1] and asked.is_typing)
    )
    in_a_row = [
        word
        for part in asked.parts
        if part.kind == "word" and not part.is_not
        for word in words(part.value)
    ]
    if len(in_a_row) > 1:
        points += 15 * _in_a_row(row.title, in_a_row)
        points += 5 * (_in_a_row(row.title, in_a_row) or _in_a_row(row.text, in_a_row))
    age = (n for days, n in RECENT if row.created_at >= today - timedelta(days=days))
    return points + next(age, 0)
