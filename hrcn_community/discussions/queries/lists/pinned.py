"""The threads that stand first: those pinned in a space, and everywhere a few pinned announcements."""

from hrcn_community.access.visibility import Whoever
from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import Rows
from hrcn_community.discussions.models import Thread, ThreadKind
from hrcn_community.discussions.queries.lists.open import open_threads
from hrcn_community.discussions.queries.lists.wanted import Wanted, narrowed
from hrcn_community.spaces.models import Space, Visibility

MOST_IN_A_SPACE = 20
MOST_EVERYWHERE = 3


def pinned(wanted: Wanted, space_id: int | None, *, viewer: Whoever) -> Rows:
    """Select the ids of what stands first, the latest pinned first, and when it was pinned."""
    rows = (
        narrowed(open_threads(viewer, by_room=False), wanted)
        .join(Thread, Thread.conversation_id == Conversation.id)
        .add_columns(Thread.pinned_at.label("key"))
        .where(Thread.pinned_at.is_not(None))
        .order_by(Thread.pinned_at.desc(), Conversation.id.desc())
    )
    if space_id:
        return rows.where(Conversation.space_id == space_id).limit(MOST_IN_A_SPACE)
    everywhere = Space.visibility.in_([Visibility.PUBLIC, Visibility.NETWORK])
    announced = Thread.kind == ThreadKind.ANNOUNCEMENT
    return rows.where(announced, everywhere).limit(MOST_EVERYWHERE)
