"""How well something fits, in whole numbers that are the same on both databases.

No statistic of the whole corpus has a say: it would betray what a viewer cannot read.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, literal, or_

from hrcn_community.conversations.models import Post
from hrcn_community.search.index import holds, title_holds
from hrcn_community.search.runs import Either, Run

TITLE_WEIGHT = 10
ROW_IN_TITLE = 15
ROW = 5
# What is newer stands a little higher; in steps so coarse that nothing is told by them.
RECENT = ((30, 3), (365, 2), (3 * 365, 1))


def score(wanted: Sequence[Either], row: Either, day: datetime) -> ColumnElement[int]:
    """Return how well a Post fits on `day`: its title, the words in a row as they were typed, its age."""
    parts = [_if(title_holds(either), TITLE_WEIGHT) for either in wanted]
    if row:
        parts += [_if(title_holds(row), ROW_IN_TITLE), _if(holds([row]), ROW)]
    steps = [(Post.created_at >= day - timedelta(days=days), points) for days, points in RECENT]
    return _sum([*parts, case(*steps, else_=0)])


def title_holds_any(words: list[set[str]]) -> ColumnElement[bool]:
    """Return the condition that the title above a Post holds any of `words`, given by their stems."""
    return title_holds(tuple(Run((each,)) for each in sorted(set().union(*words))))


def how_many_of(words: list[set[str]], column: Any) -> ColumnElement[int]:
    """Return how many of `words`, given by their stems, stand in a column of stems."""
    padded = literal(" ") + column + literal(" ")
    return _sum(
        _if(or_(*(padded.like(f"% {each} %") for each in sorted(word))), 1) for word in words
    )


def _if(condition: ColumnElement[bool], points: int) -> ColumnElement[int]:
    return case((condition, points), else_=0)


def _sum(parts: Iterable[ColumnElement[int]]) -> ColumnElement[int]:
    first, *rest = parts
    return sum(rest, first)
