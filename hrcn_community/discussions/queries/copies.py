"""The posts of a thread as a copy of it holds them, in ranges of numbers."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import bindparam, case, select

from hrcn_community.access.visibility import WHOEVER, as_seen_by, visible_to
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, Post, PostState
from hrcn_community.conversations.queries import post_rows
from hrcn_community.conversations.queries.files import files_of
from hrcn_community.conversations.queries.polls import polls_in
from hrcn_community.conversations.queries.quoted_names import with_quoted_names
from hrcn_community.conversations.queries.quotes import quotes_around
from hrcn_community.conversations.shown import ShownPost, shown_posts
from hrcn_community.core.db import Rows, db
from hrcn_community.discussions.credit import with_credit
from hrcn_community.discussions.models import Thread
from hrcn_community.discussions.queries.synopsis_page import (
    ConsolidatedPost,
    ShownQuery,
    query_of,
    with_reply,
)
from hrcn_community.downloads.pieces import Piece, pieces
from hrcn_community.spaces.models import Space

CHUNK = 100


@dataclass(frozen=True)
class Source:
    """What a copy is made of: plain values, since whole threads outlive a session of the database."""

    conversation_id: int
    here: str
    language: str
    last: int
    accepted_id: int | None
    query: ShownQuery | None

    def starts(self, first: int = 1) -> range:
        """Return the numbers with which the ranges begin that it is read in."""
        return range(first, self.last + 1, CHUNK)


def source_of(thread: Thread, *, viewer: AnyViewer) -> Source:
    """Return where to read the posts of `thread` from, up to the last that it has now."""
    conversation = thread.conversation
    return Source(
        conversation.id,
        conversation.address,
        conversation.language,
        conversation.last_number,
        thread.accepted_post_id,
        query_of(thread, viewer=viewer),
    )


def copied(source: Source, first: int, *, viewer: AnyViewer) -> list[Piece]:
    """Return the posts of one range, from number `first` on, if the thread is open to `viewer` now."""
    last = min(first + CHUNK - 1, source.last)
    asked = {"conversation_id": source.conversation_id, "first": first, "last": last}
    rows = db.session.execute(_rows(), asked | as_seen_by(viewer)).all()
    answer = next((row.number for row in rows if _is_answer(row, source)), None)
    posts = with_reply(shown_posts(rows, source.here, answer, source.language), source.query)
    shown = [_quoting(post) for post in posts if post.state == "shown"]
    quotes = quotes_around(shown, viewer=viewer)
    found = pieces(
        with_quoted_names(posts, quotes),
        {row.id: row.source for row in rows},
        polls_in(shown, viewer=viewer),
        quotes,
        files_of(shown),
    )
    replies = {post.number: post.reply for post in posts if isinstance(post, ConsolidatedPost)}
    return [with_credit(each, replies.get(each.number)) for each in found]


def is_still_open(source: Source, *, viewer: AnyViewer) -> bool:
    """Does the thread stand where `viewer` may read, at the end of its copy too?"""
    asked = {"id": source.conversation_id, **as_seen_by(viewer)}
    return db.session.scalar(_here(), asked) is not None


def _is_answer(row: Any, source: Source) -> bool:
    return row.id == source.accepted_id and row.state == PostState.PUBLISHED


def _quoting(post: ShownPost) -> ShownPost:
    """Return a post of which is asked only what it quotes itself."""
    return replace(post, quoted_count=0)


@cache
def _rows() -> Rows:
    words = case((Post.state == PostState.PUBLISHED, Post.source), else_="")
    return (
        post_rows()
        .add_columns(words.label("source"))
        .join(Conversation, Conversation.id == Post.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .where(
            Post.conversation_id == bindparam("conversation_id"),
            Post.number.between(bindparam("first"), bindparam("last")),
            visible_to(WHOEVER),
        )
        .order_by(Post.number)
    )


@cache
def _here() -> Rows:
    return (
        select(Conversation.id)
        .join(Space, Space.id == Conversation.space_id)
        .where(Conversation.id == bindparam("id"), visible_to(WHOEVER))
    )
