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
class UnmaskingAsked(Event):
    unmasking_id: int


@dataclass(frozen=True, kw_only=True)
class UnmaskingDecided(Event):
    unmasking_id: int


@dataclass(frozen=True, kw_only=True)
class PseudonymOpened(Event):
    """Somebody who may was shown the name; the name itself is in no event."""

    unmasking_id: int
