"""Whether an answer is right. Pure: what is asked, what was given, nothing else."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from hrcn_community.core.text import WORD, fold, stem

LONGEST_SHORT = 500
MOST_OTHER_WORDS = 12  # around the accepted ones: a sentence is welcome, an essay of guesses is not
LETTERS_FOR_A_SLIP = 9  # in a shorter word one wrong letter easily makes another word
ALTERNATIVES = re.compile(r"[,;/|\n]|\bor\b|\boder\b", re.IGNORECASE)
NEGATIONS = set("not no never neither nor without nicht kein nie niet geen inte pas jamais".split())
ARTICLES = set("a an the of in to it is".split())


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    ORDERING = "ordering"
    SHORT = "short"


class Outcome(StrEnum):
    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    NOTED = "noted"


def grade(
    kind: str,
    given: Any,
    *,
    right: Sequence[str] = (),
    accept: Iterable[str] = (),
    graded: bool = True,
    language: str = "en",
) -> Outcome:
    """Return how `given` stands to what is right; what is not graded is noted, never wrong."""
    if not graded:
        return Outcome.NOTED
    if kind == QuestionKind.SINGLE:
        return Outcome.RIGHT if given in right else Outcome.WRONG
    if kind == QuestionKind.MULTIPLE:
        return _multiple(set(given), set(right))
    if kind == QuestionKind.ORDERING:
        return _ordering(list(given), list(right))
    return Outcome.RIGHT if is_accepted(given, accept, language) else Outcome.WRONG


def is_accepted(given: str, accept: Iterable[str], language: str = "en") -> bool:
    """Does a short text say one of the accepted things? Case, accents, endings, an article and a
    sentence around it do not matter; a denial or a list of guesses is no answer.
    """
    words = _words(given)
    if len(ALTERNATIVES.split(given.strip(" ,;.\n"))) > 2:
        return False
    return any(_says(words, _words(phrase), language) for phrase in accept)


def in_place(given: Sequence[str], right: Sequence[str]) -> list[str]:
    """Return what stands where it belongs."""
    return [each for each, place in zip(given, right, strict=False) if each == place]


def mixed(options: Sequence[dict[str, Any]], seed: str) -> list[dict[str, Any]]:
    """Return `options` in an order that follows from `seed` and is never the one they came in."""

    def chance(option: dict[str, Any]) -> bytes:
        return hashlib.sha256(f"{seed} {option['key']}".encode()).digest()

    order = sorted(options, key=chance)
    return order if order != list(options) else [*order[1:], *order[:1]]


def _multiple(given: set[str], right: set[str]) -> Outcome:
    if given == right:
        return Outcome.RIGHT
    chosen_well, chosen_badly = len(given & right), len(given - right)
    return Outcome.PARTLY if chosen_well > chosen_badly else Outcome.WRONG


def _ordering(given: list[str], right: list[str]) -> Outcome:
    if given == right:
        return Outcome.RIGHT
    return Outcome.PARTLY if 2 * len(in_place(given, right)) >= len(right) else Outcome.WRONG


def _says(words: list[str], phrase: list[str], language: str) -> bool:
    """Do the words of `phrase` stand together in `words`, with little around them and no denial?"""
    if not phrase or len(words) > len(phrase) + MOST_OTHER_WORDS:
        return False
    if NEGATIONS & set(words) - set(phrase):
        return False
    windows = range(len(words) - len(phrase) + 1)
    return any(
        all(_same(*pair, language) for pair in zip(words[at:], phrase, strict=False))
        for at in windows
    )


def _same(word: str, wanted: str, language: str) -> bool:
    if word == wanted or stem(word, language) == stem(wanted, language):
        return True
    return len(wanted) >= LETTERS_FOR_A_SLIP and _one_slip(word, wanted)


def _one_slip(word: str, wanted: str) -> bool:
    """Is one letter missing, added or changed, or are two neighbours exchanged?"""
    if word[:1] != wanted[:1] or abs(len(word) - len(wanted)) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(word, wanted, strict=False)) if a != b), None)
    if same is None:
        return True
    rest, other = word[same:], wanted[same:]
    swapped = rest[:2] == other[:2][::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other[1:] or rest == other[1:] or rest[1:] == other


def _words(text: str) -> list[str]:
    """Return the folded words of `text`; one that only binds is left out unless it is all there is."""
    words = WORD.findall(fold(text).replace("'", "").replace("’", ""))
    return [word for word in words if word not in ARTICLES] or words
