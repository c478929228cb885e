"""What in a text may point to a person: addresses of mail, telephones, streets, and likely names.

Plain rules that a reader can follow, no list of who exists. They find too much rather than too little
and decide nothing: whoever wrote or redacts the text does. Every pattern is bounded, so that a text made
to be slow is not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hrcn_community.core.given_names import GIVEN
from hrcn_community.core.text import fold
from hrcn_community.core.words import _l


class Personal(StrEnum):
    MAIL = "mail"
    TELEPHONE = "telephone"
    STREET = "street"
    NAME = "name"


KINDS: Mapping[str, object] = {
    Personal.MAIL: _l("E-mail address"),
    Personal.TELEPHONE: _l("Telephone number"),
    Personal.STREET: _l("Street address"),
    Personal.NAME: _l("Likely a name"),
}
NEUTRAL: Mapping[str, object] = {
    Personal.MAIL: _l("[an e-mail address]"),
    Personal.TELEPHONE: _l("[a telephone number]"),
    Personal.STREET: _l("[an address]"),
    Personal.NAME: _l("[a person]"),
}


@dataclass(frozen=True)
class Span:
    """A passage of a text, from `start` to before `end`."""

    start: int
    end: int
    kind: str
    text: str


@dataclass(frozen=True)
class Piece:
    """A part of a text for showing it marked; `kind` is '' where nothing was found."""

    text: str
    kind: str


CAPITAL = r"[^\W\d_a-zß-öø-ÿăąćčďđęěğįıłńňőřśşšťųůűźżžșț][^\W\d_]{1,30}(?:['’-][^\W\d_]{1,30}){0,3}"
PARTICLE = r"(?:van|von|vom|zu|der|den|de|del|della|di|da|dos|la|le|el|al|bin|ben|ibn|af|ter|ten)"
LAST = rf"(?:{PARTICLE}[ ]){{0,3}}{CAPITAL}"
INITIAL = r"[^\W\d_a-z]\."
TITLES = (
    r"Mrs?|Ms|Miss|Dr|Prof|Sir|Madam|Mme|Mlle|Madame|Monsieur|Mademoiselle|M|Herrn?|Frau|Hr|Fr|"
    r"Mevrouw|Mevr|Meneer|Dhr|Heer|Mw|Fru|Fröken|Señora?|Sra?|Signora?|Pan|Pani"
)
WAYS = r"Street|St|Road|Rd|Avenue|Ave|Lane|Square|Drive|Terrace|Crescent|Close|Court|Quay|Boulevard|Row"
JOINED = (
    r"stra(?:ß|ss)e|str\.|gasse|weg|platz|allee|ufer|damm|"
    r"straat|laan|plein|gracht|kade|singel|gatan|vägen|torget|gränd"
)
APART = r"Straße|Strasse|Str\.|Gasse|Weg|Platz|Allee|Ring|Ufer"
NUMBER = r"\d{1,4}(?:[ ]?[a-zA-Z])?\b"

MAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,6}")
TELEPHONE = re.compile(r"(?<![\w.,/-])(?:\+|0)[\d(][\d ()/.-]{5,22}\d(?!\w)")
DATE = re.compile(r"\d{1,2}[./ -]\d{1,2}[./ -]\d{2,4}")
STREETS = (
    re.compile(rf"(?<!\w)\d{{1,4}}[a-zA-Z]?,?[ ](?:{CAPITAL}[ ]){{1,3}}(?:{WAYS})\b"),
    re.compile(rf"(?<!\w)[^\W\d_][\w-]{{2,40}}(?:{JOINED})[ ]{NUMBER}", re.IGNORECASE),
    re.compile(rf"(?<!\w){CAPITAL}[ -](?:{APART})[ ]{NUMBER}"),
    re.compile(
        r"(?<!\w)\d{1,4}(?:[ ](?:bis|ter))?,?[ ](?:rue|avenue|boulevard|place|chemin|allée|impasse|quai|route|cours)"
        rf"[ ](?:(?:de|du|des|la|le|les)[ ]){{0,2}}(?:[dl]['’])?{CAPITAL}(?:[ -]{CAPITAL}){{0,3}}"
    ),
    re.compile(
        r"(?<!\w)(?:Calle|Via|Piazza|Plaza|Rua|Carrer)[ ](?:(?:de|del|della|dei|la|da)[ ]){0,2}"
        rf"{CAPITAL}(?:[ ]{CAPITAL}){{0,2}},?[ ]\d{{1,4}}\b"
    ),
)
TITLED = re.compile(rf"(?<!\w)(?:(?:{TITLES})\.?[ ]){{1,3}}(?:{INITIAL}[ ]?)?{LAST}(?:[ ]{LAST})?")
CALLED = re.compile(
    r"(?<!\w)(?:named|called|namens|genannt|name is|heißt|heisst|heet|heter|s['’]appelle|nommée?)[ ]"
    rf"(?P<name>{CAPITAL}(?:[ ]{LAST}){{0,2}})"
)
CAPITALS = re.compile(rf"(?<!\w){CAPITAL}(?:[ ]{LAST}){{0,2}}(?:[ ]{INITIAL})?")
SHORTENED = re.compile(rf"(?<!\w){INITIAL}[ ]?{CAPITAL}")


def find_personal(text: str) -> list[Span]:
    """Return what may point to a person, in the order of the text; no two overlap."""
    found, taken = list[Span](), bytearray(len(text))
    for span in _candidates(text):
        if not any(taken[span.start : span.end]):
            found.append(span)
            taken[span.start : span.end] = b"x" * (span.end - span.start)
    return sorted(found, key=lambda span: span.start)


def pieces(text: str) -> Sequence[Piece]:
    """Return the whole text in pieces, those that may point to a person with their kind."""
    shown, end = list[Piece](), 0
    for span in find_personal(text):
        shown += [Piece(text[end : span.start], ""), Piece(span.text, span.kind)]
        end = span.end
    return [piece for piece in [*shown, Piece(text[end:], "")] if piece.text]


def neutral(text: str, taken: Mapping[int, str]) -> str:
    """Return the text with the passages replaced that begin where `taken` says, by what it says."""
    for span in reversed(find_personal(text)):
        if span.start in taken:
            text = text[: span.start] + taken[span.start] + text[span.end :]
    return text


def _candidates(text: str) -> Iterator[Span]:
    """Yield what each rule finds, the surest rules first."""
    yield from _spans(MAIL, text, Personal.MAIL)
    for pattern in STREETS:
        yield from _spans(pattern, text, Personal.STREET)
    for span in _spans(TELEPHONE, text, Personal.TELEPHONE):
        if _is_telephone(span.text):
            yield span
    yield from _spans(TITLED, text, Personal.NAME)
    yield from _called(text)
    yield from _spans(SHORTENED, text, Personal.NAME)
    for span in _spans(CAPITALS, text, Personal.NAME):
        if (given := _given(span)) is not None:
            yield given


def _spans(pattern: re.Pattern[str], text: str, kind: Personal) -> Iterator[Span]:
    for found in pattern.finditer(text):
        yield Span(found.start(), found.end(), kind, found[0])


def _called(text: str) -> Iterator[Span]:
    for found in CALLED.finditer(text):
        yield Span(found.start("name"), found.end("name"), Personal.NAME, found["name"])


def _is_telephone(text: str) -> bool:
    digits = sum(sign.isdigit() for sign in text)
    return 8 <= digits <= 15 and not DATE.match(text)


def _given(span: Span) -> Span | None:
    """Return the name among capitals: from its first given name on ('Yesterday Anna Novak' is Anna Novak)."""
    for word in re.finditer(r"[^\W\d_]+", span.text):
        if fold(word[0]) in GIVEN and word[0][0].isupper():
            return Span(
                span.start + word.start(), span.end, Personal.NAME, span.text[word.start() :]
            )
    return None
