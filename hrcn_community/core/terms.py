"""What a text is found by: its stems in order, then what its words are found by besides."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from hrcn_community.core.compounds import parts
from hrcn_community.core.text import fold, stem, stems, words

# A sign that is no word: no phrase runs across it, and nobody can ask for it.
APART = "¶"
# PostgreSQL keeps 255 places of one word in a text, and 16,383 places in all; titles count with it.
MOST_OF_ONE = 150
MOST_WORDS = 16_000


def terms(text: str, language: str) -> str:
    """Return what search finds `text` by, separated by spaces."""
    return together(stems(text, language).split(), besides(text, language))


def besides(text: str, language: str) -> list[str]:
    """Return what the words of `text` are found by beside their stems, each once, in order."""
    found = (each for word in words(text) for each in other_forms(word, language))
    return list(dict.fromkeys(found))


@lru_cache(maxsize=20_000)
def other_forms(word: str, language: str) -> tuple[str, ...]:
    """Return what one word is found by beside its stem: the parts of a compound, and the stem that it
    has for whoever types no accents; stemmers go by them."""
    plain = () if word.isascii() else (stem(fold(word), language),)
    usual = stem(word, language)
    return tuple(each for each in (*plain, *parts(word, language)) if each not in ("", usual))


def together(in_order: Iterable[str], others: Iterable[str]) -> str:
    """Return stems as the index takes them: none more often than both databases count it."""
    seen: Counter[str] = Counter()
    kept = []
    for each in in_order:
        seen[each] += 1
        kept.append(each if seen[each] <= MOST_OF_ONE else APART)
    more = [other for other in dict.fromkeys(others) if other not in seen]
    apart = [each for other in more for each in (APART, other)]
    return " ".join([*kept, *apart][:MOST_WORDS])
