"""Numbers of posts as people write them: “5-9, 12”."""

import re
from collections.abc import Iterable

Range = tuple[int, int]
PIECE = re.compile(r"(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?")
MOST = 300


def read_ranges(words: str, last: int) -> list[Range]:
    """Return the ranges that `words` name, in order, none beyond `last`; raise ValueError."""
    numbers: set[int] = set()
    pieces = [piece.strip() for piece in re.split(r"[,;\s]*[,;\n][,;\s]*", words.strip(" ,;\n"))]
    for piece in pieces if words.strip(" ,;\n") else []:
        found = PIECE.fullmatch(piece)
        if not found:
            raise ValueError(piece)
        first, end = int(found[1]), int(found[2] or found[1])
        numbers.update(range(min(first, end), min(max(first, end), last) + 1))
    return ranges_of(numbers)


def ranges_of(numbers: Iterable[int]) -> list[Range]:
    """Return `numbers` as the fewest ranges, in order; raise ValueError where those are too many."""
    ranges: list[Range] = []
    for number in sorted(numbers):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = ranges[-1][0], number
        else:
            ranges.append((number, number))
    if len(ranges) > MOST:
        raise ValueError(len(ranges))
    return ranges


def numbers_in(ranges: Iterable[Range]) -> set[int]:
    return {number for first, last in ranges for number in range(first, last + 1)}


def written(ranges: Iterable[Range]) -> str:
    """Return ranges as people write them."""
    return ", ".join(f"{first}-{last}" if last > first else str(first) for first, last in ranges)
