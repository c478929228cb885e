"""What is asked of a newcomer's posts before they write another one: in one statement.

Somebody is a newcomer until so many posts of theirs have stood for so many days; how many, the core
team sets (core/house.py). It is asked of whoever writes, so a pseudonym has limits of its own.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, case, func, select

from hrcn_community.accounts.models import Person
from hrcn_community.conversations.models import Post, PostState
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.house import kept_house


def how_new(person_id: int) -> tuple[bool, int]:
    """Return whether a person, or a persona, has settled in, and the seconds until they may write again."""
    enough = kept_house().newcomer_posts
    standing = case((Person.is_settled, enough), else_=_standing(person_id))
    turns = [
        case((Person.is_settled, None), else_=_last(person_id, n)) for n in _most_in().values()
    ]
    known = select(standing, *turns).where(Person.id == person_id)
    stood, *before = db.session.execute(known).one()
    return stood >= enough, _seconds(before)


def _most_in() -> dict[timedelta, int]:
    """Return how many posts of a newcomer each span of time holds."""
    house = kept_house()
    return {timedelta(hours=1): house.newcomer_an_hour, timedelta(days=1): house.newcomer_a_day}


def _seconds(before: Sequence[datetime | None]) -> int:
    """Return how long it takes until, of every span of time, one post of those it holds is past."""
    now = clock.now()
    ends = [at + span for at, span in zip(before, _most_in(), strict=True) if at]
    return max([int((end - now).total_seconds() + 0.999) for end in ends if end > now], default=0)


def _standing(person_id: int) -> ScalarSelect[Any]:
    """Count the posts of a person that have stood long enough, no further than it matters."""
    stood = (
        select(Post.id)
        .where(Post.author_id == person_id, Post.state == PostState.PUBLISHED)
        .where(Post.created_at <= clock.now() - timedelta(days=kept_house().newcomer_days))
        .limit(kept_house().newcomer_posts)
    )
    return select(func.count()).select_from(stood.subquery()).scalar_subquery()


def _last(person_id: int, number: int) -> ScalarSelect[Any]:
    """Select when somebody wrote the post that is the `number`-th, counted from their last one."""
    written = Post.author_id == person_id, Post.state != PostState.DRAFT
    newest = select(Post.created_at).where(*written).order_by(Post.created_at.desc())
    return newest.offset(number - 1).limit(1).scalar_subquery()
