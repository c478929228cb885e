"""Words for volume: the paragraphs and titles of the demonstration, put together anew.

A paragraph is rendered and stemmed once; a post is some of them one below the other, which gives the
same HTML and the same stems as rendering the whole (a test holds it to that).
"""

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain

from hrcn_community.core import richtext
from hrcn_community.core.terms import besides, together
from hrcn_community.core.text import stems
from hrcn_community.demo.written import read, read_all

BEGINS_PLAINLY = re.compile(r"[\w\"“‘„«*(]")
LEADS_ON = re.compile(r"^(\d+[.)]|\*\s|\[)|:$", re.MULTILINE)


@dataclass(frozen=True)
class Words:
    """A text as a post holds it."""

    source: str
    html: str
    stems: tuple[str, ...]
    besides: tuple[str, ...]

    @cached_property
    def terms(self) -> str:
        return together(self.stems, self.besides)

    @classmethod
    def of(cls, source: str, language: str) -> "Words":
        html = richtext.render(source)
        words = richtext.plain(html)
        in_order = tuple(stems(words, language).split())
        return cls(source, html, in_order, tuple(besides(words, language)))

    @classmethod
    def joined(cls, parts: Sequence["Words"]) -> "Words":
        return cls(
            "\n\n".join(part.source for part in parts),
            "\n".join(part.html for part in parts),
            tuple(chain.from_iterable(part.stems for part in parts)),
            tuple(chain.from_iterable(part.besides for part in parts)),
        )


@cache
def paragraphs() -> dict[str, list[Words]]:
    """Return the plain paragraphs of the demonstration's threads, by language."""
    found: dict[str, dict[str, Words]] = defaultdict(dict)
    for thread in _threads():
        for post in thread["post"]:
            language = post.get("language", thread["language"])
            for text in post["body"].strip().split("\n\n"):
                if _stands_alone(text):
                    found[language].setdefault(text, Words.of(text, language))
    return {language: list(texts.values()) for language, texts in found.items()}


@cache
def titles() -> dict[str, list[str]]:
    """Return the titles of the demonstration's threads, by language."""
    found: dict[str, list[str]] = defaultdict(list)
    for thread in _threads():
        found[thread["language"]].append(thread["title"])
    return found


@cache
def names() -> tuple[list[str], list[str]]:
    """Return first and last names of the demonstration's people."""
    split = [person["name"].split(" ", 1) for person in read("people")["person"]]
    return sorted({first for first, _ in split}), sorted({last for _, last in split})


def some_words(language: str, chance: random.Random) -> Words:
    """Return one to five paragraphs in `language`."""
    return Words.joined(
        chance.sample(paragraphs()[language], chance.choice((1, 1, 2, 2, 2, 3, 3, 4, 5)))
    )


def _stands_alone(text: str) -> bool:
    """Would this paragraph be rendered the same whatever stands before and after it?"""
    return (
        bool(BEGINS_PLAINLY.match(text))
        and not LEADS_ON.search(text)
        and not re.search(r"\n[-+>#|`~ ]", text)
    )


def _threads() -> list[dict]:
    return [thread for file in read_all("threads") for thread in file["thread"]]
