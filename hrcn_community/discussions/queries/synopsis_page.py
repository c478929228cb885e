"""What the page of a thread shows of a query and its consolidated reply."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Post, PostState
from hrcn_community.conversations.shown import ShownPost
from hrcn_community.core.db import db
from hrcn_community.core.words import _l
from hrcn_community.discussions.models import Synopsis, Thread, ThreadKind
from hrcn_community.discussions.queries.synopses import Consolidation
from hrcn_community.discussions.queries.synopsis_people import (
    Credit,
    contributor_count,
    credits_of,
    own_contributors,
)
from hrcn_community.discussions.queries.synopsis_sentences import ShownSentence, sentences_of

FIRST_SENTENCES = 2


@dataclass(frozen=True)
class ShownReply:
    """The published reply, its text from its sentences, and whom it names at this moment."""

    post_id: int
    href: str
    author_name: str
    published_at: datetime | None
    sentences: tuple[ShownSentence, ...]
    credits: tuple[Credit, ...]
    over_objection: str
    revision: int

    @property
    def is_edited(self) -> bool:
        """Was its text changed after it was confirmed and published?"""
        return self.revision > 1

    @property
    def first(self) -> tuple[ShownSentence, ...]:
        return self.sentences[:FIRST_SENTENCES]

    @property
    def print(self) -> tuple[Any, ...]:
        shown = self.post_id, self.author_name, self.over_objection, self.revision
        return *shown, tuple(sentence.print for sentence in self.sentences), self.credits


@dataclass(frozen=True)
class ShownQuery:
    """Where a query stands, as the head of its thread tells it."""

    state: str
    is_open: bool
    until: datetime
    window_reason: str
    contributors: int
    confirmations_until: datetime | None
    is_asked: bool
    reply: ShownReply | None

    @property
    def print(self) -> tuple[Any, ...]:
        stand = self.state, self.is_open, self.until, self.window_reason, self.contributors
        return *stand, self.confirmations_until, self.reply.print if self.reply else ()


@dataclass(frozen=True)
class ConsolidatedPost(ShownPost):
    """The post that is the consolidated reply: shown from its sentences, marked as things stand now."""

    reply: ShownReply | None = None
    label = _l("Consolidated reply")

    @property
    def sentences(self) -> tuple[ShownSentence, ...]:
        """What is shown in place of its text; nothing where that was edited since."""
        return () if self.reply is None or self.reply.is_edited else self.reply.sentences

    @property
    def print(self) -> tuple[object, ...]:
        return *super().print, self.reply.print if self.reply else ()


def query_of(thread: Thread, *, viewer: AnyViewer) -> ShownQuery | None:
    """Return where the query `thread` stands; asks nothing of any other thread."""
    if thread.kind != ThreadKind.QUERY:
        return None
    found = _synopsis_with_post(thread)
    return _shown(Consolidation(thread, found.Synopsis), found, viewer) if found else None


def with_reply(posts: Sequence[ShownPost], query: ShownQuery | None) -> Sequence[ShownPost]:
    """Return `posts`, the consolidated reply among them shown as what it is."""
    if query is None or query.reply is None:
        return posts
    return [_consolidated(p, query.reply) if p.id == query.reply.post_id else p for p in posts]


def _shown(query: Consolidation, found: Any, viewer: AnyViewer) -> ShownQuery:
    synopsis = query.synopsis
    is_asked = synopsis.is_asked and bool(own_contributors(query, viewer=viewer))
    return ShownQuery(
        state=synopsis.state,
        is_open=synopsis.takes_contributions,
        until=synopsis.contributions_until,
        window_reason=synopsis.window_reason,
        contributors=0 if synopsis.is_published else contributor_count(query),
        confirmations_until=synopsis.confirmations_until if synopsis.is_asked else None,
        is_asked=is_asked,
        reply=_reply(query, found) if found.number else None,
    )


def _synopsis_with_post(thread: Thread) -> Any:
    """Return the synopsis, and number, revision and author of its post while that stands here."""
    stands = and_(
        Post.id == Synopsis.post_id,
        Post.conversation_id == thread.conversation_id,
        Post.state == PostState.PUBLISHED,
    )
    return db.session.execute(
        select(Synopsis, Post.number, Post.revision, Person.name)
        .outerjoin(Post, stands)
        .outerjoin(Person, Person.id == Post.author_id)
        .where(Synopsis.thread_id == thread.id)
    ).one_or_none()


def _reply(query: Consolidation, post: Any) -> ShownReply:
    return ShownReply(
        post_id=query.synopsis.post_id or 0,
        href=f"{query.thread.conversation.address}?post={post.number}#p{post.number}",
        author_name=post.name or "",
        published_at=query.synopsis.published_at,
        sentences=sentences_of(query.thread),
        credits=credits_of(query),
        over_objection=query.synopsis.over_objection,
        revision=post.revision,
    )


def _consolidated(post: ShownPost, reply: ShownReply) -> ConsolidatedPost:
    columns = {each.name: getattr(post, each.name) for each in fields(ShownPost)}
    return ConsolidatedPost(**columns, reply=reply)
