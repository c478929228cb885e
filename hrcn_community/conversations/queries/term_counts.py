"""How often each word stands at something that all members may read: no more is counted.

Counting what is closed would tell that it is there.
"""

from collections.abc import Mapping

from sqlalchemy import func, select

from hrcn_community.conversations.models import Conversation, ConversationTerm
from hrcn_community.core.db import db
from hrcn_community.spaces.models import Space, Visibility

OPEN = (Visibility.PUBLIC, Visibility.NETWORK)


def open_uses_of_terms() -> Mapping[int, int]:
    """Return, by term, at how many conversations of open spaces it stands."""
    rows = db.session.execute(
        select(ConversationTerm.term_id, func.count())
        .join(Conversation, Conversation.id == ConversationTerm.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .where(Space.visibility.in_(OPEN), Space.is_listed, Conversation.is_listed)
        .group_by(ConversationTerm.term_id)
    )
    return {row[0]: row[1] for row in rows}
