"""What may be published of counts: none under five, and none that could be computed from the others.

Pure functions: `published` decides for one group of counts that make a whole.
"""

from collections.abc import Mapping

FEWEST = 5


def published(parts: Mapping[str, int]) -> dict[str, int | None]:
    """Return the counts of which a whole is made, None for those that are not to be shown.

    Withheld is each under five. If the whole, less what is shown, would tell one of them, the smallest
    of the others is withheld as well, and so on. The whole may then be shown, if it is five or more.
    """
    hidden = {name for name, count in parts.items() if count < FEWEST}
    while hidden and len(hidden) < len(parts) and _tells(parts, hidden):
        shown = [name for name in parts if name not in hidden]
        hidden.add(min(shown, key=lambda name: (parts[name], name)))
    return {name: None if name in hidden else count for name, count in parts.items()}


def published_whole(parts: Mapping[str, int]) -> int | None:
    """Return the whole, or None where it is under five, or where it is one part alone."""
    whole = sum(parts.values())
    return whole if whole >= FEWEST else None


def median(days: list[int]) -> int | None:
    """Return the median of at least five numbers, None for fewer."""
    if len(days) < FEWEST:
        return None
    in_order = sorted(days)
    return in_order[len(in_order) // 2]


def _tells(parts: Mapping[str, int], hidden: set[str]) -> bool:
    """Does what is left for the hidden ones say what one of them is? One alone, or nothing but zeros."""
    return len(hidden) == 1 or sum(parts[name] for name in hidden) == 0
