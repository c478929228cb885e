"""Reads of conversations, each through a viewer; whole pages in few statements of plain columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, exists, func, select
from sqlalchemy.orm import contains_eager

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Membership, Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import (
    STANDING,
    Conversation,
    ConversationTerm,
    Follow,
    Post,
    PostState,
    ReadState,
)
from hrcn_community.conversations.visibility import posts_visible_to
from hrcn_community.core.cache import for_a_while
from hrcn_community.core.db import Rows, db
from hrcn_community.register.models import City, Term
from hrcn_community.spaces.models import Space, Visibility

PAGE = 20
COUNTED_EVERY_SECONDS = 60


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


def find_own_deleted_post(ref: str, *, viewer: AnyViewer) -> Post | None:
    """Return a post that `viewer` took back and may restore."""
    return db.session.scalar(
        _posts_with_space().where(
            Post.ref == ref,
            visible_to(viewer),
            Post.state == PostState.DELETED,
            Post.author_id == viewer.id,
            Post.taken_back_by_id == viewer.id,
        )
    )


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
            Person.name.label("author_name"),
            Person.handle.label("author_handle"),
            Person.site_role.label("author_role"),
            City.name.label("author_city"),
        )
        .outerjoin(Person, Person.id == Post.author_id)
        .outerjoin(City, City.id == Person.city_id)
        .where(Post.state.in_(STANDING))
    )


def last_read(conversation: Conversation, *, viewer: AnyViewer) -> int:
    """Return the number up to which `viewer` has read; 0 before the first."""
    if not viewer.is_signed_in:
        return 0
    return (
        db.session.scalar(
            select(ReadState.last_read_number).where(
                ReadState.person_id == viewer.id, ReadState.conversation_id == conversation.id
            )
        )
        or 0
    )


def follows(conversation: Conversation, *, viewer: AnyViewer) -> bool:
    return viewer.is_signed_in and bool(
        db.session.scalar(
            select(Follow.person_id).where(
                Follow.person_id == viewer.id, Follow.conversation_id == conversation.id
            )
        )
    )


def how_read(conversation: Conversation, *, viewer: AnyViewer) -> tuple[int, bool]:
    """Return up to which number `viewer` has read and whether they follow, in one look."""
    if not viewer.is_signed_in:
        return 0, False
    ids = {"person_id": viewer.id, "conversation_id": conversation.id}
    number, is_following = db.session.execute(_how_read(), ids).one()
    return number or 0, is_following


@cache
def _how_read() -> Rows:
    person_id, conversation_id = bindparam("person_id"), bindparam("conversation_id")
    number = select(ReadState.last_read_number).where(
        ReadState.person_id == person_id, ReadState.conversation_id == conversation_id
    )
    follow = exists().where(
        Follow.person_id == person_id, Follow.conversation_id == conversation_id
    )
    return select(number.scalar_subquery(), follow)


def followers(conversation_id: int) -> Sequence[int]:
    """Return the ids of those who follow and to whom the space is still open."""
    return _still_inside(
        select(Follow.person_id).where(Follow.conversation_id == conversation_id), conversation_id
    )


def readers_by_handle(conversation_id: int, handles: set[str]) -> Sequence[int]:
    """Return the ids of the people of these handles who can read the conversation."""
    return _still_inside(select(Person.id).where(Person.handle.in_(handles)), conversation_id)


def readers_by_id(conversation_id: int, ids: Sequence[int | None]) -> Sequence[int]:
    """Return those of the people `ids` who can read the conversation."""
    return _still_inside(select(Person.id).where(Person.id.in_(ids)), conversation_id)


def audience_size(space: Space) -> int:
    """Return how many people can read a space: its members, or the whole network (of this minute)."""
    if space.audience.is_closed:
        return space.member_count
    return for_a_while("people of the network", COUNTED_EVERY_SECONDS, _people_of_the_network)


def _people_of_the_network() -> int:
    people = select(func.count()).select_from(Person).where(Person.standing == "member")
    return db.session.scalar(people) or 0


def mentionable(space: Space, beginning: str, most: int = 8) -> Sequence[Any]:
    """Return people who can read `space` and whose handle or name begins so."""
    people = select(Person.handle, Person.name).where(Person.standing == "member")
    if space.audience.is_closed:
        inside = select(Membership.person_id).where(Membership.space_id == space.id)
        people = people.where(Person.id.in_(inside))
    start = beginning.lower()
    by_handle = Person.handle.startswith(start, autoescape=True)
    by_name = func.lower(Person.name).startswith(start, autoescape=True)
    return db.session.execute(
        people.where(by_handle | by_name).order_by(Person.handle).limit(most)
    ).all()


def conversations_about(theme: str) -> Select[Any]:
    """Select the ids of conversations that are about the term `theme`."""
    return (
        select(ConversationTerm.conversation_id)
        .join(Term, Term.id == ConversationTerm.term_id)
        .where(Term.slug == theme)
    )


def _still_inside(people: Select[Any], conversation_id: int) -> Sequence[int]:
    inside = and_(Membership.person_id == Person.id, Membership.space_id == Space.id)
    allowed = (
        select(Person.id)
        .join(Conversation, Conversation.id == conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .where(Person.id.in_(people), Person.standing == "member")
        .where(
            Space.visibility.in_([Visibility.PUBLIC, Visibility.NETWORK])
            | select(Membership.person_id).where(inside).correlate(Person, Space).exists()
        )
    )
    return db.session.scalars(allowed).all()


def _posts_with_space() -> Select[Post]:
    return (
        select(Post)
        .join(Post.conversation)
        .join(Conversation.space)
        .options(contains_eager(Post.conversation).contains_eager(Conversation.space))
    )
