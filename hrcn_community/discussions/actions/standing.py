"""Holding a thread while something is added to it or taken from it. Nothing here commits."""

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.actions.moving import hold
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l
from hrcn_community.discussions.models import Merger, Thread
from hrcn_community.discussions.queries import find_merged


class MergedAway(Refusal):
    message = _l("This thread was merged into another one a moment ago.")


def hold_standing(*threads: Thread) -> None:
    """Keep everybody from adding to `threads` until the commit; refuse where one was merged away."""
    hold(*(thread.conversation for thread in threads))
    if any(_was_merged(thread) for thread in threads):
        raise MergedAway


def held_where_it_stands(thread: Thread, *, by: Viewer) -> Thread:
    """Hold `thread`, or the one that it was merged into while `by` was writing.

    What somebody wrote for the one goes into the other, if they may read there.
    """
    db.session.refresh(
        thread.conversation, ["closed_at", "is_listed"], with_for_update={"key_share": True}
    )
    if not _was_merged(thread):
        return thread
    into = find_merged(thread.ref, viewer=by)
    if into is None:
        raise MergedAway
    db.session.refresh(
        into.conversation, ["closed_at", "is_listed"], with_for_update={"key_share": True}
    )
    return into


def _was_merged(thread: Thread) -> bool:
    return not thread.conversation.is_listed and db.session.get(Merger, thread.id) is not None
