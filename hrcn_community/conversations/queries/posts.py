"""Reads of posts, each through a viewer; whole pages in few statements of plain columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ScalarSelect, Select, bindparam, case, select
from sqlalchemy.orm import aliased, contains_eager

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person
from hrcn_community.accounts.showing import shown_city
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import (
    STANDING,
    Conversation,
    Post,
    PostState,
    Revision,
)
from hrcn_community.conversations.visibility import posts_visible_to
from hrcn_community.core.db import Rows, db
from hrcn_community.register.models import City

PAGE = 20
_Editor = aliased(Person)


@dataclass(frozen=True)
class PostPage:
    """Up to twenty posts of a conversation, and whether there is more on either side."""

    posts: Sequence[Any]
    first: int
    last: int
    has_earlier: bool
    has_later: bool


def find_post(ref: str, *, viewer: AnyViewer) -> Post | None:
    """Return the post with its conversation and space, if its words are open to `viewer`."""
    return db.session.scalar(
        _posts_with_space().where(Post.ref == ref, visible_to(viewer), posts_visible_to(viewer))
    )


def find_standing_post(ref: str, *, viewer: AnyViewer) -> Post | None:
    """Return a post that has its place in a conversation: no draft, and no translation of another."""
    post = find_post(ref, viewer=viewer)
    return post if post and post.number is not None else None


def find_own_deleted_post(ref: str, *, viewer: AnyViewer) -> Post | None:
    """Return a post that `viewer` took back and may restore."""
    return db.session.scalar(
        _posts_with_space().where(
            Post.ref == ref,
            visible_to(viewer),
            Post.state == PostState.DELETED,
            Post.author_id.in_(viewer.selves),
            Post.taken_back_by_id == Post.author_id,
            Post.is_removed.is_(False),
        )
    )


def find_hidden_post(ref: str, *, viewer: AnyViewer) -> Post | None:
    """Return a post that was hidden where it stands, for whoever may decide that it is shown again."""
    back = Post.number.is_not(None), Post.is_removed.is_(False)
    return db.session.scalar(_hidden(ref, viewer).where(*back))


def find_own_hidden_post(ref: str, *, viewer: AnyViewer) -> Post | None:
    """Return a post that was hidden, for whoever wrote it: nobody else reads its words."""
    theirs = Post.author_id.in_(viewer.selves), Post.is_removed.is_(False)
    return db.session.scalar(_hidden(ref, viewer).where(*theirs))


def _hidden(ref: str, viewer: AnyViewer) -> Select[Post]:
    here = Post.ref == ref, visible_to(viewer), Post.state == PostState.HIDDEN
    return _posts_with_space().where(*here)


def posts_from(conversation: Conversation, number: int) -> PostPage:
    """Return the page of `conversation` that holds post `number`, by range: no OFFSET, no COUNT."""
    first = max((max(number, 1) - 1) // PAGE * PAGE + 1, 1)
    last = first + PAGE - 1
    rows = db.session.execute(
        _post_range(), {"conversation_id": conversation.id, "first": first, "last": last}
    ).all()
    return PostPage(
        posts=rows,
        first=first,
        last=min(last, conversation.last_number),
        has_earlier=first > 1,
        has_later=last < conversation.last_number,
    )


@cache  # a statement that is made once is also compiled and keyed once
def _post_range() -> Rows:
    in_range = Post.number.between(bindparam("first"), bindparam("last"))
    here = Post.conversation_id == bindparam("conversation_id")
    return post_rows().where(here, in_range).order_by(Post.number)


def post_rows() -> Rows:
    """Select what a post shows; the words of a hidden or deleted one are not loaded at all."""
    words = case((Post.state == PostState.PUBLISHED, Post.html), else_="")
    return (
        select(
            Post.id,
            Post.ref,
            Post.number,
            Post.state,
            Post.language,
            words.label("html"),
            Post.created_at,
            Post.edited_at,
            Post.revision,
            Post.version,
            Post.author_id,
            Post.taken_back_by_id,
            Post.taken_back_reason,
            Post.label,
            Post.label_words,
            Post.is_removed,
            Post.is_wiki,
            Post.has_poll,
            Post.has_quotes,
            Post.by_mail,
            Post.file_count,
            Post.quoted_count,
            Post.reactions,
            Post.translated,
            case((Post.is_wiki, _last_editor())).label("last_editor"),
            Person.name.label("author_name"),
            Person.handle.label("author_handle"),
            Person.site_role.label("author_role"),
            City.name.label("author_city"),
        )
        .outerjoin(Person, Person.id == Post.author_id)
        .outerjoin(City, shown_city())
        .where(Post.state.in_(STANDING))
    )


def _last_editor() -> ScalarSelect[str]:
    """Select who wrote the words of a post as they stand now."""
    return (
        select(_Editor.name)
        .join(Revision, Revision.written_by_id == _Editor.id)
        .where(Revision.post_id == Post.id, Revision.number == Post.revision)
        .correlate(Post)
        .scalar_subquery()
    )


def _posts_with_space() -> Select[Post]:
    return (
        select(Post)
        .join(Post.conversation)
        .join(Conversation.space)
        .options(contains_eager(Post.conversation).contains_eager(Conversation.space))
    )
