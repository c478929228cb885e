"""Words as people type them, brought to one form: folded, stemmed, safe in a name or a header."""

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Any
from urllib.parse import SplitResult, urlsplit

import snowballstemmer

STEMMERS = {"en": "english", "de": "german", "nl": "dutch", "sv": "swedish", "fr": "french"}
WORD = re.compile(r"[^\W_]+")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u061c\u200e\u200f\ufeff]")
TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")  # make what follows read backwards, or apart
# Letters and signs without a shape that Unicode does not call formats: Braille's empty cell, fillers,
# joiners, vowels that are not written, variation selectors.
SHAPELESS = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
SURROGATES = re.compile(r"[\ud800-\udfff]")
HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "ø": "o",
        "œ": "oe",
        "đ": "d",
        "ł": "l",
        "ĳ": "ij",
        "ı": "i",
        "\u0307": "",
    }
)
_LONGEST_WORD = 64
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"}


def clean(text: str) -> str:
    """Return a body with Unix line ends, without controls; what would turn it round is shown, not obeyed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = TURNING.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", text)
    return CONTROLS.sub("", SURROGATES.sub("\ufffd", text))


def one_line(text: str) -> str:
    """Return a name or a header: cleaned of whatever turns text round, on one line, single-spaced."""
    return title_line(TURNING.sub("", text))


def title_line(text: str) -> str:
    """Return a title: cleaned as a body is, on one line, single-spaced."""
    return " ".join(clean(text).split())


def is_blank(text: str) -> bool:
    """Is there nothing in `text` that anybody could see?"""
    shown = SHAPELESS.sub("", text)
    return all(unicodedata.category(sign) in UNSEEN for sign in shown)


def fold(text: str) -> str:
    """Return `text` in lower case without accents, so that Ärger, arger and ARGER are one."""
    spread = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def slugify(text: str) -> str:
    """Return `text` as an address part: lower-case letters, digits and single hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:60] or "untitled"


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case; an ä is one letter however it was typed."""
    return WORD.findall(unicodedata.normalize("NFKC", text).lower().replace("\u0307", ""))


def stems(text: str, language: str) -> str:
    """Return the folded stems of every word of `text`, in order, separated by spaces."""
    return " ".join(filter(None, (stem(word, language) for word in words(text))))


def stem(word: str, language: str) -> str:
    """Return the folded stem of one word in `language`; unknown languages only fold."""
    return _stem(word[:_LONGEST_WORD].lower(), language)


def query_stems(query: str) -> list[set[str]]:
    """Return, for each word of `query`, the stems it may stand under in any of our languages.

    Stemmers go by accents: who types none means the same word.
    """
    found = [
        {stem(form, language) for language in STEMMERS for form in (word, fold(word))} - {""}
        for word in words(query)
    ]
    return [each for each in found if each]


@lru_cache(maxsize=20_000)  # a few thousand words are most of what anybody writes
def _stem(word: str, language: str) -> str:
    return fold(_stemmer(language).stemWord(word) if language in STEMMERS else word)


_own = threading.local()  # a stemmer keeps its word inside: two threads at one would mix theirs


def _stemmer(language: str) -> Any:
    if not hasattr(_own, language):
        setattr(_own, language, snowballstemmer.stemmer(STEMMERS[language]))
    return getattr(_own, language)


def split_address(text: str) -> SplitResult:
    """Return the parts of an address as somebody typed or sent it; of what is none, nothing at all."""
    try:
        return urlsplit(text)
    except ValueError:  # brackets that do not fit, say
        return SplitResult("", "", "", "", "")
