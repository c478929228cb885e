"""What a viewer keeps: their own list, and of each post what is still open to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, select

from hrcn_community.access.visibility import unsealed_for, visible_to
from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Bookmark, Conversation, Post
from hrcn_community.conversations.visibility import posts_visible_to, title_for
from hrcn_community.core.db import Rows, db
from hrcn_community.core.keyset import key_of, latest_first
from hrcn_community.core.richtext import plain
from hrcn_community.spaces.models import Space, Visibility

PAGE = 20
EXCERPT = 240


@dataclass(frozen=True)
class KeptPost:
    """A bookmark; of a post that is not open any more it tells nothing but the person's own note."""

    ref: str
    note: str
    marked_at: datetime
    remind_at: datetime | None
    is_open: bool
    title: str = ""
    href: str = ""
    author: str = ""
    lang: str = ""
    excerpt: str = ""


@dataclass(frozen=True)
class KeptPosts:
    posts: Sequence[KeptPost]
    older: str
    confidential_ids: frozenset[int]  # the spaces whose words are on this page


def bookmarks(*, viewer: AnyViewer, before: str = "") -> KeptPosts:
    """Return a page of what `viewer` keeps, the latest first."""
    rows = db.session.execute(
        latest_first(_rows(viewer), Bookmark.marked_at, Bookmark.id, before).limit(PAGE + 1)
    ).all()
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return KeptPosts(
        [_kept(row) for row in rows[:PAGE]],
        key_of(last.marked_at, last.id) if last else "",
        frozenset(r.space_id for r in rows[:PAGE] if r.visibility == Visibility.CONFIDENTIAL),
    )


def find_own_bookmark(ref: str, *, viewer: AnyViewer) -> Bookmark | None:
    """Return the bookmark of `viewer` on that post, whether or not the post is still open to them."""
    return db.session.scalar(
        select(Bookmark)
        .join(Post, Post.id == Bookmark.post_id)
        .where(Post.ref == ref, Bookmark.person_id == viewer.id)
    )


def _rows(viewer: AnyViewer) -> Rows:
    """Select one's bookmarks; what is not open any more, or asks for a proof first, is not even loaded."""
    is_open = and_(visible_to(viewer), posts_visible_to(viewer))
    shown = {
        "title": title_for(viewer),
        "address": Conversation.address,
        "number": Post.number,
        "html": case((unsealed_for(viewer), Post.html), else_=""),
        "lang": Post.language,
        "author": Person.name,
        "space_id": Space.id,
        "visibility": Space.visibility,
    }
    return (
        select(
            Bookmark.id,
            case((unsealed_for(viewer), Bookmark.note), else_="").label("note"),
            Bookmark.marked_at,
            Bookmark.remind_at,
            Post.ref,
            *(case((is_open, column)).label(name) for name, column in shown.items()),
        )
        .join(Post, Post.id == Bookmark.post_id)
        .join(Conversation, Conversation.id == Post.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .outerjoin(Person, Person.id == Post.author_id)
        .where(Bookmark.person_id == viewer.id)
    )


def _kept(row: Any) -> KeptPost:
    own = KeptPost(row.ref, row.note, row.marked_at, row.remind_at, row.address is not None)
    if not own.is_open:
        return own
    words = plain(row.html)
    return KeptPost(
        own.ref,
        own.note,
        own.marked_at,
        own.remind_at,
        is_open=True,
        title=row.title,
        href=f"{row.address}?post={row.number}#p{row.number}",
        author=row.author or "",
        lang=row.lang,
        excerpt=words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + " …",
    )
