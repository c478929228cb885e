"""Finding somebody's name, handle and address in texts of others, and taking them out."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from hrcn_community.core.sealing import seal, unseal
from hrcn_community.core.text import WORD, fold

MARK = "(erased)"
SHORTEST = 4  # letters of a family name that is looked for by itself
AROUND = 90


@dataclass(frozen=True)
class Traces:
    """What there was of somebody: their name, handle, address; `rare` is a part that nobody else bears."""

    name: str
    handle: str
    email: str
    rare: str = ""

    def sealed(self) -> str:
        return seal(json.dumps(asdict(self)))

    @classmethod
    def unsealed(cls, sealed: str) -> "Traces":
        return cls(**json.loads(unseal(sealed)))

    @property
    def pointers(self) -> list[str]:
        """Plain pieces, one of which stands in every text that points at them beyond doubt."""
        return [f"@{self.handle}", f"people/{self.handle}", f"by:{self.handle}", self.email]

    @property
    def pieces(self) -> list[str]:
        """Plain pieces, one of which stands in every text that may name them, however it is accented."""
        names = filter(None, [self.name, self.handle, self.rare])
        return sorted({_plain_piece(each) for each in names} | {self.email})

    def without_pointers(self, text: str) -> str:
        """Return `text` without mentions, links to the profile and the address."""
        for pattern, instead in self._pointing:
            text = pattern.sub(instead, text)
        return text

    def without_names(self, text: str) -> str:
        """Return `text` without anything that names them."""
        text = self.without_pointers(text)
        for start, end in reversed(self.found_in(text)):
            text = f"{text[:start]}{MARK}{text[end:]}"
        return text

    def found_in(self, text: str) -> list[tuple[int, int]]:
        """Return where the name, its rare part or the handle stand in `text` as whole words."""
        words = [(fold(found[0]), *found.span()) for found in WORD.finditer(text)]
        folded, spans, at = [word[0] for word in words], [], 0
        while at < len(words):
            size = next((len(p) for p in self._phrases if folded[at : at + len(p)] == p), 0)
            if size:
                spans.append((words[at][1], words[at + size - 1][2]))
            at += size or 1
        return spans

    def excerpt(self, text: str) -> tuple[str, str, str] | None:
        """Return what stands before the first name in `text`, the name, and what stands after it."""
        found = self.found_in(text)
        if not found:
            return None
        start, end = found[0]
        return text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND]

    @cached_property
    def _phrases(self) -> list[list[str]]:
        """The phrases that are looked for, the longest first."""
        texts = filter(None, [self.name, self.handle, self.rare])
        phrases = {tuple(fold(word) for word in WORD.findall(text)) for text in texts}
        return sorted((list(each) for each in phrases if each), key=len, reverse=True)

    @cached_property
    def _pointing(self) -> list[tuple[re.Pattern[str], str]]:
        handle, email = re.escape(self.handle), re.escape(self.email)
        ends = r"(?![\w@]|-\w)"
        return [
            (re.compile(rf"(?<![\w.+-]){email}(?![\w-])", re.I), MARK),
            (re.compile(rf"(?<![\w@/.])@{handle}{ends}", re.I), f"@{MARK}"),
            (re.compile(rf"people/{handle}{ends}", re.I), "people"),
            (re.compile(rf"by:{handle}{ends}", re.I), f"by:{MARK}"),
        ]


def in_strings(value: Any, change: Callable[[str], str]) -> Any:
    """Return a value of JSON with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [in_strings(each, change) for each in value]
    if isinstance(value, dict):
        return {name: in_strings(each, change) for name, each in value.items()}
    return value


def texts_in(value: Any) -> list[str]:
    """Return every text in a value of a column."""
    found: list[str] = []
    in_strings(value, lambda text: found.append(text) or text)
    return found


def _plain_piece(text: str) -> str:
    """Return the longest run of plain letters in `text`: no case or accent is another there."""
    runs = re.findall(r"[A-Za-z0-9]+", text)
    return max(runs, key=len, default="")
