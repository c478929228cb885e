"""Finding watched words in what somebody wrote, as its readers see it: letters, not marks or accents.

Both sides are brought to one form: words that look the same are the same. A phrase is found within a
sentence only, and no word within another one. The time is linear in the text for a list of bound length.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from html import unescape
from typing import Any

import nh3

from hrcn_community.core.looks import skeleton
from hrcn_community.core.text import SHAPELESS, WORD, fold

MOST_WORDS = 300  # in one list
INLINE = "a|abbr|code|del|em|s|span|strong|sub|sup"  # do not part a word
PARTS = re.compile(rf"<(?!/?(?:{INLINE}|br)\b)")
LINE_BREAK = re.compile(r"<br\b")
APART = "\u2029"
SENTENCE_END = re.compile(rf"{APART}|[.!?;:…]+(?=\s|{APART}|$)")


def readable(html: str) -> str:
    """Return the words of safe `html`: what is written in one go stays so, what stands apart is kept apart."""
    spaced = LINE_BREAK.sub(" <br", PARTS.sub(f"{APART}<", " ".join(html.split())))
    return unescape(nh3.clean(spaced, tags=set()))


def as_seen(text: str) -> str:
    """Return the words of `text` as they look, one space before and after each; sentences stand apart."""
    shown = SHAPELESS.sub("", text)
    if not shown.isascii():
        shown = "".join(sign for sign in shown if unicodedata.category(sign) != "Cf")
    sentences = SENTENCE_END.split(shown)
    found = [" ".join(map(_look, WORD.findall(fold(each)))) for each in sentences]
    return f" {' | '.join(filter(None, found))} "


def key_of(phrase: str) -> str:
    """Return how a word or a phrase looks; '' where nothing of it is a word."""
    return as_seen(phrase).strip(" |")


def found_in(text: str, watched: Iterable[Any], languages: Collection[str]) -> Sequence[Any]:
    """Return those of `watched` (key, is_whole, language) that stand in `text`, which is in `languages`."""
    meant = [each for each in watched if not each.language or each.language in languages]
    if not meant:
        return ()
    seen = as_seen(text)
    return [each for each in meant if f" {each.key}{' ' if each.is_whole else ''}" in seen]


def _look(word: str) -> str:
    """Return how a folded word looks. Figures in a word stand for letters; a number is a number."""
    if word.isascii() and (word.isalpha() or word.isdigit()):
        return word
    return "".join(map(_look_of, word))


@lru_cache(maxsize=4_000)
def _look_of(sign: str) -> str:
    """Return the Latin letters that a sign looks like; what is one already is not drawn apart: m is no rn."""
    return sign if sign.isascii() and sign.isalpha() else fold(skeleton(sign))
