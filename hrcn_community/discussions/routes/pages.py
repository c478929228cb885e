"""A thread, and replying to it."""

from typing import Any

from flask import redirect, request

from hrcn_community.access.forms import with_error
from hrcn_community.access.guard import may, me, permit, takes_files, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations.models import ConversationClosed, TooMuchForNow, TooSoon
from hrcn_community.conversations.queries import before_writing
from hrcn_community.conversations.reading import remember_read
from hrcn_community.core.web import page, unchanged
from hrcn_community.discussions import actions, queries
from hrcn_community.discussions.copies import parts_of
from hrcn_community.discussions.forms import ReasonForm, ReplyForm
from hrcn_community.discussions.models import Thread, ThreadIsClosed
from hrcn_community.discussions.routes.blueprint import discussions
from hrcn_community.discussions.routes.shared import place_of, reply_form, reply_place, status_of
from hrcn_community.notifications.actions import see_conversation_notices


@discussions.get("/threads/<ref>")
@permit(Permission.Threads.READ, queries.find_arrival)
def show(arrival: queries.Arrival) -> Any:
    thread, number = arrival.thread, request.args.get("post", type=int)
    if elsewhere := queries.where_it_went(arrival, number, viewer=viewer()):
        return redirect(elsewhere)
    return thread_page(
        thread, reply_form(thread) if may(Permission.Threads.REPLY, thread) else None
    )


@discussions.post("/threads/<ref>/replies")
@takes_files
@permit(Permission.Threads.REPLY, queries.find_standing)
def reply(thread: Thread) -> Any:
    form = ReplyForm().offer_mask(thread.space, thread.conversation)
    if not _is_ready(form, thread):
        return thread_page(thread, form, 422)
    try:
        return form.once(lambda: _replied(thread, form))
    except (TooSoon, TooMuchForNow) as refused:
        return thread_page(thread, with_error(form, form.body, refused), status_of(refused))
    except ConversationClosed as closed:
        raise ThreadIsClosed(thread) from closed


def _is_ready(form: ReplyForm, thread: Thread) -> bool:
    spoken = thread.conversation.language
    return form.validate_on_submit() and not form.asks_to_reread(thread.space, spoken)


def _replied(thread: Thread, form: ReplyForm) -> str:
    poll = form.planned_poll()
    language = form.language.data or ""
    files = form.chosen_files()
    post = actions.reply(
        thread, form.body.data or "", by=me(), language=language, poll=poll, files=files
    )
    form.end_draft(reply_place(thread))
    return place_of(post)


def thread_page(
    thread: Thread, form: ReplyForm | None, status: int = 200, closing: ReasonForm | None = None
) -> Any:
    last = thread.conversation.last_number
    number = last if status != 200 else request.args.get("post", 1, type=int)
    missing = number if number > last > 0 else 0
    shown = queries.thread_page(thread, min(number, last), viewer=viewer())
    if remember_read(thread.conversation, shown.last_read, shown.range.last, viewer=viewer()):
        see_conversation_notices(thread.conversation_id, by=me())
    ahead = before_writing(thread.space, thread.conversation, viewer=viewer()) if form else None
    if form:
        form.offer_mask(thread.space, thread.conversation)
    if may(Permission.Threads.MODERATE, thread):
        closing = closing or ReasonForm(formdata=None)
    return unchanged(shown.print) or page(
        "discussions/thread.html",
        status,
        shown=shown,
        form=form,
        ahead=ahead,
        closing=closing,
        missing=missing,
        parts=parts_of(last),
    )
