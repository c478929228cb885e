"""A thread's Markdown, taken apart again as whoever keeps it would read it."""

import re
from dataclasses import dataclass
from typing import Any

from hrcn_community.core.db import db

PIECE = re.compile(r"^## (\d+)(?: · (.*))?$", re.M)


@dataclass(frozen=True)
class Read:
    """A post in a copy: who is said to have written it, what they wrote, and all that is said around it."""

    author: str
    source: str
    around: str


def connections_in_use() -> int:
    """Return how many connections to the database somebody holds at this moment."""
    pool: Any = db.engine.pool
    return pool.checkedout()


def pieces_in(text: str) -> dict[int, Read]:
    """Return the posts of a copy by their numbers."""
    begins = [*PIECE.finditer(text)]
    ends = [each.start() for each in begins[1:]] + [text.rindex("\n---\n")]
    return {
        int(each[1]): _read(each[2] or "", text[each.end() : end])
        for each, end in zip(begins, ends, strict=True)
    }


def _read(author: str, rest: str) -> Read:
    lines = rest.strip("\n").split("\n")
    quoted = [line for line in lines if line.startswith(">")]
    around = [line for line in lines if not line.startswith(">")]
    source = "\n".join(line.removeprefix(">").removeprefix(" ") for line in quoted)
    return Read(author, source, "\n".join(around))
