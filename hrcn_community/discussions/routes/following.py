"""Following a thread, or no longer."""

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hrcn_community.access.guard import permit, viewer
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations.actions import follow, unfollow
from hrcn_community.discussions import queries
from hrcn_community.discussions.models import Thread
from hrcn_community.discussions.routes.blueprint import discussions
from hrcn_community.discussions.routes.shared import back


@discussions.post("/threads/<ref>/follow")
@permit(Permission.Threads.FOLLOW, queries.find_thread)
def start_following(thread: Thread) -> Response:
    follow(thread.conversation, viewer().id)
    return back(thread, _("You follow this thread: new replies will wait under the bell."))


@discussions.post("/threads/<ref>/follow/end")
@permit(Permission.Threads.FOLLOW, queries.find_thread)
def stop_following(thread: Thread) -> Response:
    for self_id in viewer().selves:
        unfollow(thread.conversation, self_id)
    return back(thread, _("You no longer follow this thread."))
