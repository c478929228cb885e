"""What a thread is to do by itself."""

from typing import Any

from flask import flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.core.web import page
from hrcn_community.discussions import queries
from hrcn_community.discussions.actions import timers as actions
from hrcn_community.discussions.models import Thread, TimerKind
from hrcn_community.discussions.queries.timers import TimerPlace, find_timer, timers_of
from hrcn_community.discussions.routes.blueprint import discussions
from hrcn_community.discussions.routes.tending_forms import TimerForm


@discussions.get("/threads/<ref>/timers")
@permit(Permission.Threads.MODERATE, queries.find_thread)
def timers(thread: Thread) -> Any:
    return _timers_page(thread, TimerForm())


@discussions.post("/threads/<ref>/timers")
@permit(Permission.Threads.MODERATE, queries.find_thread)
def set_timer(thread: Thread) -> Any:
    form = TimerForm()
    if not form.validate_on_submit():
        return _timers_page(thread, form, 422)
    actions.set_timer(thread, TimerKind(form.kind.data), form.due_at, by=me())
    return _back(thread, _("That is set. Until then you can change it or take it off."))


@discussions.post("/threads/<ref>/timers/<kind>/end")
@permit(Permission.Threads.MODERATE, find_timer)
def take_timer_off(place: TimerPlace) -> Response:
    actions.take_timer_off(place.thread, place.kind, by=me())
    return _back(place.thread, _("That is taken off."))


def _timers_page(thread: Thread, form: TimerForm, status: int = 200) -> Any:
    standing = timers_of(thread)
    return page("discussions/timers.html", status, thread=thread, form=form, standing=standing)


def _back(thread: Thread, message: str) -> Response:
    flash(message, "success")
    return redirect(f"{thread.conversation.address}/timers", 303)
