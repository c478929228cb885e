"""What lists can be narrowed by, as forms offer it and addresses say it."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import get_locale

from config import LANGUAGES
from hrcn_community.core.words import _l
from hrcn_community.register.kept import kept_register

ANY_CITY = _l("All cities")
ANY_LANGUAGE = _l("All languages")


@dataclass(frozen=True)
class Filter:
    """One select: its label, the words for everything, what can be chosen, and what is."""

    name: str
    label: object
    everything: object
    options: tuple[tuple[str, object], ...]
    chosen: str = ""


def term_filter(
    name: str, vocabulary: str, label: object, everything: object, chosen: str
) -> Filter:
    """Return the choice among the terms of a vocabulary, in the reader's language."""
    language = str(get_locale())
    terms = kept_register().vocabulary(vocabulary)
    return Filter(
        name, label, everything, _pairs((t.slug, t.in_language(language)) for t in terms), chosen
    )


def city_filter(chosen: str) -> Filter:
    cities = kept_register().cities.values()
    return Filter("city", _l("City"), ANY_CITY, _pairs((c.slug, c.name) for c in cities), chosen)


def language_filter(chosen: str) -> Filter:
    return Filter("language", _l("Language"), ANY_LANGUAGE, _pairs(LANGUAGES.items()), chosen)


def _pairs(pairs: Iterable[tuple[str, object]]) -> tuple[tuple[str, object], ...]:
    return tuple(pairs)
