"""What the state of a conversation or a post does not allow."""

from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l


class ConversationClosed(Refusal):
    message = _l("This conversation is closed; nothing can be added to it.")


class EditConflict(Refusal):
    message = _l("Somebody changed this text while you were writing.")


class PostNotStanding(Refusal):
    message = _l("This post is not there any more.")


class MovedElsewhere(Refusal):
    message = _l(
        "Somebody moved this a moment ago. Look at where it stands now, then decide again."
    )
