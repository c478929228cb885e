"""Threads as a viewer may see them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import contains_eager

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, ConversationTerm, Post, ReadState
from hrcn_community.conversations.queries import (
    PostPage,
    audience_size,
    how_read,
    posts_from,
)
from hrcn_community.conversations.shown import ShownPost, shown_posts
from hrcn_community.core.db import Rows, db
from hrcn_community.core.words import _l
from hrcn_community.discussions.models import ROOM, Thread, ThreadKind
from hrcn_community.register.models import City, Term
from hrcn_community.spaces.models import Space

PAGE = 30
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LABELS: dict[str, tuple[object, str] | None] = {
    ThreadKind.DISCUSSION: None,
    ThreadKind.QUESTION: (_l("Question"), "accent"),
    ThreadKind.ANNOUNCEMENT: (_l("Announcement"), "info"),
}


@dataclass(frozen=True)
class ThreadRow:
    """A thread as a list shows it."""

    title: str
    href: str
    space_name: str
    space_href: str
    reply_count: int
    unread_count: int
    last_activity_at: datetime
    last_author: str
    visibility: str
    lang: str
    labels: Sequence[tuple[object, str]]
    is_closed: bool


@dataclass(frozen=True)
class ThreadList:
    """A page of threads and the key of the next one ('' at the end)."""

    threads: Sequence[ThreadRow]
    older: str


@dataclass(frozen=True)
class ThreadPage:
    """Everything that one page of a thread shows."""

    thread: Thread
    posts: Sequence[ShownPost]
    range: PostPage
    terms: Sequence[Term]
    city: City | None
    last_read: int
    follows: bool
    audience: int

    @property
    def print(self) -> tuple[object, ...]:
        """Everything that the page shows to the public: while it is the same, so is the page."""
        thread, conversation, space = self.thread, self.thread.conversation, self.thread.space
        words = conversation.title, thread.closing_reason, space.name, space.slug, space.visibility
        terms = tuple((term.name, *sorted(term.names.items())) for term in self.terms)
        city = self.city.name if self.city else ""
        state = conversation.version, conversation.closed_at, thread.kind, thread.accepted_post_id
        posts = tuple(post.print for post in self.posts)
        return *words, terms, city, *state, self.range.has_later, posts

    @property
    def new_from(self) -> int:
        """The number of the first post that the viewer has not read; 0 where nothing is new."""
        is_new = 0 < self.last_read < self.thread.conversation.last_number
        return self.last_read + 1 if is_new else 0


def find_thread(ref: str, *, viewer: AnyViewer) -> Thread | None:
    """Return the thread with its conversation and space, if the space is open to `viewer`."""
    return db.session.scalar(
        _with_space().where(Thread.ref == bindparam("ref"), visible_to(viewer)), {"ref": ref}
    )


@cache
def _with_space() -> Select[Thread]:
    return (
        select(Thread)
        .join(Thread.conversation)
        .join(Conversation.space)
        .options(contains_eager(Thread.conversation).contains_eager(Conversation.space))
    )


@dataclass(frozen=True)
class Reply:
    """A post in its thread; as a subject it stands where the thread stands and has its author."""

    thread: Thread
    post: Post

    @property
    def space(self) -> Space:
        return self.thread.space

    @property
    def author_id(self) -> int | None:
        return self.thread.author_id


def find_reply(ref: str, number: int, *, viewer: AnyViewer) -> Reply | None:
    """Return a thread and one of its posts that still stands."""
    thread = find_thread(ref, viewer=viewer)
    post = thread and db.session.scalar(
        select(Post).where(
            Post.conversation_id == thread.conversation_id,
            Post.number == number,
            Post.state == "published",
        )
    )
    return Reply(thread, post) if thread and post else None


def threads(
    *,
    viewer: AnyViewer,
    space: Space | None = None,
    city_id: int | None = None,
    person_id: int | None = None,
    before: str = "",
    most: int = PAGE,
) -> ThreadList:
    """Return up to `most` threads, the latest active first, older than the key `before`."""
    rows = _rows(viewer).order_by(Conversation.last_post_at.desc(), Conversation.id.desc())
    if space:
        rows = rows.where(Conversation.space_id == space.id)
    if city_id:
        rows = rows.where(Conversation.city_id == city_id)
    if person_id:
        rows = rows.where(Conversation.started_by_id == person_id)
    if key := _read_key(before):
        moment, id_ = key
        rows = rows.where(
            (Conversation.last_post_at < moment)
            | and_(Conversation.last_post_at == moment, Conversation.id < id_)
        )
    found = db.session.execute(rows.limit(most + 1), {"viewer_id": viewer.id}).all()
    older = _key(found[most - 1]) if len(found) > most else ""
    return ThreadList([_row(row, viewer) for row in found[:most]], older)


def unread_threads(*, viewer: AnyViewer, most: int = 6) -> Sequence[ThreadRow]:
    """Return threads that the viewer has begun to read or follows and that have gone on since."""
    rows = db.session.execute(
        _rows(viewer)
        .where(ReadState.last_read_number < Conversation.last_number)
        .order_by(Conversation.last_post_at.desc())
        .limit(most),
        {"viewer_id": viewer.id},
    )
    return [_row(row, viewer) for row in rows]


def thread_page(thread: Thread, number: int, *, viewer: AnyViewer) -> ThreadPage:
    """Return the page of `thread` that holds post `number`."""
    conversation = thread.conversation
    range_ = posts_from(conversation, number)
    read, is_following = how_read(conversation, viewer=viewer)
    return ThreadPage(
        thread=thread,
        posts=shown_posts(range_.posts, conversation.address, _accepted(thread, range_)),
        range=range_,
        terms=terms_of(conversation.id),
        city=db.session.get(City, conversation.city_id) if conversation.city_id else None,
        last_read=read,
        follows=is_following,
        audience=audience_size(thread.space) if viewer.is_signed_in else 0,
    )


def thread_of(conversation_id: int) -> Thread | None:
    """Return the thread that owns a conversation; for reactions, which act for nobody."""
    return db.session.scalar(select(Thread).where(Thread.conversation_id == conversation_id))


def _accepted(thread: Thread, page: PostPage) -> int | None:
    """Return the number of the accepted answer, if it stands on this page."""
    return next(
        (
            row.number
            for row in page.posts
            if row.id == thread.accepted_post_id and row.state == "published"
        ),
        None,
    )


def terms_of(conversation_id: int) -> Sequence[Term]:
    return db.session.scalars(_TERMS, {"conversation_id": conversation_id}).all()


_TERMS = (
    select(Term)
    .join(ConversationTerm, ConversationTerm.term_id == Term.id)
    .where(ConversationTerm.conversation_id == bindparam("conversation_id"))
    .order_by(Term.vocabulary, Term.position)
)


def _row(row: Any, viewer: AnyViewer) -> ThreadRow:
    read = row.last_read_number or 0
    unread = max(row.last_number - read, 0) if read else 0
    label = (_l("Answered"), "good") if row.accepted_post_id else LABELS[row.kind]
    return ThreadRow(
        title=row.title,
        href=f"/threads/{row.ref}?post={read + 1}#p{read + 1}" if unread else f"/threads/{row.ref}",
        space_name=row.space_name,
        space_href=f"/spaces/{row.space_slug}",
        reply_count=max(row.post_count - 1, 0),
        unread_count=unread,
        last_activity_at=row.last_post_at,
        last_author=row.last_author_name or "",
        visibility=row.visibility,
        lang=row.language,
        labels=(label,) if label else (),
        is_closed=row.closed_at is not None,
    )


def _key(row: Any) -> str:
    return f"{int(row.last_post_at.timestamp() * 1_000_000)}-{row.id}"


def _read_key(text: str) -> tuple[datetime, int] | None:
    found = re.fullmatch(r"(\d{1,17})-(\d{1,18})", text)
    if not found:
        return None
    return EPOCH + timedelta(microseconds=int(found[1])), int(found[2])


def _rows(viewer: AnyViewer) -> Rows:
    return _all_rows().where(visible_to(viewer))


@cache  # putting this together takes as long as running it
def _all_rows() -> Rows:
    """Every thread with the read state of the person `viewer_id`, which is given when it is run."""
    return (
        select(
            Thread.ref,
            Thread.kind,
            Thread.accepted_post_id,
            Conversation.id,
            Conversation.title,
            Conversation.language,
            Conversation.post_count,
            Conversation.last_number,
            Conversation.last_post_at,
            Conversation.closed_at,
            Space.slug.label("space_slug"),
            Space.name.label("space_name"),
            Space.visibility,
            Person.name.label("last_author_name"),
            ReadState.last_read_number,
        )
        .join(Conversation, Conversation.id == Thread.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .outerjoin(Person, Person.id == Conversation.last_author_id)
        .outerjoin(
            ReadState,
            and_(
                ReadState.conversation_id == Conversation.id,
                ReadState.person_id == bindparam("viewer_id"),
            ),
        )
        .where(Conversation.room == ROOM)
    )
