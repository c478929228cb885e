"""The part of a text that tells why it was found, with what was found in it marked."""

import unicodedata
from collections.abc import Sequence

from markupsafe import Markup, escape

from hrcn_community.core.terms import other_forms
from hrcn_community.core.text import WORD, stem
from hrcn_community.search.runs import Either, Run

AROUND = 110
MARKED = Markup("<mark>{}</mark>")
Span = tuple[int, int]


def excerpt(words: str, language: str, wanted: Sequence[Either]) -> Markup:
    """Return the part of plain `words` around its first match, escaped, every match marked."""
    words = unicodedata.normalize("NFC", words)
    spans = spans_of(words, language, wanted)
    start, end = _around(words, spans[0][0] if spans else 0)
    pieces, at = [escape("… " if start else "")], start
    for begin, finish in spans:
        if begin >= at and finish <= end:
            pieces += [escape(words[at:begin]), MARKED.format(words[begin:finish])]
            at = finish
    pieces += [escape(words[at:end]), escape(" …" if end < len(words) else "")]
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


def spans_of(words: str, language: str, wanted: Sequence[Either]) -> list[Span]:
    """Return where in `words` something of `wanted` stands, in order; a phrase only where it is whole."""
    runs = [run for either in wanted for run in either]
    single = [run for run in runs if len(run.stems) == 1]
    phrases = [run for run in runs if len(run.stems) > 1]
    found = [match.span() for match in WORD.finditer(words)]
    stems = [stem(words[begin:end], language) for begin, end in found]
    marked = {n for n, s in enumerate(stems) if any(run.holds(s) for run in single)}
    marked |= {
        n
        for n, (begin, end) in enumerate(found)
        if n not in marked and _besides(words[begin:end], language, single)
    }
    for run in phrases:
        marked |= _of_phrase(stems, run)
    return [found[n] for n in sorted(marked)]


def _besides(word: str, language: str, single: Sequence[Run]) -> bool:
    return any(run.holds(form) for form in other_forms(word.lower(), language) for run in single)


def _of_phrase(stems: Sequence[str], run: Run) -> set[int]:
    length = len(run.stems)
    begins = (
        n for n in range(len(stems) - length + 1) if tuple(stems[n : n + length]) == run.stems
    )
    return {n + step for n in begins for step in range(length)}
