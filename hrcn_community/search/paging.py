"""Where a page of results ended, sealed: it holds the number of a row and the hour of a post."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_

from hrcn_community.conversations.models import Post
from hrcn_community.core import clock
from hrcn_community.core.keyset import EPOCH, numbers_in, sealed_key

MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Place:
    """The day by which age is counted on all pages of a query, and the last row that was shown."""

    of: str
    day: datetime
    score: int = 0
    at: datetime | None = None
    id: int = 0

    def below(self, score: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """Return the condition that a Post of that score comes after it."""
        if self.at is None:
            return []
        older = or_(Post.created_at < self.at, and_(Post.created_at == self.at, Post.id < self.id))
        return [or_(score < self.score, and_(score == self.score, older))]

    def key_after(self, score: int, at: datetime, id_: int) -> str:
        there = replace(self, score=score, at=at, id=id_)
        numbers = ((moment - EPOCH) // MICROSECOND for moment in (there.day, at))
        return sealed_key(self.of, score, id_, *numbers)


def place_of(query: str, key: str) -> Place:
    """Return the place that was sealed for `query`; of any other key the beginning."""
    of = hashlib.sha256(query.encode()).hexdigest()[:16]
    numbers = numbers_in(key, of, 4)
    if not numbers:
        return Place(of, clock.today())
    score, id_, day, at = numbers
    return Place(of, EPOCH + day * MICROSECOND, score, EPOCH + at * MICROSECOND, id_)
