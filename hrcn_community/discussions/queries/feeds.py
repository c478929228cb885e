"""The threads of public spaces, those with the newest posts first, as anybody may read them.

A feed is read by programs without a session: who asks makes no difference, so nothing here knows a viewer
but the public.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ScalarSelect, bindparam, select, true

from hrcn_community.access.visibility import WHOEVER, as_seen_by, visible_to
from hrcn_community.accounts.viewer import PUBLIC
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.conversations.queries import post_rows
from hrcn_community.conversations.visibility import posts_visible_to
from hrcn_community.core.db import Rows, db
from hrcn_community.core.keyset import key_of, latest_first
from hrcn_community.discussions.models import ROOM, Thread
from hrcn_community.spaces.models import Space

PAGE = 20


@dataclass(frozen=True)
class FedThread:
    """A thread in a feed: its opening and its newest reply, each as `post_rows` has it; None where gone."""

    ref: str
    title: str
    address: str
    language: str
    space_name: str
    started_at: datetime
    last_post_at: datetime
    opening: Any | None
    latest: Any | None

    @property
    def updated_at(self) -> datetime:
        """When something here was written or changed last, as far as it is shown."""
        shown = [post for post in (self.opening, self.latest) if post]
        edits = [post.edited_at for post in shown if post.edited_at]
        return max([self.last_post_at, *edits])


@dataclass(frozen=True)
class FedPage:
    """A page of a feed, and the key of the next one ('' at the end)."""

    threads: Sequence[FedThread]
    older: str


def find_public_space(slug: str) -> Space | None:
    """Return a listed space that the public reads; any other is as none, whoever asks."""
    return db.session.scalar(
        select(Space).where(Space.slug == slug, Space.is_listed.is_(True), visible_to(PUBLIC))
    )


def newest_public(space: Space | None = None, before: str = "") -> FedPage:
    """Return a page of public threads, of `space` or of all, in two statements."""
    rows = _older(space is not None, before) if before else _newest(space is not None)
    asked = {"space_id": space.id if space else 0, "most": PAGE + 1}
    found = db.session.execute(rows, asked | as_seen_by(PUBLIC)).all()
    posts = _posts([id_ for row in found[:PAGE] for id_ in (row.opening_id, row.latest_id) if id_])
    threads = [_fed(row, posts) for row in found[:PAGE]]
    last = found[PAGE - 1] if len(found) > PAGE else None
    return FedPage(threads, key_of(last.last_post_at, last.id) if last else "")


@cache  # what nearly every reader asks for
def _newest(in_space: bool) -> Rows:
    return _older(in_space, "")


def _older(in_space: bool, before: str) -> Rows:
    rows = (
        select(
            Conversation.id,
            Conversation.title,
            Conversation.address,
            Conversation.language,
            Conversation.started_at,
            Conversation.last_post_at,
            Thread.ref,
            Space.name.label("space_name"),
            _opening().label("opening_id"),
            _latest().label("latest_id"),
        )
        .join(Thread, Thread.conversation_id == Conversation.id)
        .join(Space, Space.id == Conversation.space_id)
        .where(Conversation.room == ROOM, Conversation.is_listed.is_(True))
        .where(Space.is_listed.is_(True), visible_to(WHOEVER))
        .where(Conversation.space_id == bindparam("space_id") if in_space else true())
        .limit(bindparam("most"))
    )
    return latest_first(rows, Conversation.last_post_at, Conversation.id, before)


def _opening() -> ScalarSelect[int]:
    here = Post.conversation_id == Conversation.id, posts_visible_to(PUBLIC)
    return select(Post.id).where(*here, Post.number == 1).scalar_subquery()


def _latest() -> ScalarSelect[int]:
    here = Post.conversation_id == Conversation.id, posts_visible_to(PUBLIC)
    newest = select(Post.id).where(*here, Post.number > 1).order_by(Post.number.desc())
    return newest.limit(1).scalar_subquery()


def _posts(ids: Sequence[int]) -> dict[int, Any]:
    return {row.id: row for row in db.session.execute(_by_ids(), {"ids": ids})}


@cache
def _by_ids() -> Rows:
    return post_rows().where(
        Post.id.in_(bindparam("ids", expanding=True)), posts_visible_to(PUBLIC)
    )


def _fed(row: Any, posts: dict[int, Any]) -> FedThread:
    return FedThread(
        row.ref,
        row.title,
        row.address,
        row.language,
        row.space_name,
        row.started_at,
        row.last_post_at,
        posts.get(row.opening_id),
        posts.get(row.latest_id),
    )
