"""How a thread can stand, as whoever searches says it, and the condition on a Conversation for each."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, select

from hrcn_community.conversations.models import Conversation
from hrcn_community.discussions.models import ROOM, Thread
from hrcn_community.discussions.queries.lists.views import unanswered_ids


def standings() -> Mapping[str, ColumnElement[bool]]:
    is_thread, is_open = Conversation.room == ROOM, Conversation.closed_at.is_(None)
    answered = select(Thread.conversation_id).where(Thread.is_answered)
    return {
        "unanswered": and_(is_open, Conversation.id.in_(unanswered_ids())),
        "answered": Conversation.id.in_(answered),
        "open": and_(is_thread, is_open),
        "closed": and_(is_thread, Conversation.closed_at.is_not(None)),
    }
