"""Words in a text that might tell who it is about. They are found; what becomes of them a person decides."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from hrcn_community.core.personal import find_personal

# What leads back to its source: it is replaced, and never kept.
MENTION, REFERENCE, INSIDE, FILE = "mention", "reference", "inside", "file"
NEVER_KEPT = (MENTION, REFERENCE, INSIDE, FILE)
NAME, PLACE, ORGANISATION, DATE, LINK = "name", "place", "organisation", "date", "link"
SHORT = 4
MONTHS = (
    "jan(?:uary|uari|uar|vier)?|feb(?:ruary|ruari|ruar|rier)?|f[ée]vrier|mar(?:ch|s)|märz|maart|"
    "apr(?:il)?|avril|may|mai|mei|maj|jun[ie]?|juin|jul[yi]?|juillet|aug(?:ust|usti|ustus)?|août|"
    "sep(?:tember|tembre)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|de[cz](?:ember|embre)?|décembre"
)
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (REFERENCE, re.compile(r"\bC-[0-9A-HJKMNP-TV-Z]{8}\b", re.I)),
    (INSIDE, re.compile(r"(?:https?://[^\s/<>()\]]+)?/(?:consultations|files|posts)/[^\s<>()\]]+")),
    (LINK, re.compile(r"(?:https?://|www\.)[^\s<>()\]]+")),
    (MENTION, re.compile(r"(?<![\w@.])@[a-z0-9][a-z0-9-]{2,}", re.I)),
    (FILE, re.compile(r"\b[\w-]+\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|png|jpe?g|csv|zip)\b", re.I)),
    (DATE, re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b")),
    (DATE, re.compile(rf"\b(?:\d{{1,2}}(?:\.|st|nd|rd|th)? )?(?:{MONTHS})\.? \d{{1,4}}\b", re.I)),
    (DATE, re.compile(rf"\b\d{{1,2}}(?:\.|st|nd|rd|th)? (?:of )?(?:{MONTHS})\b", re.I)),
    (PLACE, re.compile(r"\b(?:\d{4} ?[A-Z]{2}|[A-Z]-?\d{4,5})\b")),
)  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """Words that were found, what they may be, and how often they stand there."""

    kind: str
    words: str
    times: int

    @property
    def key(self) -> str:
        return key_of(self.words)

    @property
    def may_stay(self) -> bool:
        return self.kind not in NEVER_KEPT


def key_of(words: str) -> str:
    """Return under what a decision on these words is remembered: capitals make no difference."""
    return words.casefold()[:200]


def spots(texts: Iterable[str], known: Mapping[str, str]) -> list[Spot]:
    """Return what stands in `texts` and might tell, each once, in their order.

    `known` holds words that the case knows (names, cities, files), each with what it is.
    """
    found: dict[str, tuple[str, str, int]] = {}
    for text in texts:
        for start, end, kind in _places(text, known):
            words = text[start:end]
            first = found.get(key_of(words), (kind, words, 0))
            found[key_of(words)] = (first[0], first[1], first[2] + 1)
    return [Spot(*each) for each in found.values()]


def marked(text: str, known: Mapping[str, str]) -> Markup:
    """Return `text` as it is, with what was found in it marked."""
    out, at = Markup(), 0
    for start, end, _ in _places(text, known):
        out += escape(text[at:start]) + Markup("<mark>{}</mark>").format(text[start:end])
        at = end
    return out + escape(text[at:])


def replaced(text: str, known: Mapping[str, str], instead: Mapping[str, str]) -> str:
    """Return `text` with other words wherever something stands that `instead` names by its key."""
    out, at = "", 0
    for start, end, _ in _places(text, known):
        found = text[start:end]
        out += text[at:start] + instead.get(key_of(found), found)
        at = end
    return out + text[at:]


def _places(text: str, known: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """Return where something was found; of what overlaps the longest, and of equals what never stays."""
    all_ = [
        (m.start(), m.end(), kind) for kind, pattern in PATTERNS for m in pattern.finditer(text)
    ]
    all_ += [(span.start, span.end, span.kind) for span in find_personal(text)]
    folded = text.casefold()
    for words, kind in known.items():
        if words.casefold() in folded:
            found = (m for m in _of(words).finditer(text) if _is_like(words, m[0]))
            all_ += [(m.start(), m.end(), kind) for m in found]
    taken: list[tuple[int, int, str]] = []
    for place in sorted(all_, key=lambda p: (p[0] - p[1], p[2] not in NEVER_KEPT, p[0])):
        if all(place[1] <= other[0] or place[0] >= other[1] for other in taken):
            taken.append(place)
    return sorted(taken)


def _is_like(words: str, found: str) -> bool:
    """Is it those words? A short name is told from an everyday word ("Per", "per") by its capital."""
    return len(words) > SHORT or found[0].isupper() == words[0].isupper()


def _of(words: str) -> re.Pattern[str]:
    """Return what finds these words as words, also with the s of a possessive."""
    before = r"(?<!\w)" if words[0].isalnum() else ""
    after = r"(?=(?:['’]?s)?(?!\w))" if words[-1].isalnum() else ""
    return re.compile(before + re.escape(words) + after, re.IGNORECASE)
