"""The names of personas: a plain word and a number. Drawn by chance, so that no name says anything."""

import secrets
from collections.abc import Callable, Iterable

from hrcn_community.core.errors import Refusal
from hrcn_community.core.text import fold, words

# Trees, flowers, birds and stones whose names are read alike in English, German, Dutch, Swedish and
# French, are hardly anybody's first name, and stand for no people, place, party or army.
WORDS = (
    "Acacia Agapanthus Baobab Basalt Begonia Calcite Catalpa Dolomite Eucalyptus Feldspar Flamingo "
    "Freesia Gabbro Gardenia Ginkgo Gneiss Granite Hibiscus Ibis Jacaranda Kolibri Larix Magnolia "
    "Malachite Mimosa Obsidian Oleander Onyx Opal Palmetto Pelican Pyrite Quartz Sequoia Tamarisk Thuja "
    "Topaz Travertine Yucca Zelkova Zircon"
).split()
# Figures that some use as a sign of hatred or as a joke.
AVOIDED = {14, 18, 28, 69, 88, 311, 420, 666, 777, 888}
FEW, MANY = range(11, 100), range(100, 1000)
PARTICLES = {"van", "der", "den", "von", "del", "dos", "bin", "ibn", "the", "and"}
SHORTEST = 3


class NoneLeft(Refusal):
    """Every name that was drawn is taken: with tens of thousands of them, never."""


def new_pseudonym(is_taken: Callable[[str], bool]) -> str:
    """Return a name that nobody has; the first tries are with short numbers."""
    for attempt in range(60):
        name = f"{secrets.choice(WORDS)} {_number(FEW if attempt < 20 else MANY)}"
        if not is_taken(name):
            return name
    raise NoneLeft


def said_of_oneself(
    texts: Iterable[str], names: Iterable[str], phrases: Iterable[str]
) -> list[str]:
    """Return which words of somebody's `names`, and which whole `phrases`, stand in `texts`."""
    said = [_folded(text) for text in texts]
    parts = [part for name in names for part in name.split() if _tells(part)]
    wanted = {_folded(part): part for part in [*phrases, *parts]}
    return [
        part for each, part in wanted.items() if each and any(_stands_in(t, each) for t in said)
    ]


def _folded(text: str) -> tuple[str, ...]:
    return tuple(words(fold(text)))


def _number(of: range) -> int:
    return secrets.choice([number for number in of if number not in AVOIDED])


def _tells(part: str) -> bool:
    return len(part) >= SHORTEST and part.lower() not in PARTICLES


def _stands_in(text: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    size = len(wanted)
    return any(text[at : at + size] == wanted for at in range(len(text) - size + 1))
