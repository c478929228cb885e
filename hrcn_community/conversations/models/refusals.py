"""What the state of a conversation or a post does not allow."""

from hrcn_community.conversations.models.own import Draft
from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l, time_words


class ConversationClosed(Refusal):
    message = _l("This conversation is closed; nothing can be added to it.")


class EditConflict(Refusal):
    message = _l("Somebody changed this text while you were writing.")


class AlreadyDecided(Refusal):
    message = _l("Somebody else has decided on this post already.")


class OpeningWaits(Refusal):
    message = _l("This thread waits for a facilitator; until then nobody can reply.")


class TooSoon(Refusal):
    """Slow mode: it is not this person's turn yet. `seconds` are still to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            _l(
                "Slow mode is on here, so that everybody has time to read. You can write again in "
                "%(time)s.",
                time=time_words(seconds),
            )
        )


class TooMuchForNow(Refusal):
    """Something in what was written does not go as it is: said beside the text, which is kept."""


class TooManyForNewcomer(TooMuchForNow):
    """A newcomer wrote too often, or brings in too many links or names."""


class ChangeToBeRead(TooMuchForNow):
    """A change brings in a word for which a new post would wait; which one is not said."""

    message = _l(
        "This was not saved: it brings in words that the facilitators of this space read before "
        "others do. A machine noticed it, nobody has decided. Leave those words out, or write them in "
        "a post of their own, which then waits for a facilitator."
    )


class WordListed(Refusal):
    message = _l("This word stands in the list already, or one that looks the same.")


class WordShapeless(Refusal):
    message = _l("There is no word in this. Give letters or figures.")


class ListFull(Refusal):
    message = _l("This list is full. Take out a word that nobody needs any more.")


class PostNotStanding(Refusal):
    message = _l("This post is not there any more.")


class OwnPost(Refusal):
    message = _l("This is your own post; what it is worth is for others to say.")


class NobodyNamed(Refusal):
    """A rule hides who writes here; whoever answered by name would give it away."""

    message = _l("Nobody is named here, so nothing can be said by name.")


class NotOfADirectory(Refusal):
    """What a room owns has rules of its own about who writes it."""

    message = _l("Only what stands in a space of the directory can be shared or translated.")


class AlreadyTranslated(Refusal):
    """Somebody was first; `ref` names their translation."""

    message = _l("There is a translation into this language already.")

    def __init__(self, ref: str) -> None:
        super().__init__()
        self.ref = ref


class MovedElsewhere(Refusal):
    message = _l(
        "Somebody moved this a moment ago. Look at where it stands now, then decide again."
    )


class DraftAhead(Refusal):
    """What somebody writes was saved from elsewhere meanwhile; `draft` is what stands."""

    message = _l("This text went on in another tab or on another device.")

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft
