"""The state of conversations and posts, and of what people keep beside them."""

from hrcn_community.conversations.models.conversations import (
    Conversation,
    ConversationDay,
    ConversationTerm,
    Follow,
    ReadState,
    TrailEntry,
    TrailKind,
)
from hrcn_community.conversations.models.own import (
    Bookmark,
    Draft,
    PostReaction,
    ReactionKind,
)
from hrcn_community.conversations.models.polls import (
    Poll,
    PollChoice,
    PollKind,
    PollVote,
    ResultsShown,
)
from hrcn_community.conversations.models.posts import (
    STANDING,
    MovedNumber,
    Post,
    PostState,
    Quote,
    Revision,
    Translation,
)
from hrcn_community.conversations.models.refusals import (
    ConversationClosed,
    DraftAhead,
    EditConflict,
    PostNotStanding,
)
from hrcn_community.conversations.models.unmasking import Unmasking

__all__ = [
    "STANDING",
    "Bookmark",
    "Conversation",
    "ConversationClosed",
    "ConversationDay",
    "ConversationTerm",
    "Draft",
    "DraftAhead",
    "EditConflict",
    "Follow",
    "MovedNumber",
    "Poll",
    "PollChoice",
    "PollKind",
    "PollVote",
    "Post",
    "PostNotStanding",
    "PostReaction",
    "PostState",
    "Quote",
    "ReactionKind",
    "ReadState",
    "ResultsShown",
    "Revision",
    "TrailEntry",
    "TrailKind",
    "Translation",
    "Unmasking",
]
