"""Which reply answers a question."""

from flask import redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.discussions import actions, queries
from hrcn_community.discussions.models import Thread
from hrcn_community.discussions.routes.blueprint import discussions
from hrcn_community.discussions.routes.shared import address, back


@discussions.post("/threads/<ref>/replies/<int:number>/acceptance")
@permit(Permission.Threads.ACCEPT, queries.find_reply)
def accept(reply: queries.Reply) -> Response:
    actions.accept_answer(reply.thread, reply.post, by=me())
    return redirect(address(reply.thread, reply.post), 303)


@discussions.post("/threads/<ref>/acceptance/end")
@permit(Permission.Threads.ACCEPT, queries.find_thread)
def withdraw_acceptance(thread: Thread) -> Response:
    actions.withdraw_acceptance(thread, by=me())
    return back(thread, _("The question is open again."))
