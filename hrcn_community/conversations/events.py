"""What happens to posts, whatever room they stand in."""

from dataclasses import dataclass

from hrcn_community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PostPublished(Event):
    conversation_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostEdited(Event):
    conversation_id: int
    post_id: int
    revision: int


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
