"""What the operators of the search are called, which values they have, and how its form says them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask_babel import get_locale
from flask_babel import gettext as _

from config import LANGUAGES
from hrcn_community.access.filters import ANY_CITY, ANY_LANGUAGE, Filter
from hrcn_community.core.cache import for_a_while
from hrcn_community.core.text import fold
from hrcn_community.core.words import _l
from hrcn_community.discussions.queries import standings
from hrcn_community.register.kept import KEPT_SECONDS, kept_register
from hrcn_community.search.asked import IN_THE_FORM, PHRASE, Asked, Known, Part, first_day
from hrcn_community.search.conditions import Rooms

THEMES = "themes"
ROOMS = {  # what an address says -> the room, its name, and what people say besides
    "threads": ("discussions", _l("Threads"), "thread discussion discussions"),
    "learning": ("learning", _l("Learning"), "module modules"),
    "workshops": ("workshops", _l("Workshops"), "workshop"),
    "consultations": ("consultations", _l("Consultations"), "consultation case cases"),
    "knowledge": ("knowledge", _l("Knowledge"), "practice practices guideline guidelines"),
}
STANDINGS = {
    "unanswered": _l("Questions without an answer"),
    "answered": _l("Answered questions"),
    "open": _l("Open threads"),
    "closed": _l("Closed threads"),
}
LABELS = {
    "in": _l("Room"),
    "by": _l("Written by"),
    "theme": _l("Theme"),
    "city": _l("City"),
    "lang": _l("Language"),
    "after": _l("From this day on"),
    "before": _l("Before this day"),
    "is": _l("Standing"),
    "space": _l("Space"),
}
EXAMPLES = (
    ('"human rights"', _l("these words, one after the other")),
    ("-hotel", _l("nothing that holds this word")),
    ("hous*", _l("every word that begins so")),
    ("in:learning", _l("one room: threads, learning, workshops, consultations or knowledge")),
    ("by:maria", _l("written by somebody whose name begins so; by:me finds your own")),
    ("theme:housing", _l("about a theme")),
    ("city:utrecht", _l("about a city")),
    ("lang:de", _l("written in a language: en, de, nl, sv or fr")),
    ("after:2025-03", _l("from a year, a month or a day on")),
    ("before:2026", _l("before a year, a month or a day")),
    ("is:unanswered", _l("questions that wait; also is:answered, is:open, is:closed")),
    ("space:housing", _l("in one space, by the last part of its address")),
)


@dataclass(frozen=True)
class Chip:
    """One part of a query, in words, and the address without it."""

    words: str
    href: str


def rooms() -> Rooms:
    """Return what the rooms tell the search."""
    return Rooms({said: room for said, (room, *_more) in ROOMS.items()}, standings())


def known_values(locale: str) -> Known:
    """Return the values of operators as people say them, in English and in their own language."""
    return for_a_while(("known values", locale), KEPT_SECONDS, _known_values)


def _known_values() -> Known:
    register = kept_register()
    themes = {
        fold(name): term.slug
        for term in register.vocabulary(THEMES)
        for name in (term.slug, term.name, *term.names.values())
    }
    cities = {fold(n): c.slug for c in register.cities.values() for n in (c.slug, c.name)}
    named = {
        fold(word): said
        for said, (_room, label, more) in ROOMS.items()
        for word in (said, str(label), *more.split())
    }
    languages = {fold(n): code for code, name in LANGUAGES.items() for n in (code, name)}
    standing = {each: each for each in STANDINGS}
    return Known({"in": named, "theme": themes, "city": cities, "lang": languages, "is": standing})


def fields(asked: Asked) -> tuple[Filter, ...]:
    """Return the fields of the form, with what is asked in them; what has no choices is typed."""
    choices, said = _choices(), asked.fields
    return tuple(
        Filter(
            kind, LABELS[kind], *choices.get(kind, ("", ())), _in_field(kind, said.get(kind, ""))
        )
        for kind in IN_THE_FORM
    )


def chips(asked: Asked) -> list[Chip]:
    """Return what is asked besides words, each with the way to take it away."""
    shown = [part for part in asked.parts if part.is_operator or part.is_not or part.kind == PHRASE]
    return [Chip(_in_words(part), address_of(asked.without(part))) for part in shown]


def address_of(asked: Asked, **more: str) -> str:
    """Return the address at which exactly that is asked."""
    return f"/search?{urlencode({'q': asked.text, **more})}"


def misread(asked: Asked) -> list[str]:
    """Say of each value that is none what there is instead."""
    return [_what_is_there(part) for part in asked.misunderstood]


def _what_is_there(part: Part) -> str:
    said = {"said": f"{part.kind}:{part.value}"}
    if part.kind in ("after", "before"):
        return _(
            "“%(said)s” names no day. Write a year, a month or a day: 2025, 2025-03 or 2025-03-09.",
            **said,
        )
    there = {
        "in": ROOMS,
        "theme": [term.slug for term in kept_register().vocabulary(THEMES)],
        "city": list(kept_register().cities),
        "lang": LANGUAGES,
        "is": STANDINGS,
    }
    values = ", ".join(there[part.kind])
    return _("“%(said)s” is not known here. There are: %(values)s.", **said, values=values)


def _choices() -> dict[str, tuple[object, tuple[tuple[str, object], ...]]]:
    """Return the words for everything, and what can be chosen, of each field that has choices."""
    language, register = str(get_locale()), kept_register()
    themes = ((each.slug, each.in_language(language)) for each in register.vocabulary(THEMES))
    return {
        "in": (_l("All rooms"), tuple((key, label) for key, (_r, label, _m) in ROOMS.items())),
        "theme": (_l("All themes"), tuple(themes)),
        "city": (ANY_CITY, tuple((each.slug, each.name) for each in register.cities.values())),
        "lang": (ANY_LANGUAGE, tuple(LANGUAGES.items())),
        "is": (_l("All texts"), tuple(STANDINGS.items())),
    }


def _in_field(kind: str, value: str) -> str:
    """Return a value as its field takes it: browsers know days alone."""
    day = first_day(value) if kind in ("after", "before") else None
    return day.isoformat() if day else value


def _in_words(part: Part) -> str:
    words = part.said.lstrip("-")
    if part.is_operator:
        options = dict(_choices().get(part.kind, ("", ()))[1])
        words = f"{LABELS[part.kind]}: {options.get(part.value, part.value)}"
    return _("without %(what)s", what=words) if part.is_not else words
