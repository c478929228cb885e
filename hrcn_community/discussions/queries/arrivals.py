"""Where the address of a thread leads: to it, to where a post has gone, or into another thread."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, undefer

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, MovedNumber, Post
from hrcn_community.core.db import Rows, db
from hrcn_community.discussions.models import Merger, Thread
from hrcn_community.discussions.queries.thread import find_thread
from hrcn_community.spaces.models import Space


@dataclass(frozen=True)
class Arrival:
    """The thread that an address leads to, and the conversation that it named once."""

    thread: Thread
    conversation_id: int

    @property
    def space(self) -> Space:
        return self.thread.space

    @property
    def is_merged(self) -> bool:
        return self.thread.conversation_id != self.conversation_id


def find_arrival(ref: str, *, viewer: AnyViewer) -> Arrival | None:
    """Return where the address of the thread `ref` leads, if `viewer` may read there."""
    if thread := find_thread(ref, viewer=viewer):
        return Arrival(thread, thread.conversation_id)
    merged = db.session.execute(_merged(ref).where(visible_to(viewer))).one_or_none()
    return Arrival(merged[0], merged[1]) if merged else None


def find_merged(ref: str, *, viewer: AnyViewer) -> Thread | None:
    """Return the thread that the one of `ref` was merged into, if `viewer` may read it."""
    return db.session.scalar(_merged(ref).where(visible_to(viewer)))


def find_standing(ref: str, *, viewer: AnyViewer) -> Thread | None:
    """Return the thread, or the one that it was merged into, for who goes on writing there."""
    return find_thread(ref, viewer=viewer) or find_merged(ref, viewer=viewer)


def where_it_went(arrival: Arrival, number: int | None, *, viewer: AnyViewer) -> str:
    """Return the address of what stood at `number`, if it has gone where `viewer` may read; else ''.

    The address of a merged thread leads to the first of its posts in the other one.
    """
    if number is not None and (arrival.is_merged or arrival.thread.conversation.has_trail):
        gone = _moved(arrival.conversation_id, viewer).where(MovedNumber.number == number)
        if found := db.session.execute(gone).one_or_none():
            return f"{found.address}?post={found.number}#p{found.number}"
    return _first_place(arrival, viewer) if arrival.is_merged else ""


def _first_place(arrival: Arrival, viewer: AnyViewer) -> str:
    first = _moved(arrival.conversation_id, viewer).where(
        Post.conversation_id == arrival.thread.conversation_id
    )
    found = db.session.execute(first.order_by(MovedNumber.number).limit(1)).one_or_none()
    address = arrival.thread.conversation.address
    return f"{address}?post={found.number}#p{found.number}" if found else address


def _moved(conversation_id: int, viewer: AnyViewer) -> Rows:
    return (
        select(Conversation.address, Post.number)
        .join(Post, Post.conversation_id == Conversation.id)
        .join(MovedNumber, MovedNumber.post_id == Post.id)
        .join(Space, Space.id == Conversation.space_id)
        .where(MovedNumber.conversation_id == conversation_id, visible_to(viewer))
    )


def _merged(ref: str) -> Rows:
    """Select the thread that the one of `ref` was merged into, and which conversation that one had."""
    named = select(Thread.id, Thread.conversation_id).where(Thread.ref == ref).subquery()
    return (
        select(Thread, named.c.conversation_id)
        .join(Merger, Merger.into_id == Thread.id)
        .join(named, named.c.id == Merger.thread_id)
        .join(Thread.conversation)
        .join(Conversation.space)
        .options(
            contains_eager(Thread.conversation).contains_eager(Conversation.space),
            undefer(Thread.is_answered),
        )
    )
