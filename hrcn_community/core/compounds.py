"""Taking compounds apart: who looks for Recht finds Menschenrechte too.

German, Dutch and Swedish write several words as one. A long word that is nothing but words known
each by itself, with the few letters between them that the language puts there, is found by its parts.
Where that is not clear it stays whole: a wrong part would find what nobody meant.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from wordfreq import get_frequency_dict

from hrcn_community.core.text import stem

LEAST_LETTERS = 10
LEAST_OF_A_PART = 4
SHORTEST_END = 3
MOST_PARTS = 3
LINKS = {
    "de": ("", "s", "n", "en", "es", "er", "e"),
    "nl": ("", "s", "n", "en", "er", "e"),
    "sv": ("", "s", "e", "o", "u", "a"),
}
# Few words of three letters end a compound often enough that they are believed.
SHORT_ENDS = {
    "de": frozenset("not rat amt bau tag weg ort art".split()),
    "nl": frozenset("dag wet weg".split()),
    "sv": frozenset("råd lag hus dag väg".split()),
}
# What ends or begins many words and is a word besides: it says nothing of what is meant.
NO_PARTS = {
    "de": frozenset(
        "schaft schaften haft haften heit keit lich liche lichen isch ische ischen ungen tion tionen "
        "ieren iert ierte ierten nisse nissen barkeit losigkeit ander andere anderen einander gegen "
        "unter über hinter zwischen wieder zurück zusammen nach voll mäßig weise ter ten chen lein sten "
        "innen tens stens bare baren bares views ation isten ismus täten tät igen iger iges erte erten elle "
        "ellen".split()
    ),
    "nl": frozenset(
        "heid heden lijk lijke schap schappen ering eren atie aties isch ische baar bare achtig achtige "
        "onder over tegen tussen voor door terug samen loos loze zaam zame teit teiten iteit ingen "
        "isten isme erde eerd eerde aard".split()
    ),
    "sv": frozenset(
        "skap skapet else elser ning ningar ningen lighet ligt liga isk iska tion tioner heter heten "
        "under över efter mellan genom emot samman fram bort hets arna erna orna ande ende ismen het "
        "barhet aren aret ering".split()
    ),
}


@lru_cache(maxsize=20_000)
def parts(word: str, language: str) -> tuple[str, ...]:
    """Return the stems of the parts of one compound, or none where it is none that we know."""
    if language not in LINKS or not LEAST_LETTERS <= len(word) <= 64:
        return ()
    ways = list(_ways(word.replace("ß", "ss"), language, MOST_PARTS))  # as the lists spell it
    if not ways:
        return ()
    best = max(ways, key=lambda way: (-len(way), _rarest(way, language)))
    inner = [each for part in best for each in (stem(part, language), *parts(part, language))]
    return tuple(dict.fromkeys(filter(None, inner)))


def _ways(word: str, language: str, most: int) -> Iterator[tuple[str, ...]]:
    """Yield every way to read `word` as two to `most` known words."""
    for first, rest in _beginnings(word, language):
        if _is_part(rest, language) or rest in SHORT_ENDS[language]:
            yield first, rest
        elif most > 2:
            yield from ((first, *more) for more in _ways(rest, language, most - 1))


def _beginnings(word: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the known words with which `word` may begin, each with what is left after its link."""
    for end in range(LEAST_OF_A_PART, len(word) - SHORTEST_END + 1):
        firsts = [each for each in _written_out(word[:end], language) if _is_part(each, language)]
        if not firsts:
            continue
        for link in LINKS[language]:
            if word.startswith(link, end):
                yield firsts[0], word[end + len(link) :]


def _written_out(first: str, language: str) -> tuple[str, ...]:
    """Return the words of which `first` may be the form that begins a compound."""
    if language != "sv":
        return (first,)
    return first, f"{first}e", f"{first[:-1]}a" if first[-1] in "oue" else first


def _rarest(way: tuple[str, ...], language: str) -> float:
    return min(_known(language).get(part, 0) for part in way)


def _is_part(word: str, language: str) -> bool:
    is_long = len(word) >= LEAST_OF_A_PART
    return is_long and word in _known(language) and word not in NO_PARTS[language]


@cache
def _known(language: str) -> dict[str, float]:
    """Return the words that people use in `language`, with how often; read when first asked for."""
    return get_frequency_dict(language, wordlist="small")
