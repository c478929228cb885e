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
    AlreadyDecided,
    AlreadyTranslated,
    ConversationClosed,
    EditConflict,
    NobodyNamed,
    NotOfADirectory,
    OpeningWaits,
    OwnPost,
    PostNotStanding,
    TooSoon,
)
from hrcn_community.conversations.models.unmasking import Unmasking

__all__ = [
    "STANDING",
    "AlreadyDecided",
    "AlreadyTranslated",
    "Bookmark",
    "Conversation",
    "ConversationClosed",
    "ConversationDay",
    "ConversationTerm",
    "Draft",
    "EditConflict",
    "Follow",
    "MovedNumber",
    "NobodyNamed",
    "NotOfADirectory",
    "OpeningWaits",
    "OwnPost",
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
    "TooSoon",
    "TrailEntry",
    "TrailKind",
    "Translation",
    "Unmasking",
]
