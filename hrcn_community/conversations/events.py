"""What happens to posts, whatever room they stand in."""

from dataclasses import dataclass

from hrcn_community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PostPublished(Event):
    conversation_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostHeld(Event):
    conversation_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostAutomaticallyHeld(Event):
    """A rule held a post back by itself, for a watched word; which one is in no event."""

    conversation_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class WatchedWordWritten(Event):
    """A watched word stands in a post that is out: those who are responsible are told."""

    conversation_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Event):
    note_id: int


@dataclass(frozen=True, kw_only=True)
class PostReleased(Event):
    conversation_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostRefused(Event):
    conversation_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostEdited(Event):
    conversation_id: int
    post_id: int
    revision: int


@dataclass(frozen=True, kw_only=True)
class PostFilesChanged(Event):
    """Other files hang at a post than before, or they are described otherwise."""

    conversation_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class SealedAnew(Event):
    """Words are encrypted that were not, or otherwise; or a file, of which this row says how it lay before."""

    file_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PostDeleted(Event):
    conversation_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostRestored(Event):
    conversation_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostHidden(Event):
    conversation_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostShown(Event):
    """A hidden post is shown again."""

    conversation_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostReacted(Event):
    """Somebody said something of a post without a word."""

    conversation_id: int
    post_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class ReactionWithdrawn(Event):
    conversation_id: int
    post_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class ReminderReached(Event):
    """The moment at which somebody wanted to be reminded of a post; the bookmark says whether still."""

    bookmark_id: int


@dataclass(frozen=True, kw_only=True)
class PostShared(Event):
    conversation_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class SharingEnded(Event):
    conversation_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostTranslated(Event):
    conversation_id: int
    post_id: int
    original_id: int


@dataclass(frozen=True, kw_only=True)
class UnmaskingAsked(Event):
    unmasking_id: int


@dataclass(frozen=True, kw_only=True)
class UnmaskingDecided(Event):
    unmasking_id: int


@dataclass(frozen=True, kw_only=True)
class PseudonymOpened(Event):
    """Somebody who may was shown the name; the name itself is in no event."""

    unmasking_id: int


@dataclass(frozen=True, kw_only=True)
class PollOpened(Event):
    poll_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class PollChanged(Event):
    poll_id: int
    edition: int


@dataclass(frozen=True, kw_only=True)
class PollExpired(Event):
    """The time of a poll has come, if it still closes at `closes` (seconds since 1970)."""

    poll_id: int
    closes: int


@dataclass(frozen=True, kw_only=True)
class PollClosed(Event):
    poll_id: int


@dataclass(frozen=True, kw_only=True)
class BallotCast(Event):
    """Somebody voted by name. Of an anonymous vote there is no entry: its place in the log would tell when."""

    poll_id: int


@dataclass(frozen=True, kw_only=True)
class BallotWithdrawn(Event):
    poll_id: int
