"""A thread and its posts, found through the viewer."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import contains_eager, undefer

from hrcn_community.access.visibility import WHOEVER, as_seen_by, visible_to
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.conversations.visibility import opening_shown_to
from hrcn_community.core.db import db
from hrcn_community.discussions.models import Merger, Thread
from hrcn_community.spaces.models import Space


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


def find_thread(ref: str, *, viewer: AnyViewer) -> Thread | None:
    """Return the thread with its conversation and space, if the space is open to `viewer`.

    While its opening is held it is there for its author and the facilitators only. One that was merged
    into another is found no more; `find_arrival` leads on.
    """
    thread = db.session.scalar(_by_ref(), {"ref": ref, **as_seen_by(viewer)})
    return thread if thread and opening_shown_to(viewer, thread.conversation) else None


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


def thread_of(conversation_id: int) -> Thread | None:
    """Return the thread that owns a conversation; for reactions, which act for nobody."""
    return db.session.scalar(select(Thread).where(Thread.conversation_id == conversation_id))


@cache
def _by_ref() -> Select[Thread]:
    is_merged = exists().where(Merger.thread_id == Thread.id)
    return (
        select(Thread)
        .join(Thread.conversation)
        .join(Conversation.space)
        .options(
            contains_eager(Thread.conversation).contains_eager(Conversation.space),
            undefer(Thread.is_answered),
        )
        .where(Thread.ref == bindparam("ref"), ~is_merged, visible_to(WHOEVER))
    )
