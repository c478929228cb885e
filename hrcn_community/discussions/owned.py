"""What the room keeps of a person."""

from sqlalchemy import select

from hrcn_community.conversations.models import Conversation
from hrcn_community.core.words import _l
from hrcn_community.discussions.models import Confirmation, Synopsis, Thread
from hrcn_community.privacy.chapters import Chapter
from hrcn_community.privacy.owned import Owned

OWNED = Owned(
    chapters=(
        Chapter(
            "threads",
            _l("Threads that you started"),
            Thread.author_id,
            (Thread.ref, Thread.kind),
            at=(Conversation, Thread.conversation_id),
        ),
        Chapter(
            "synopsis_confirmations",
            _l("What you said of drafted replies"),
            Confirmation.person_id,
            (
                Confirmation.round,
                Confirmation.agrees,
                Confirmation.wants_credit,
                Confirmation.remark,
                Confirmation.said_at,
            ),
            ((Thread, Thread.id == Confirmation.thread_id),),
            at=(Conversation, Thread.conversation_id),
        ),
    ),
    lasting=(select(Synopsis.post_id).where(Synopsis.post_id.is_not(None)),),
)
