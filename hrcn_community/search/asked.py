"""What somebody asks the search for, read from what they typed. Nothing here asks a database.

    rents "human rights" -hotel hous* in:ROOM by:NAME theme:housing after:2025 lang:de is:unanswered

Words are all required, in any of their forms; what stands in quotation marks, in that order. A hyphen
before it leaves out what holds it. An operator is a word, a colon and a value; fields of the form are
the same thing in another dress. Whatever is none of this is words.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from hrcn_community.core.common_words import COMMON
from hrcn_community.core.text import SURROGATES, clean, fold, words

LONGEST = 1000
MOST_WORDS = 12
MOST_OPERATORS = 12
SHORTEST_BEGINNING = 2
WORD, PHRASE, BEGINNING = "word", "phrase", "beginning"
OPERATORS = ("in", "by", "theme", "city", "lang", "after", "before", "is", "space")
IN_THE_FORM = OPERATORS[:-1]  # a space is named by its address, which nobody knows by heart
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | {"\0": " ", "：": ":"})
TOKEN = re.compile(
    r"(?P<not>-)?(?:(?P<operator>[^\W\d_]{2,8}):(?=[^\s]))?"
    r'(?:"(?P<quoted>[^"]*)(?:"|\Z)|(?P<bare>[^\s"]+))'
)
DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


@dataclass(frozen=True)
class Part:
    """One thing that is asked for: a word, a phrase, the beginning of a word, or an operator's value."""

    kind: str
    value: str
    is_not: bool = False
    is_understood: bool = True

    @property
    def is_operator(self) -> bool:
        return self.kind in OPERATORS

    @property
    def words(self) -> list[str]:
        return words(self.value)

    @property
    def said(self) -> str:
        """How it is typed."""
        value = self.value
        if self.kind == PHRASE or (self.is_operator and not re.fullmatch(r'[^\s"]+', value)):
            value = f'"{value}"'
        value = f"{value}*" if self.kind == BEGINNING else value
        return f"{'-' if self.is_not else ''}{f'{self.kind}:' if self.is_operator else ''}{value}"


@dataclass(frozen=True)
class Known:
    """Which values operators have, as people say them (folded) and as they are kept.

    `by` and `space` are not among them: whom and what there is to find is asked with the rest.
    """

    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def value(self, operator: str, said: str) -> str | None:
        """Return what somebody means by a value, or None."""
        if operator in ("after", "before"):
            day = first_day(said)
            return said if day else None
        if operator in ("by", "space"):
            return said
        return self.values.get(operator, {}).get(fold(said))


@dataclass(frozen=True)
class Asked:
    """A whole query. `is_cut` says that there was more of it than is looked at."""

    parts: tuple[Part, ...] = ()
    is_cut: bool = False
    is_typing: bool = False

    @property
    def text(self) -> str:
        return " ".join(part.said for part in self.parts)

    @property
    def wanted(self) -> list[Part]:
        """The words, phrases and beginnings that a text must hold; common words only if nothing else is asked."""
        held = [part for part in self.parts if not part.is_operator and not part.is_not]
        telling = [part for part in held if not self._is_common(part, held)]
        has_more = telling or any(part.is_operator and not part.is_not for part in self.parts)
        return telling if has_more else held

    @property
    def unwanted(self) -> list[Part]:
        return [part for part in self.parts if not part.is_operator and part.is_not]

    @property
    def operators(self) -> list[Part]:
        return [part for part in self.parts if part.is_operator]

    @property
    def in_a_row(self) -> list[str]:
        """The words as they were typed one after the other, where that is more than one."""
        row = [
            w for part in self.parts if part.kind == WORD and not part.is_not for w in part.words
        ]
        return row if len(row) > 1 else []

    @property
    def misunderstood(self) -> list[Part]:
        return [part for part in self.parts if not part.is_understood]

    @property
    def asks_something(self) -> bool:
        """Is there anything to find, not only something to leave out?"""
        return any(not part.is_not for part in self.parts)

    @property
    def fields(self) -> dict[str, str]:
        """What the fields of the form show; what it cannot say stays in the line of words."""
        said: dict[str, str] = {}
        for part in self.parts:
            if part.kind in IN_THE_FORM and part.is_understood and not part.is_not:
                said.setdefault(part.kind, part.value)
        return said

    @property
    def line(self) -> str:
        """What the line of words shows beside the fields."""
        shown = set(self.fields.items())
        kept = []
        for part in self.parts:
            if part.is_operator and not part.is_not and (part.kind, part.value) in shown:
                shown.discard((part.kind, part.value))
            else:
                kept.append(part.said)
        return " ".join(kept)

    @property
    def only_words(self) -> str:
        held = (part for part in self.parts if not part.is_operator and not part.is_not)
        return " ".join(part.said for part in held)

    def without(self, part: Part) -> "Asked":
        return replace(self, parts=tuple(each for each in self.parts if each is not part))

    def _is_common(self, part: Part, held: list[Part]) -> bool:
        if part.kind != WORD or (self.is_typing and part is held[-1]):
            return False
        return part.value.lower() in COMMON


def parse(
    text: str, known: Known, fields: Mapping[str, str] | None = None, *, typing=False
) -> Asked:
    """Return what `text` and the fields of the form ask for. Linear in the length of `text`."""
    text = clean(SURROGATES.sub(" ", text.translate(QUOTES)))
    looked = text[:LONGEST]
    told = [*_tokens(looked, known), *_fields(fields or {}, known)]
    parts = list(dict.fromkeys(told))
    kept = _at_most(MOST_WORDS, MOST_OPERATORS, parts)
    is_cut = len(text.strip()) > len(looked) or len(kept) < len(parts)
    is_typing = typing and bool(looked) and not looked[-1].isspace()
    return Asked(tuple(kept), is_cut, is_typing)


def first_day(said: str) -> date | None:
    """Return the day with which a year, a month or a day (2025, 2025-03, 2025-03-09) begins."""
    found = DAY.fullmatch(said)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None


def _tokens(text: str, known: Known) -> Iterator[Part]:
    for token in TOKEN.finditer(text):
        is_not = bool(token["not"])
        operator = fold(token["operator"] or "")
        said = token["quoted"] if token["quoted"] is not None else token["bare"]
        if operator in OPERATORS and (value := " ".join(said.split())):
            yield _operator(operator, value, known, is_not)
        elif token["quoted"] is not None:
            yield from _phrase(" ".join([operator, said]), is_not)
        else:
            yield from _words(f"{token['operator']}:{said}" if operator else said, is_not)


def _operator(operator: str, said: str, known: Known, is_not: bool) -> Part:
    value = known.value(operator, said)
    return Part(operator, said if value is None else value, is_not, value is not None)


def _phrase(said: str, is_not: bool) -> Iterator[Part]:
    found = words(said)
    if found:
        yield Part(PHRASE if len(found) > 1 else WORD, " ".join(found), is_not)


def _words(said: str, is_not: bool) -> Iterator[Part]:
    """Yield the words of what was typed without a space; to leave it out, it must stand together."""
    found = words(said)
    if is_not:
        yield from _phrase(said, is_not)
        return
    for place, word in enumerate(found, 1):
        begins = said.endswith("*") and place == len(found) and len(word) >= SHORTEST_BEGINNING
        yield Part(BEGINNING if begins else WORD, word)


def _fields(fields: Mapping[str, str], known: Known) -> Iterator[Part]:
    for operator in OPERATORS:
        said = " ".join(clean(SURROGATES.sub(" ", fields.get(operator, ""))).split())[:100]
        if said := said.replace('"', ""):
            yield _operator(operator, said, known, is_not=False)


def _at_most(most_words: int, most_operators: int, parts: list[Part]) -> list[Part]:
    left = {True: most_operators, False: most_words}
    kept = []
    for part in parts:
        weight = 1 if part.is_operator else len(part.words)
        if left[part.is_operator] >= weight:
            left[part.is_operator] -= weight
            kept.append(part)
    return kept
