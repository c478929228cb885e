"""A table of counts as it may be shown: no count under five, and none that follows from the others.

Pure functions. To withhold the small counts is not enough where their totals are shown. So more is
withheld until two things hold: whatever is missing from a shown total adds up to five or more, and for
each count that is withheld there is another table, with another count there, that looks just the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FEWEST = 5
Place = tuple[int, int]


@dataclass(frozen=True)
class Shown:
    """The cells, then in a last column the totals of rows, in a last row those of columns; None is withheld."""

    rows: Sequence[Sequence[int | None]]


def shown(cells: Sequence[Sequence[int]]) -> Shown:
    """Return a table with its totals, of which nothing under five can be read or computed."""
    table = _with_totals(cells)
    hidden = {(i, j) for i, row in enumerate(table) for j, n in enumerate(row) if n < FEWEST}
    while wrong := _wrong(table, hidden):
        hidden.add(wrong)
    rows = [[None if (i, j) in hidden else n for j, n in enumerate(r)] for i, r in enumerate(table)]
    return Shown(rows)


def _with_totals(cells: Sequence[Sequence[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in cells]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def _wrong(table: list[list[int]], hidden: set[Place]) -> Place | None:
    """Return which count has to be withheld as well, or None: the smallest beside what can be computed."""
    for line in _lines(table):
        of_line = hidden & set(line)
        is_told = line[-1] not in hidden
        missing = sum(table[i][j] for i, j in of_line)
        if of_line and is_told and missing < FEWEST and (found := _smallest(table, hidden, line)):
            return found
    for place in sorted(hidden):
        if not _could_be_other(table, hidden, place):
            beside = [each for line in _lines(table) if place in line for each in line]
            return _smallest(table, hidden, beside) or _smallest(table, hidden, _places(table))
    return None


def _smallest(table: list[list[int]], hidden: set[Place], among: Sequence[Place]) -> Place | None:
    """Return the smallest count that is still shown; a total only where there is no other."""
    last = len(table) - 1, len(table[0]) - 1
    found = [place for place in among if place not in hidden]
    key = lambda p: (p[0] == last[0] or p[1] == last[1], table[p[0]][p[1]], p)  # noqa: E731
    return min(found, key=key, default=None)


def _could_be_other(table: list[list[int]], hidden: set[Place], place: Place) -> bool:
    """Is there a table with another count at `place` that shows the same?"""
    return any(_has_way(table, hidden, place, by) for by in (1, -1))


def _has_way(table: list[list[int]], hidden: set[Place], place: Place, by: int) -> bool:
    """Can `place` change by one, and hidden counts in turn make up for it, none below nothing?

    A total counts as the negative of what it sums, so that each line adds up to nothing; along a way
    from the column back to the row one count falls and the next rises.
    """
    if not _can(table, place, by):
        return False
    row, waiting, seen = place[0], [place[1]], {place[1]}
    while waiting:
        column = waiting.pop()
        for i in range(len(table)):
            step = (i, column)
            if step == place or step not in hidden or not _can(table, step, -by):
                continue
            if i == row:
                return True
            for j in _rising(table, hidden, i, by):
                if (i, j) != place and j not in seen:
                    seen.add(j)
                    waiting.append(j)
    return False


def _rising(table: list[list[int]], hidden: set[Place], i: int, by: int) -> Iterator[int]:
    for j in range(len(table[0])):
        if (i, j) in hidden and _can(table, (i, j), by):
            yield j


def _can(table: list[list[int]], place: Place, by: int) -> bool:
    """Can a count change so that it stays one? Of a total, counted as negative, the other way round."""
    i, j = place
    sign = -1 if (i == len(table) - 1) != (j == len(table[0]) - 1) else 1
    return table[i][j] + sign * by >= 0


def _lines(table: list[list[int]]) -> Iterator[list[Place]]:
    """Yield each row and each column, its total last."""
    height, width = len(table), len(table[0])
    for i in range(height):
        yield [(i, j) for j in range(width)]
    for j in range(width):
        yield [(i, j) for i in range(height)]


def _places(table: list[list[int]]) -> list[Place]:
    return [(i, j) for i, row in enumerate(table) for j in range(len(row))]
