"""Guessing in which of our five languages a text is written, by the small words that hold it together."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

LEAST_WORDS = 3  # so many of its small words must be met
LEAST_SHARE = (
    0.1  # and so large a part of all words must they be: another language has a few by chance
)
CLEARER = 1.5  # and so many times as many as of the next language
READ = 400  # words; more would say nothing new

WORD = re.compile(r"[^\W\d_]+(?:’(?=\w))?")
NOT_OWN = re.compile(  # what the author did not write, or did not write as prose
    r"^[ \t]*>[^\n]*$|^[ \t]*(?:```|~~~).*?(?:^[ \t]*(?:```|~~~)|\Z)|`[^`\n]*`|(?<!\S)\S*(?:://|@)\S*|\]\([^)\n]*\)",
    re.M | re.S,
)
SMALL_WORDS = {
    "en": """the of and to in is that it for was on are with as be at this have from or had by but what
        all were when we there can an your which their said if do will each about how up out them then
        she many some so these would other into has more her two him could no than been who its now my
        made may where did down only they you he his not our i me us am should any don’ it’ i’
        doesn’ didn’ that’ we’ isn’ they’""",
    "de": """der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an
        werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war
        haben nur oder aber vor zur bis mehr durch man sein wurde sei wenn ich wir ihr uns euch mich
        mir dir kein keine keinen schon was wer wo warum weil da dann doch nun hier sehr kann können
        muss müssen soll sollte habe hatte hatten gibt ihre ihren ihrer unsere unser euer diese dieser
        dieses diesem diesen jede jeder jedes ob zwischen gegen ohne beim vom ins""",
    "nl": """de het een en van ik te dat die in is niet je zijn op aan met als voor had er maar om hem
        dan zou of wat mijn men dit zo door over ze zich bij ook tot uit der daar haar naar heb hoe
        heeft hebben deze u want nog zal me zij nu ge geen omdat iets worden toch al waren veel meer
        doen moet moeten ben zonder kan kunnen hun dus alles onder ja eens hier wie werd altijd
        wordt wezen kunt wij we ons onze jullie waar waarom hij deden gaat gaan komt wel niets alleen
        tegen na""",
    "sv": """och det att i en jag hon som han på den med var sig för så till är men ett om hade de av
        icke mig du henne då sin nu har inte hans honom skulle hennes där min man ej vid kunde något
        från ut när efter upp vi dem vara vad över än dig kan sina här ha mot alla under någon eller
        allt mycket sedan ju denna själv detta åt utan varit hur ingen mitt ni bli blev oss din dessa
        några deras blir mina samma vilken er sådan vår blivit dess inom mellan sådant varför varje
        vilka ditt vem vilket sitta sådana vart dina vars vårt våra ert era vilkas ska måste också
        bara får fått går redan finns""",
    "fr": """le la les de des du un une et en à au aux il elle est que qui dans pour ce ne se pas par sur
        avec tout plus son sa ses on nous vous ils elles mais ou où si leur leurs y dont cette ces
        cet être avoir fait été sont était comme même sans sous aussi très bien peut entre quand
        notre nos votre vos je tu me te moi lui quoi donc alors encore déjà après avant chez rien
        jamais toujours ici là ont avons avez étaient avait c’ d’ l’ qu’ n’ s’ j’ m’ t’""",
}
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {
    word: tuple(language for language, each in SMALL_WORDS.items() if word in each.split())
    for words in SMALL_WORDS.values()
    for word in words.split()
}


def guess_language(text: str, otherwise: str) -> str:
    """Return the language that `text` is most likely written in; `otherwise` where that is not clear."""
    met, every = dict.fromkeys(SMALL_WORDS, 0.0), 0
    for word in islice(_own_words(text), READ):
        every += 1
        languages = _LANGUAGES_OF.get(word, ())
        for language in languages:
            met[language] += 1 / len(languages)  # what several languages have tells less
    (first, most), (_, next_most) = sorted(met.items(), key=lambda each: -each[1])[:2]
    is_clear = most >= max(LEAST_WORDS, LEAST_SHARE * every) and most >= CLEARER * next_most
    return first if is_clear else otherwise


def _own_words(text: str) -> Iterator[str]:
    """Return the words that the author wrote as prose, one by one, in lower case."""
    prose = unicodedata.normalize("NFC", NOT_OWN.sub(" ", text)).lower().replace("'", "’")
    return (found[0] for found in WORD.finditer(prose))
