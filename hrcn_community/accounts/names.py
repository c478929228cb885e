"""Names that could be taken for others' by how they are written; who is here does not matter for it."""

import re
import unicodedata
from functools import cache

from hrcn_community.accounts.placeholders import MARK
from hrcn_community.accounts.pseudonyms import WORDS
from hrcn_community.core.looks import caseless_skeleton, skeleton
from hrcn_community.core.text import SHAPELESS
from hrcn_community.core.words import _l

WORD_END = re.compile(r"[\s\-‐‑–'’.,()/·]+")
# Japanese and Korean write with several at once, which look like no other script.
TOGETHER = {"HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC"}
DRESSED = ("<font>", "<wide>", "<circle>", "<square>")  # bold 𝐀, wide Ａ, ringed Ⓐ
COUNTED = re.compile(r"\d+(?:st|nd|rd|th|er|e|de|ste)", re.IGNORECASE)  # William Hart 3rd
FIGURES = frozenset("Ol23456789")  # what the ten of them look like


def why_name_refused(name: str) -> object | None:
    """Return in words what makes `name` look like what it is not, or None."""
    if SHAPELESS.search(name) or any(unicodedata.category(sign) == "Cf" for sign in name):
        return _l("This name has characters that nobody can see. Please type it anew.")
    if any(unicodedata.decomposition(sign).startswith(DRESSED) for sign in name):
        return _l("Please write your name in plain letters.")
    if any(len(_scripts(word)) > 1 for word in WORD_END.split(name)):
        return _l(
            "This name mixes letters of two scripts in one word, so that it could be taken for "
            "another. Please write each word in one script."
        )
    if any(_has_figures(word) for word in WORD_END.split(name)):
        return _l(
            "This name has figures among its letters. Please write each word in letters alone."
        )
    if MARK in "".join(name.lower().split()):
        return _l("That mark is for those who wrote elsewhere. Please give your name without it.")
    if _is_like_a_pseudonym(name):
        return _l("This name looks like one of our pseudonyms. Please choose another.")
    return None


def _has_figures(word: str) -> bool:
    """Do letters and figures stand in one word? 1 and 0 are read as l and O there."""
    has_both = any(map(str.isdigit, word)) and any(map(str.isalpha, word))
    return has_both and not COUNTED.fullmatch(word)


def _is_like_a_pseudonym(name: str) -> bool:
    """Has `name` the form of a pseudonym? Whether one of that name is there is not asked: it would tell."""
    look = skeleton(name)
    word, _, number = look.rpartition(" ")
    begins = {word.lower(), caseless_skeleton(name).rpartition(" ")[0]}
    return 2 <= len(number) <= 3 and FIGURES.issuperset(number) and not begins.isdisjoint(_looks())


@cache
def _looks() -> frozenset[str]:
    """Return what the words of pseudonyms look like."""
    return frozenset(caseless_skeleton(word) for word in WORDS)


def _scripts(word: str) -> set[str]:
    """Return the scripts of the letters of `word`, by the first word of their Unicode names."""
    found = {unicodedata.name(sign, "").split(" ")[0] for sign in word if sign.isalpha()}
    return {"CJK" if script in TOGETHER else script for script in found} - {
        "MODIFIER",
        "MASCULINE",
        "FEMININE",
    }
