"""Slow mode: so much time between two posts of one person. Nothing is asked where it is off."""

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.conversations.models import Conversation, OpeningWaits, TooSoon
from hrcn_community.conversations.queries.before_writing import seconds_left
from hrcn_community.spaces.models import Space


def await_turn(space: Space, conversation: Conversation | None = None, *, by: Viewer) -> None:
    """Raise TooSoon if `by` wrote a moment ago in `space`, or in `conversation`, where that is slow.

    Whoever facilitates need not wait. Nobody adds anything below an opening that waits.
    """
    if conversation and conversation.awaits_opening:
        raise OpeningWaits
    if SpaceRole.FACILITATOR in by.roles_in(space.id):
        return
    if waits := seconds_left(space, conversation, by=by):
        raise TooSoon(waits)
