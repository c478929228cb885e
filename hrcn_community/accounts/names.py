"""Names of people that could be taken for other people's: letters of two scripts, letters unseen."""

import re
import unicodedata

from hrcn_community.core.text import SHAPELESS
from hrcn_community.core.words import _l

WORD_END = re.compile(r"[\s\-‐‑–'’.,()/·]+")
# Japanese and Korean write with several at once, which look like no other script.
TOGETHER = {"HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC"}
DRESSED = ("<font>", "<wide>", "<circle>", "<square>")  # bold 𝐀, wide Ａ, ringed Ⓐ


def why_name_refused(name: str) -> object | None:
    """Return in words what makes `name` look like what it is not, or None."""
    if SHAPELESS.search(name) or any(unicodedata.category(sign) == "Cf" for sign in name):
        return _l("This name has characters that nobody can see. Please type it anew.")
    if any(unicodedata.decomposition(sign).startswith(DRESSED) for sign in name):
        return _l("Please write your name in plain letters.")
    if any(len(_scripts(word)) > 1 for word in WORD_END.split(name)):
        return _l(
            "This name mixes letters of two scripts in one word, so that it could be taken for "
            "another. Please write each word in one script."
        )
    return None


def _scripts(word: str) -> set[str]:
    """Return the scripts of the letters of `word`, by the first word of their Unicode names."""
    found = {unicodedata.name(sign, "").split(" ")[0] for sign in word if sign.isalpha()}
    return {"CJK" if script in TOGETHER else script for script in found} - {
        "MODIFIER",
        "MASCULINE",
        "FEMININE",
    }
