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


@dataclass(frozen=True, kw_only=True)
class WindowOpened(Event):
    """Contributions to a query are taken; what is due when the window is over."""

    thread_id: int


@dataclass(frozen=True, kw_only=True)
class ContributionsEnded(Event):
    thread_id: int


@dataclass(frozen=True, kw_only=True)
class SynopsisDrafted(Event):
    thread_id: int
    round: int


@dataclass(frozen=True, kw_only=True)
class ConfirmationAsked(Event):
    thread_id: int
    round: int


@dataclass(frozen=True, kw_only=True)
class ConfirmationTimePassed(Event):
    """Nobody is waited for any longer; due when that is so."""

    thread_id: int
    round: int


@dataclass(frozen=True, kw_only=True)
class SynopsisAnswered(Event):
    thread_id: int
    round: int


@dataclass(frozen=True, kw_only=True)
class SynopsisTakenBack(Event):
    """The draft went back to who drafts it."""

    thread_id: int


@dataclass(frozen=True, kw_only=True)
class SynopsisPublished(Event):
    thread_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class CreditWithdrawn(Event):
    thread_id: int
