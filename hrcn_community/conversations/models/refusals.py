"""What the state of a conversation or a post does not allow."""

from hrcn_community.conversations.models.own import Draft
from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l


class ConversationClosed(Refusal):
    message = _l("This conversation is closed; nothing can be added to it.")


class EditConflict(Refusal):
    message = _l("Somebody changed this text while you were writing.")


class PostNotStanding(Refusal):
    message = _l("This post is not there any more.")


class DraftAhead(Refusal):
    """What somebody writes was saved from elsewhere meanwhile; `draft` is what stands."""

    message = _l("This text went on in another tab or on another device.")

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft
