"""What a part of a query may look like in the index: runs of stems, any of which will do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hrcn_community.core.text import STEMMERS, fold, query_stems, stem, words
from hrcn_community.search.asked import BEGINNING, PHRASE, Asked, Part

LONGEST_WORD = 64
SHORTEST_STEM = 4
MOST_SHORTENED = 3


@dataclass(frozen=True, order=True)
class Run:
    """Stems that follow each other; the last may be only the beginning of one."""

    stems: tuple[str, ...]
    is_beginning: bool = False

    def holds(self, stem: str) -> bool:
        """Is that, alone, what is looked for?"""
        return stem.startswith(self.stems[0]) if self.is_beginning else stem == self.stems[0]


Either = tuple[Run, ...]


def wanted_runs(asked: Asked) -> list[Either]:
    """Return what a text must hold, for each part any of its runs."""
    wanted = asked.wanted
    last = wanted[-1] if wanted and asked.is_typing else None
    return _each(_runs(part, begins=part is last) for part in wanted)


def unwanted_runs(asked: Asked) -> list[Either]:
    return _each(_runs(part) for part in asked.unwanted)


def row_runs(asked: Asked) -> Either:
    """Return the words of a query as they stand in a row, in each of our languages."""
    return in_a_row(asked.in_a_row)


def in_a_row(row: Sequence[str]) -> Either:
    """Return `row` as each of our languages would have it: a text is stemmed in one of them."""
    found = {tuple(stem(word, language) for word in row) for language in STEMMERS}
    return tuple(sorted(Run(run) for run in found if row and all(run)))


def _each(parts: Iterable[Either]) -> list[Either]:
    return [either for either in parts if either]


def _runs(part: Part, *, begins: bool = False) -> Either:
    if part.kind == PHRASE:
        return in_a_row(part.words)
    whole = {Run((each,)) for either in query_stems(part.value) for each in either}
    if part.kind == BEGINNING or begins:
        whole |= _beginnings(part.value)
    return tuple(sorted(whole))


def _beginnings(word: str) -> set[Run]:
    """Return what a word that is not typed to its end may stand under.

    A stem is shorter than its word, so that housi begins none: there a letter or three are left away.
    """
    folded = fold("".join(words(word))[:LONGEST_WORD])
    if not folded:
        return set()
    shorter = (folded[:-n] for n in range(1, MOST_SHORTENED + 1))
    return {Run((folded,), True)} | {Run((s,)) for s in shorter if len(s) >= SHORTEST_STEM}
