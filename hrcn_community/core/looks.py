"""How words look. Two that the eye cannot tell apart have one skeleton, as Unicode's standard 39 has it.

Case and accents are seen and stay. The table of look-alikes is Unicode's own; what it lacks, or what
it calls alike though people spell names apart by it, stands here.
"""

import re
import unicodedata
from collections import defaultdict
from functools import cache

from confusable_homoglyphs.utils import load

OWN = {ord("w"): "vv", ord("W"): "VV"}
SPELT_APART = {"ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ"}  # Kjær and Kjaer are two names
DIRECTION = "\u200e"  # stands in the table round whatever is read from right to left
DOTTED = re.compile("([ij][\u0316-\u0333]*)\u0307")  # a dot on what bears one
DOUBLED = re.compile("([\u0300-\u036f])\\1+")  # drawn over each other
ROUNDS = 5  # what a sign looks like may look like another: two are the longest way today


def skeleton(text: str) -> str:
    """Return what `text` looks like: the same for all that could be taken for one another."""
    seen = unicodedata.normalize("NFD", " ".join(text.split()))
    for _ in range(ROUNDS):
        before, seen = seen, unicodedata.normalize("NFD", seen.translate(_table()))
        if seen == before:
            break
    return DOUBLED.sub(r"\1", DOTTED.sub(r"\1", seen))


def caseless_skeleton(text: str) -> str:
    """Return the skeleton of what is written in any case, as handles are: 0 is an o there."""
    return skeleton(text.lower()).lower()


@cache  # read once in a process, and only where a name is given
def _table() -> dict[int, str]:
    """Return what each sign looks like.

    The package holds pairs in both directions. What many look like is what they all stand for; of
    two that look like each other only, the one of more signs, or the older one.
    """
    near = _neighbours()
    table = {}
    for sign, others in near.items():
        other = next(iter(others))
        if len(sign) == len(others) == 1 and _weight(other, near) > _weight(sign, near):
            table[ord(sign)] = other
    return table | OWN


def _weight(sign: str, near: dict[str, set[str]]) -> tuple[int, int, int]:
    return len(near[sign]), len(sign), -ord(sign[0])


def _neighbours() -> dict[str, set[str]]:
    near: dict[str, set[str]] = defaultdict(set)
    for sign, likes in load("confusables.json").items():
        for like in likes:
            one, other = (_plain(each) for each in (sign, like["c"]))
            if one != other:
                near[one].add(other)
                near[other].add(one)
    return near


def _plain(sign: str) -> str:
    bare = sign.replace(DIRECTION, "")
    return SPELT_APART.get(bare, bare)
