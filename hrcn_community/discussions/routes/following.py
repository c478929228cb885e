"""How much one wants to be told of a thread."""

from werkzeug.wrappers import Response

from hrcn_community.access.guard import me, permit
from hrcn_community.access.permissions import Permission
from hrcn_community.conversations.actions import set_level
from hrcn_community.conversations.forms.levels import chosen_level, said_of
from hrcn_community.discussions import queries
from hrcn_community.discussions.models import Thread
from hrcn_community.discussions.routes.blueprint import discussions
from hrcn_community.discussions.routes.shared import back


@discussions.post("/threads/<ref>/level")
@permit(Permission.Threads.FOLLOW, queries.find_thread)
def choose_level(thread: Thread) -> Response:
    level = chosen_level()
    set_level(thread.conversation, level, by=me())
    return back(thread, said_of(level))
