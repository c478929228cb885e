"""Changing what a thread is called and about, pinning it, slowing it down. Nothing here commits."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from hrcn_community.accounts.silencing import refuse_silenced
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions import rename
from hrcn_community.conversations.actions.posts import renew
from hrcn_community.conversations.actions.trail import leave_trail
from hrcn_community.conversations.models import ConversationTerm, TrailKind
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.text import one_line
from hrcn_community.core.upsert import insert_new
from hrcn_community.discussions.actions.threads import withdraw_acceptance
from hrcn_community.discussions.events import (
    ThreadEdited,
    ThreadPinned,
    ThreadSlowed,
    ThreadUnpinned,
)
from hrcn_community.discussions.models import Thread, ThreadKind
from hrcn_community.register.models import Term


@dataclass(frozen=True)
class About:
    """What a thread is called, of which kind it is, and what it is about."""

    title: str
    kind: ThreadKind
    language: str
    city_id: int | None = None
    term_ids: frozenset[int] = frozenset()


def hold_thread(thread: Thread) -> None:
    """Read anew what `thread` is called and about, and let nobody else change that until the end."""
    db.session.refresh(thread, ["kind", "accepted_post_id"], with_for_update=True)
    db.session.refresh(thread.conversation, ["title", "language", "city_id"])


def edit_thread(thread: Thread, about: About, *, by: Viewer) -> None:
    """Let `thread` be called and be about what `about` says; a new title leaves a line with the former."""
    conversation, title = thread.conversation, one_line(about.title)
    refuse_silenced(by, conversation.space_id)
    former = conversation.title
    if (
        thread.kind != about.kind
    ):  # first: whoever takes an answer's post and the conversation takes
        if thread.accepted_post_id:  # them in this order
            withdraw_acceptance(thread, by=by)
        thread.kind = about.kind
    if (title, about.language) != (former, conversation.language):
        rename(conversation, title, about.language)
    if title != former:
        leave_trail(conversation, TrailKind.RENAMED, by=by, former=former)
    conversation.city_id = about.city_id
    renew(conversation.id)
    _set_terms(conversation.id, about.term_ids)
    record(ThreadEdited(thread_id=thread.id), by=by.id)


def pin_thread(thread: Thread, *, by: Viewer) -> None:
    """Let `thread` stand above the others of its space."""
    if thread.pinned_at is None:
        thread.pinned_at = clock.now()
        leave_trail(thread.conversation, TrailKind.PINNED, by=by)
        record(ThreadPinned(thread_id=thread.id), by=by.id)


def unpin_thread(thread: Thread, *, by: Viewer) -> None:
    if thread.pinned_at is not None:
        thread.pinned_at = None
        leave_trail(thread.conversation, TrailKind.UNPINNED, by=by)
        record(ThreadUnpinned(thread_id=thread.id), by=by.id)


def slow_down(thread: Thread, seconds: int, *, by: Viewer) -> None:
    """Let each person wait `seconds` between two posts here; 0 lets them write as they like."""
    conversation = thread.conversation
    if conversation.slow_seconds != seconds:
        conversation.slow_seconds = seconds
        leave_trail(conversation, TrailKind.SLOWED, by=by, seconds=seconds)
        record(ThreadSlowed(thread_id=thread.id, seconds=seconds), by=by.id)


def _set_terms(conversation_id: int, term_ids: frozenset[int]) -> None:
    """What is not offered any more stays where it is used."""
    offered = select(Term.id).where(Term.retired_at.is_(None))
    db.session.execute(
        delete(ConversationTerm).where(
            ConversationTerm.conversation_id == conversation_id,
            ConversationTerm.term_id.in_(offered),
            ConversationTerm.term_id.not_in(term_ids),
        )
    )
    about = [{"conversation_id": conversation_id, "term_id": each} for each in sorted(term_ids)]
    insert_new(ConversationTerm, about)
