"""Closing a thread and opening it again."""

from typing import Any

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.discussions import actions, queries
from hrcn_community.discussions.forms import ReasonForm
from hrcn_community.discussions.models import Thread
from hrcn_community.discussions.routes.blueprint import discussions
from hrcn_community.discussions.routes.pages import thread_page
from hrcn_community.discussions.routes.shared import back, reply_form


@discussions.post("/threads/<ref>/closure")
@permit(Permission.Threads.MODERATE, queries.find_thread)
def close(thread: Thread) -> Any:
    form = ReasonForm()
    if not form.validate_on_submit():
        return thread_page(thread, reply_form(thread), 422, form)
    actions.close_thread(thread, form.reason.data or "", by=me())
    return back(thread, _("The thread is closed."))


@discussions.post("/threads/<ref>/closure/end")
@permit(Permission.Threads.MODERATE, queries.find_thread)
def reopen(thread: Thread) -> Response:
    actions.reopen_thread(thread, by=me())
    return back(thread, _("The thread is open again."))
