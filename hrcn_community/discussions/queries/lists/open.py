"""The threads that are open to a viewer: what every list of them begins with."""

from sqlalchemy import select

from hrcn_community.access.visibility import Whoever, visible_to
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import Rows
from hrcn_community.discussions.models import ROOM
from hrcn_community.spaces.models import Space


def open_threads(viewer: AnyViewer | Whoever, *, by_room: bool = True) -> Rows:
    """Select the listed threads that are open to `viewer`, to be narrowed and put in order.

    With `by_room` the index of the room is walked, the latest first. Without, that index is kept out
    of it: where a list begins with a few threads that are known otherwise, those are looked up.
    """
    room = Conversation.room if by_room else Conversation.room.concat("")
    return (
        select(Conversation.id)
        .join(Space, Space.id == Conversation.space_id)
        .where(room == ROOM, Conversation.is_listed.is_(True), visible_to(viewer))
    )
