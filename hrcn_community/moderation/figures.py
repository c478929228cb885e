"""What may be published of counts: none under five, and none that could be computed from the others.

Pure functions. To withhold a small count and the next one beside it is not enough: whoever knows that
rule, and the whole, can at times still compute the small one. So it is all parts of a whole, or none.
"""

from collections.abc import Mapping

FEWEST = 5


def published(parts: Mapping[str, int]) -> dict[str, int | None]:
    """Return the counts of which a whole is made; None for all of them where one is under five."""
    if min(parts.values(), default=0) < FEWEST:
        return dict.fromkeys(parts)
    return dict(parts)


def published_whole(parts: Mapping[str, int]) -> int | None:
    """Return the whole, or None where it is under five."""
    whole = sum(parts.values())
    return whole if whole >= FEWEST else None


def median(days: list[int]) -> int | None:
    """Return the median of at least five numbers, None for fewer."""
    if len(days) < FEWEST:
        return None
    in_order = sorted(days)
    return in_order[len(in_order) // 2]
