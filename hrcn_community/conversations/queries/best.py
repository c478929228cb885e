"""The posts of a conversation that its readers valued most."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import bindparam

from hrcn_community.conversations.models import Conversation, Post, PostState
from hrcn_community.conversations.queries.posts import post_rows
from hrcn_community.core.db import Rows, db

MOST = 20


def best_posts(conversation: Conversation) -> Sequence[Any]:
    """Return the opening and up to twenty valued posts, the best first; the words are people's own."""
    ids = {"conversation_id": conversation.id}
    return [*db.session.execute(_opening(), ids), *db.session.execute(_valued(), ids)]


@cache
def _opening() -> Rows:
    return _standing().where(Post.number == 1)


@cache
def _valued() -> Rows:
    """By the index over (conversation, score, number), from its end: as fast in a thread of any length."""
    return (
        _standing()
        .where(Post.score > 0, Post.number > 1)
        .order_by(Post.score.desc(), Post.number.desc())
        .limit(MOST)
    )


def _standing() -> Rows:
    here = Post.conversation_id == bindparam("conversation_id")
    return post_rows().where(here, Post.state == PostState.PUBLISHED)
