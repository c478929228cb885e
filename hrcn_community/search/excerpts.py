"""The part of a text that tells why it was found, with what was found in it marked."""

import unicodedata
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from hrcn_community.core.terms import other_forms
from hrcn_community.core.text import WORD, stem
from hrcn_community.search.runs import Either, Run

AROUND = 110
LONGEST_PHRASE = 12
MARKED = Markup("<mark>{}</mark>")
Span = tuple[int, int]


def excerpt(words: str, language: str, wanted: Sequence[Either]) -> Markup:
    """Return the part of plain `words` around its first match, escaped, every match marked.

    What stands behind that part is not looked at: texts are long, and a page shows twenty.
    """
    words = unicodedata.normalize("NFC", words)
    first = next(spans_of(words, language, wanted), None)
    start, end = _around(words, first[0] if first else 0)
    shown = words[start:end]
    # Where the part is cut there may stand half of another word.
    begins_whole = not words[start - 1 : start].isalnum()
    ends_whole = not words[end : end + 1].isalnum()
    pieces, at = [escape("… " if start else "")], 0
    for begin, finish in spans_of(shown, language, wanted) if first else ():
        if (begin or begins_whole) and (ends_whole or finish < len(shown)):
            pieces += [escape(shown[at:begin]), MARKED.format(shown[begin:finish])]
            at = finish
    pieces += [escape(shown[at:]), escape(" …" if end < len(words) else "")]
    return Markup("").join(pieces)


def _around(words: str, first: int) -> Span:
    """Return where a part around the word at `first` begins and ends, cutting no word if it can."""
    start = max(first - AROUND, 0)
    end = min(start + 3 * AROUND, len(words))
    if start:
        start = words.find(" ", start, first) + 1 or start
    if end < len(words):
        end = max(words.rfind(" ", first + AROUND, end), 0) or end
    return start, end


def spans_of(words: str, language: str, wanted: Sequence[Either]) -> Iterator[Span]:
    """Yield where in `words` something of `wanted` stands, in order; a phrase only where it is whole."""
    runs = [run for either in wanted for run in either]
    single = [run for run in runs if len(run.stems) == 1]
    phrases = [run.stems for run in runs if len(run.stems) > 1]
    found = [match.span() for match in WORD.finditer(words)] if runs else []
    looked_at: dict[str, bool] = {}
    until = 0
    for n, (begin, end) in enumerate(found):
        if phrases:
            row = (stem(words[b:e], language) for b, e in found[n : n + LONGEST_PHRASE])
            until = max(until, n + _length_of_phrase(tuple(row), phrases))
        word = words[begin:end]
        if word not in looked_at:
            looked_at[word] = _is_one_of(word, language, single)
        if n < until or looked_at[word]:
            yield begin, end


def _is_one_of(word: str, language: str, single: Sequence[Run]) -> bool:
    forms = (stem(word, language), *other_forms(word.lower(), language))
    return any(run.holds(form) for run in single for form in forms)


def _length_of_phrase(row: tuple[str, ...], phrases: Sequence[tuple[str, ...]]) -> int:
    """Return how many words of `row` are the longest phrase that it begins with."""
    return max((len(each) for each in phrases if row[: len(each)] == each), default=0)
