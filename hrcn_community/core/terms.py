"""What a text is found by: its stems in order, then what its compounds are made of."""

from collections import Counter
from collections.abc import Iterable

from hrcn_community.core.compounds import parts_of
from hrcn_community.core.text import stems

# A sign that is no word: no phrase runs across it, and nobody can ask for it.
APART = "¶"
# PostgreSQL keeps 255 places of one word in a text, and 16,383 places in all; titles count with it.
MOST_OF_ONE = 150
MOST_WORDS = 16_000


def terms(text: str, language: str) -> str:
    """Return what search finds `text` by, separated by spaces."""
    return together(stems(text, language).split(), parts_of(text, language))


def together(in_order: Iterable[str], parts: Iterable[str]) -> str:
    """Return stems as the index takes them: none more often than both databases count it."""
    seen: Counter[str] = Counter()
    kept = []
    for stem in in_order:
        seen[stem] += 1
        kept.append(stem if seen[stem] <= MOST_OF_ONE else APART)
    others = [part for part in dict.fromkeys(parts) if part not in seen]
    apart = [each for part in others for each in (APART, part)]
    return " ".join([*kept, *apart][:MOST_WORDS])
