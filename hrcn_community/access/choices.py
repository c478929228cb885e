"""What the fields of many forms offer: languages, cities, terms, each in the reader's language."""

from collections.abc import Iterable
from typing import Any

from flask_babel import get_locale
from wtforms.fields.choices import SelectChoice  # pyright: ignore - newer than its stubs

from config import LANGUAGES
from hrcn_community.core.words import _l
from hrcn_community.register.queries import cities, terms

NO_CITY = _l("No city in particular")
PACES = (  # seconds between two posts of one person
    ("0", _l("Off: everybody writes as often as they like")),
    ("60", _l("One post a minute")),
    ("300", _l("One post in 5 minutes")),
    ("900", _l("One post in 15 minutes")),
    ("3600", _l("One post an hour")),
    ("86400", _l("One post a day")),
)


def option(value: str, words: object) -> Any:
    """Return a choice of a select, radio or group of boxes."""
    return SelectChoice(value, words)  # pyright: ignore - words of a later language


def options(pairs: Iterable[tuple[str, object]]) -> list[Any]:
    """Return what a field offers: values, each with its words."""
    return [option(value, words) for value, words in pairs]


def language_options() -> list[Any]:
    return options(LANGUAGES.items())


def city_options(nothing: object = NO_CITY) -> list[Any]:
    """Return every city by its slug, after the words for none of them."""
    return options([("", nothing), *((city.slug, city.name) for city in cities())])


def term_options(*vocabularies: str) -> list[Any]:
    """Return the terms of these vocabularies by their slugs, in the reader's language."""
    language = str(get_locale())
    found = [term for vocabulary in vocabularies for term in terms(vocabulary)]
    return options((term.slug, term.in_language(language)) for term in found)
