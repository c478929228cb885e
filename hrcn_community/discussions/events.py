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


@dataclass(frozen=True, kw_only=True)
class ThreadEdited(Event):
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadPinned(Event):
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadUnpinned(Event):
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadSlowed(Event):
    thread_id: int
    seconds: int


@dataclass(frozen=True, kw_only=True)
class ThreadTimerSet(Event):
    timer_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadTimerTakenOff(Event):
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadReminderRung(Event):
    thread_id: int
    set_by_id: int | None


@dataclass(frozen=True, kw_only=True)
class ThreadMoved(Event):
    thread_id: int
    from_space_id: int
    to_space_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadSplit(Event):
    thread_id: int
    into_id: int


@dataclass(frozen=True, kw_only=True)
class ThreadMerged(Event):
    thread_id: int
    into_id: int
