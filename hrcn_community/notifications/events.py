"""What happens to somebody's mail."""

from dataclasses import dataclass

from hrcn_community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class MailStopped(Event):
    """Mail to somebody came back too often."""

    person_id: int
