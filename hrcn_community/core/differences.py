"""What differs between two texts, word by word, and how two changes of one text come together.

Any pair of texts of the length of a post takes well under a second: whoever makes two that share
nothing in many places is shown one large change instead of many small ones.
"""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias

from diff_match_patch import diff_match_patch

SAME, GONE, NEW = "same", "gone", "new"
PATIENCE_SECONDS = 0.3
LINE = re.compile(r"[^\n]*\n|[^\n]+")
WORD = re.compile(r"\w+|\n|[^\S\n]+|[^\w\s]")  # none goes on past the end of a line
_KINDS = {0: SAME, -1: GONE, 1: NEW}
Change: TypeAlias = tuple[str, list[str]]  # a kind, and the words or lines that it concerns


@dataclass(frozen=True)
class Piece:
    """A run of words that both texts have, or only the older one, or only the newer one."""

    kind: str
    words: str


@dataclass(frozen=True)
class Edit:
    """The words `start` to `end` of a text, replaced by others."""

    start: int
    end: int
    words: tuple[str, ...]

    def touches(self, other: "Edit") -> bool:
        return self.start <= other.end and other.start <= self.end


def compare(old: str, new: str) -> list[Piece]:
    """Return `old` and `new` as one row of pieces: without the new ones it is `old`, and so on."""
    until = time.time() + PATIENCE_SECONDS
    return _pieces(_calmed(_changes(old, new, until)))


def merge(base: str, theirs: str, mine: str) -> str | None:
    """Return `base` with the changes of both, or None where they touch each other."""
    until = time.time() + PATIENCE_SECONDS
    # Line by line a new empty line may be taken for one that stood there: then word by word.
    for look in (_changes, _word_changes):
        edits = _together(_edits(look(base, theirs, until)), _edits(look(base, mine, until)))
        if edits is not None:
            return _changed(base, edits)
    return None


def _changed(base: str, edits: Sequence[Edit]) -> str:
    words, merged, at = WORD.findall(base), [], 0
    for edit in edits:
        merged += [*words[at : edit.start], *edit.words]
        at = edit.end
    return "".join(merged + words[at:])


def _together(theirs: Sequence[Edit], mine: Sequence[Edit]) -> list[Edit] | None:
    """Return all edits in order, those made by both only once; None where two touch."""
    edits = sorted({*theirs, *mine}, key=lambda edit: (edit.start, edit.end))
    before: Edit | None = None
    for edit in edits:
        if before and before.touches(edit):
            return None
        before = edit
    return edits


def _edits(all_changes: Iterator[Change]) -> list[Edit]:
    edits, at = [], 0
    for is_same, changes in groupby(all_changes, lambda each: each[0] == SAME):
        gone, came = _split(changes)
        if not is_same:
            edits.append(Edit(at, at + len(gone), tuple(came)))
        at += len(gone)
    return edits


def _split(changes: Iterator[Change]) -> tuple[list[str], list[str]]:
    """Return the words that the older text has there, and those that the newer one has."""
    old: list[str] = []
    new: list[str] = []
    for kind, words in changes:
        old += words if kind != NEW else []
        new += words if kind != GONE else []
    return old, new


def _changes(old: str, new: str, until: float) -> Iterator[Change]:
    """Compare line by line, and where lines differ word by word."""
    lines = _difference(LINE.findall(old), LINE.findall(new), until)
    for is_same, changes in groupby(lines, lambda each: each[0] == SAME):
        gone, came = ("".join(each) for each in _split(changes))
        if is_same:
            yield SAME, WORD.findall(gone)
        else:
            yield from _difference(WORD.findall(gone), WORD.findall(came), until)


def _word_changes(old: str, new: str, until: float) -> Iterator[Change]:
    return _difference(WORD.findall(old), WORD.findall(new), until)


def _difference(old: list[str], new: list[str], until: float) -> Iterator[Change]:
    """Compare two rows of words, each of which is one sign to who compares texts."""
    signs: dict[str, str] = {}
    coded = ["".join(signs.setdefault(w, chr(len(signs) + 1)) for w in row) for row in (old, new)]
    comparer: Any = _Comparer()
    words = {sign: word for word, sign in signs.items()}
    for kind, row in comparer.diff_main(*coded, False, until):
        yield _KINDS[kind], [words[sign] for sign in row]


class _Comparer(diff_match_patch):
    """Leaves out the search for a long common half: on a text that repeats itself it takes seconds."""

    def diff_halfMatch(self, text1: str, text2: str) -> None:  # noqa: N802
        return None


def _calmed(changes: Iterator[Change]) -> Iterator[Change]:
    """Let a space between two changed words be a part of the change, so that it reads as one."""
    row = [each for each in changes if each[1]]
    for number, (kind, words) in enumerate(row):
        if kind == SAME and 0 < number < len(row) - 1 and not "".join(words).strip():
            yield GONE, words
            yield NEW, words
        else:
            yield kind, words


def _pieces(changes: Iterator[Change]) -> list[Piece]:
    pieces = []
    for is_same, run in groupby(changes, lambda each: each[0] == SAME):
        row = list(run)
        for kind in (SAME,) if is_same else (GONE, NEW):
            words = "".join(word for each, words in row if each == kind for word in words)
            if words:
                pieces.append(Piece(kind, words))
    return pieces
