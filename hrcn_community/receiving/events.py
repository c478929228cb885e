"""What can happen to an answer that came by mail."""

from dataclasses import dataclass

from hrcn_community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class MailedReplyRefused(Event):
    """Somebody's answer was not taken; the reason is one of `letters.REASONS`."""

    person_id: int
    conversation_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class MailedFilesLeft(Event):
    """Somebody's answer was taken without what hung at the mail."""

    person_id: int
    conversation_id: int
    count: int
