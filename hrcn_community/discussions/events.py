"""What happens in threads."""

from dataclasses import dataclass

from hrcn_community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ThreadStarted(Event):
    thread_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class ReplyPosted(Event):
    thread_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class AnswerAccepted(Event):
    thread_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadClosed(Event):
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadReopened(Event):
    thread_id: int
