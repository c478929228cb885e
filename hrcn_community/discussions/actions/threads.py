"""Starting a thread, replying, accepting an answer, closing. Nothing here commits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions import (
    await_turn,
    follow,
    open_conversation,
    set_read,
    state_of_new,
    write_post,
)
from hrcn_community.conversations.actions.attaching import ChosenFile, attach
from hrcn_community.conversations.actions.newcomers import take_in
from hrcn_community.conversations.actions.polls import add_poll
from hrcn_community.conversations.actions.trail import leave_trail
from hrcn_community.conversations.actions.watching import keep_findings, look_through
from hrcn_community.conversations.models import Post, TrailKind
from hrcn_community.conversations.poll_plan import PlannedPoll
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.languages import guess_language
from hrcn_community.core.refs import new_ref
from hrcn_community.core.text import one_line
from hrcn_community.discussions.actions.choosing import choose
from hrcn_community.discussions.actions.standing import lead_on
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
    poll: PlannedPoll | None = None,
    files: Sequence[ChosenFile] = (),
    until: datetime | None = None,
) -> Thread:
    """Start a thread in `space` with its opening post; its author follows it.

    A query takes contributions `until` that moment.
    """
    await_turn(space, by=by)
    take_in(space, body, by=by)
    written = [title, *_words_of(poll)]
    languages = {language, guess_language(body, language)}
    findings = look_through(space, body, *written, languages=languages, by=by)
    ref = new_ref()
    about: dict[str, Any] = {"language": language, "city_id": city_id, "term_ids": term_ids}
    conversation = open_conversation(space, ROOM, title, f"/threads/{ref}", by=by, **about)
    thread = Thread(ref=ref, conversation=conversation, kind=kind, author_id=by.id)
    db.session.add(thread)
    post = write_post(conversation, body, by=by, state=state_of_new(space, findings, by=by))
    _add_to(post, poll, files, by)
    keep_findings(post, findings)
    follow(conversation, by.id)
    set_read(conversation.id, by.id, 1)
    if kind == ThreadKind.QUERY:
        open_window(thread, until, by=by)
    if post.number:  # what is held starts for others when it is let through
        record(ThreadStarted(thread_id=thread.id, post_id=post.id), by=by.id)
    return thread


def reply(
    thread: Thread,
    body: str,
    *,
    by: Viewer,
    language: str = "",
    poll: PlannedPoll | None = None,
    files: Sequence[ChosenFile] = (),
) -> Post:
    """Add a reply; who replies follows from then on."""
    await_turn(thread.space, thread.conversation, by=by)
    take_in(thread.space, body, by=by)
    spoken = thread.conversation.language
    languages = {language, spoken, guess_language(body, spoken)}
    findings = look_through(thread.space, body, *_words_of(poll), languages=languages, by=by)
    state = state_of_new(thread.space, findings, by=by)
    post = write_post(thread.conversation, body, by=by, language=language, state=state)
    _add_to(post, poll, files, by)
    keep_findings(post, findings)
    lead_on(post, thread, by=by)
    follow(post.conversation, by.id)
    if post.number:
        record(ReplyPosted(thread_id=thread.id, post_id=post.id), by=by.id)
    return post


def _add_to(post: Post, poll: PlannedPoll | None, files: Sequence[ChosenFile], by: Viewer) -> None:
    """Add what was sent together with the words of `post`."""
    if poll:
        add_poll(post, poll, by=by)
    attach(post, files, by=by)


def _words_of(poll: PlannedPoll | None) -> Sequence[str]:
    return [poll.question, *poll.choices] if poll else []


def accept_answer(thread: Thread, post: Post, *, by: Viewer) -> None:
    """Say that `post` answers the question."""
    if not thread.is_question or post.number == 1:
        raise NotAQuestion
    choose(thread, post.id)
    record(AnswerAccepted(thread_id=thread.id, post_id=post.id), by=by.id)


def withdraw_acceptance(thread: Thread, *, by: Viewer) -> None:
    """Say that no reply answers the question, after all. The reply to a query is not chosen."""
    if thread.kind == ThreadKind.QUERY:
        raise NotAQuestion
    choose(thread, None)


def close_thread(thread: Thread, reason: str, *, by: Viewer) -> None:
    """Let nothing be added any more; the reason stands under the thread."""
    db.session.refresh(thread, ["closing_reason"], with_for_update=True)
    db.session.refresh(
        thread.conversation, ["closed_at"]
    )  # perhaps somebody else closed it just now
    if thread.conversation.closed_at is None:
        thread.conversation.closed_at = clock.now()
        thread.closing_reason = one_line(reason)
        leave_trail(thread.conversation, TrailKind.CLOSED, by=by, reason=thread.closing_reason)
        record(ThreadClosed(thread_id=thread.id), by=by.id)


def reopen_thread(thread: Thread, *, by: Viewer) -> None:
    if thread.conversation.closed_at is not None:
        thread.conversation.closed_at = None
        leave_trail(thread.conversation, TrailKind.REOPENED, by=by)
        record(ThreadReopened(thread_id=thread.id), by=by.id)
