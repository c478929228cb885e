"""Threads that are like one that is about to be started, found by the words of its title."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, literal, select

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, Post, PostState
from hrcn_community.core.common_words import COMMON
from hrcn_community.core.db import Rows, db
from hrcn_community.core.text import query_stems, words
from hrcn_community.discussions.models import Thread
from hrcn_community.discussions.queries.lists.open import open_threads
from hrcn_community.search.scoring import how_many_of, title_holds_any
from hrcn_community.spaces.models import Space

MOST = 5
MOST_LIKELY = 20
MOST_WORDS = 8
SHORTEST = 3
IN_TITLE = 10
SAME_SPACE = 5  # half a word: what stands where one is about to write is nearer


@dataclass(frozen=True)
class Similar:
    """A thread that is like the one about to be started."""

    title: str
    href: str
    lang: str
    space_name: str
    reply_count: int
    is_answered: bool


def similar_threads(
    title: str, space: Space | None = None, *, viewer: AnyViewer
) -> Sequence[Similar]:
    """Return up to five threads open to `viewer` whose titles hold words of `title`, best first."""
    stems = telling_stems(title)
    if not stems:
        return []
    return [_similar(row) for row in db.session.execute(_like(stems, space, viewer).limit(MOST))]


def telling_stems(title: str) -> list[set[str]]:
    """Return the stems of the words of `title` that say what it is about."""
    telling = [w for w in words(title[:200]) if len(w) >= SHORTEST and w not in COMMON]
    return query_stems(" ".join(dict.fromkeys(telling)))[:MOST_WORDS]


def _like(stems: list[set[str]], space: Space | None, viewer: AnyViewer) -> Rows:
    """Select the threads whose titles fit best, and of those first whose opening fits better."""
    likely = _likely(stems, space, viewer).subquery()
    score = likely.c.score + how_many_of(stems, Post.terms)
    return (
        select(
            Conversation.title,
            Conversation.address,
            Conversation.language,
            Conversation.post_count,
            Space.name.label("space_name"),
            Thread.is_answered,
        )
        .select_from(likely)
        .join(Conversation, Conversation.id == likely.c.id)
        .join(Post, Post.id == likely.c.post_id)
        .join(Thread, Thread.conversation_id == Conversation.id)
        .join(Space, Space.id == Conversation.space_id)
        .order_by(score.desc(), Conversation.last_post_at.desc(), Conversation.id.desc())
    )


def _likely(stems: list[set[str]], space: Space | None, viewer: AnyViewer) -> Rows:
    """Select a few threads by their titles alone: long texts are looked through for these only."""
    near = case((Space.id == space.id, SAME_SPACE), else_=0) if space else literal(0)
    score = how_many_of(stems, Post.title_terms) * IN_TITLE + near
    return (
        open_threads(viewer, by_room=False)
        .join(Post, Post.conversation_id == Conversation.id)
        .add_columns(Post.id.label("post_id"), score.label("score"))
        .where(title_holds_any(stems), Post.number == 1, Post.state == PostState.PUBLISHED)
        .order_by(score.desc(), Conversation.last_post_at.desc(), Conversation.id.desc())
        .limit(MOST_LIKELY)
    )


def _similar(row: Any) -> Similar:
    return Similar(
        title=row.title,
        href=row.address,
        lang=row.language,
        space_name=row.space_name,
        reply_count=max(row.post_count - 1, 0),
        is_answered=bool(row.is_answered),
    )
