"""The pages of threads."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.guard import may, me, permit, public, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.access.spaces import find_chosen_space, spaces_to_start_in
from hrcn_community.conversations.actions import follow, unfollow
from hrcn_community.conversations.models import Post
from hrcn_community.conversations.queries import audience_size
from hrcn_community.conversations.reading import remember_read
from hrcn_community.core.web import page, unchanged
from hrcn_community.discussions import actions, queries
from hrcn_community.discussions.forms import ReasonForm, ReplyForm, ThreadForm
from hrcn_community.discussions.models import Thread, ThreadKind
from hrcn_community.notifications.actions import see_conversation_notices
from hrcn_community.register.queries import find_city, terms_named
from hrcn_community.spaces.models import Space

discussions = Blueprint("discussions", __name__)


@discussions.get("/threads")
@public
def latest() -> Any:
    listed = queries.threads(viewer=viewer(), before=request.args.get("before", ""))
    return page("discussions/latest.html", listed=listed, can_start=bool(_startable()))


@discussions.get("/threads/new")
@permit(Permission.Threads.START, find_chosen_space)
def new(space: Space) -> Any:
    return _thread_form(ThreadForm(language=space.language), space)


@discussions.post("/threads")
@permit(Permission.Threads.START, find_chosen_space)
def start(space: Space) -> Any:
    form = ThreadForm(language=space.language)
    if not form.validate_on_submit():
        return _thread_form(form, space, 422)
    return form.once(lambda: _started(form, space))


@discussions.get("/threads/<ref>")
@permit(Permission.Threads.READ, queries.find_thread)
def show(thread: Thread) -> Any:
    return _thread_page(thread, ReplyForm() if may(Permission.Threads.REPLY, thread) else None)


@discussions.post("/threads/<ref>/replies")
@permit(Permission.Threads.REPLY, queries.find_thread)
def reply(thread: Thread) -> Any:
    form = ReplyForm()
    if not form.validate_on_submit():
        return _thread_page(thread, form, 422)
    return form.once(lambda: _address(thread, actions.reply(thread, form.body.data or "", by=me())))


@discussions.post("/threads/<ref>/follow")
@permit(Permission.Threads.FOLLOW, queries.find_thread)
def start_following(thread: Thread) -> Response:
    follow(thread.conversation, viewer().id)
    return _back(thread, _("You follow this thread: new replies will wait under the bell."))


@discussions.post("/threads/<ref>/follow/end")
@permit(Permission.Threads.FOLLOW, queries.find_thread)
def stop_following(thread: Thread) -> Response:
    unfollow(thread.conversation, viewer().id)
    return _back(thread, _("You no longer follow this thread."))


@discussions.post("/threads/<ref>/replies/<int:number>/acceptance")
@permit(Permission.Threads.ACCEPT, queries.find_reply)
def accept(reply: queries.Reply) -> Response:
    actions.accept_answer(reply.thread, reply.post, by=me())
    return redirect(_address(reply.thread, reply.post), 303)


@discussions.post("/threads/<ref>/acceptance/end")
@permit(Permission.Threads.ACCEPT, queries.find_thread)
def withdraw_acceptance(thread: Thread) -> Response:
    actions.withdraw_acceptance(thread, by=me())
    return _back(thread, _("The question is open again."))


@discussions.post("/threads/<ref>/closure")
@permit(Permission.Threads.MODERATE, queries.find_thread)
def close(thread: Thread) -> Any:
    form = ReasonForm()
    if not form.validate_on_submit():
        return _thread_page(thread, ReplyForm(formdata=None), 422, form)
    actions.close_thread(thread, form.reason.data or "", by=me())
    return _back(thread, _("The thread is closed."))


@discussions.post("/threads/<ref>/closure/end")
@permit(Permission.Threads.MODERATE, queries.find_thread)
def reopen(thread: Thread) -> Response:
    actions.reopen_thread(thread, by=me())
    return _back(thread, _("The thread is open again."))


def _thread_page(
    thread: Thread, form: ReplyForm | None, status: int = 200, closing: ReasonForm | None = None
) -> Any:
    last = thread.conversation.last_number
    number = last if status != 200 else request.args.get("post", 1, type=int)
    shown = queries.thread_page(thread, min(number, last), viewer=viewer())
    if remember_read(thread.conversation, shown.last_read, shown.range.last, viewer=viewer()):
        see_conversation_notices(thread.conversation_id, by=me())
    if may(Permission.Threads.MODERATE, thread):
        closing = closing or ReasonForm(formdata=None)
    return unchanged(shown.print) or page(
        "discussions/thread.html", status, shown=shown, form=form, closing=closing
    )


def _thread_form(form: ThreadForm, space: Space, status: int = 200) -> Any:
    audience = audience_size(space)
    return page(
        "discussions/new.html",
        status,
        form=form,
        space=space,
        spaces=_startable(),
        audience=audience,
    )


def _startable() -> Any:
    return spaces_to_start_in(viewer=viewer()) if viewer().is_signed_in else []


def _started(form: ThreadForm, space: Space) -> str:
    city = find_city(form.city.data) if form.city.data else None
    thread = actions.start_thread(
        space,
        form.title.data or "",
        form.body.data or "",
        by=me(),
        kind=ThreadKind(form.kind.data),
        language=form.language.data,
        city_id=city.id if city else None,
        term_ids=tuple(term.id for term in terms_named(form.themes.data or [])),
    )
    return thread.conversation.address


def _address(thread: Thread, post: Post) -> str:
    return f"{thread.conversation.address}?post={post.number}#p{post.number}"


def _back(thread: Thread, message: str) -> Response:
    flash(message, "success")
    return redirect(thread.conversation.address, 303)
