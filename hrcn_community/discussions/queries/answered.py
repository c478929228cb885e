"""The thread that somebody answers from elsewhere, by a mail."""

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.discussions.models import Thread
from hrcn_community.discussions.queries.arrivals import find_standing
from hrcn_community.discussions.queries.thread import thread_of


def find_answered(conversation_id: int, *, viewer: AnyViewer) -> Thread | None:
    """Return the thread of a conversation, or the one that it was merged into, if `viewer` reads there."""
    thread = thread_of(conversation_id)
    return find_standing(thread.ref, viewer=viewer) if thread else None
