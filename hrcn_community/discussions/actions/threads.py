"""Starting a thread, replying, accepting an answer, closing. Nothing here commits."""

from datetime import datetime

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions import follow, open_conversation, set_read, write_post
from hrcn_community.conversations.models import Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import one_line
from hrcn_community.discussions.actions.synopsis_windows import open_window
from hrcn_community.discussions.events import (
    AnswerAccepted,
    ReplyPosted,
    ThreadClosed,
    ThreadReopened,
    ThreadStarted,
)
from hrcn_community.discussions.models import ROOM, NotAQuestion, Thread, ThreadKind
from hrcn_community.spaces.models import Space


def start_thread(
    space: Space,
    title: str,
    body: str,
    *,
    by: Viewer,
    kind: ThreadKind = ThreadKind.DISCUSSION,
    language: str = "en",
    city_id: int | None = None,
    term_ids: tuple[int, ...] = (),
    until: datetime | None = None,
) -> Thread:
    """Start a thread in `space` with its opening post; its author follows it.

    A query takes contributions `until` that moment.
    """
    ref = new_ref()
    conversation = open_conversation(
        space,
        ROOM,
        title,
        f"/threads/{ref}",
        by=by,
        language=language,
        city_id=city_id,
        term_ids=term_ids,
    )
    thread = Thread(ref=ref, conversation=conversation, kind=kind, author_id=by.id)
    db.session.add(thread)
    post = write_post(conversation, body, by=by)
    follow(conversation, by.id)
    set_read(conversation.id, by.id, 1)
    if kind == ThreadKind.QUERY:
        open_window(thread, until, by=by)
    record(ThreadStarted(thread_id=thread.id, post_id=post.id), by=by.id)
    return thread


def reply(thread: Thread, body: str, *, by: Viewer, language: str = "") -> Post:
    """Add a reply; who replies follows from then on."""
    post = write_post(thread.conversation, body, by=by, language=language)
    follow(thread.conversation, by.id)
    record(ReplyPosted(thread_id=thread.id, post_id=post.id), by=by.id)
    return post


def accept_answer(thread: Thread, post: Post, *, by: Viewer) -> None:
    """Say that `post` answers the question."""
    if not thread.is_question or post.number == 1:
        raise NotAQuestion
    thread.accepted_post_id = post.id
    thread.conversation.version += 1
    record(AnswerAccepted(thread_id=thread.id, post_id=post.id), by=by.id)


def withdraw_acceptance(thread: Thread, *, by: Viewer) -> None:
    """Say that no reply answers the question, after all. The reply to a query is not chosen."""
    if thread.kind == ThreadKind.QUERY:
        raise NotAQuestion
    thread.accepted_post_id = None
    thread.conversation.version += 1


def close_thread(thread: Thread, reason: str, *, by: Viewer) -> None:
    """Let nothing be added any more; the reason stands under the thread."""
    if thread.conversation.closed_at is None:
        thread.conversation.closed_at = clock.now()
        thread.closing_reason = one_line(reason)
        record(ThreadClosed(thread_id=thread.id), by=by.id)


def reopen_thread(thread: Thread, *, by: Viewer) -> None:
    if thread.conversation.closed_at is not None:
        thread.conversation.closed_at = None
        record(ThreadReopened(thread_id=thread.id), by=by.id)
