"""What was done to the machine, and by whom."""

from dataclasses import dataclass

from hrcn_community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class BackupMade(Event):
    size: int
    seconds: int
    is_sealed: bool

    of_the_house = "machine"


@dataclass(frozen=True, kw_only=True)
class HouseRestored(Event):
    """What stands here was brought back from a backup of that moment; so many mails were held."""

    backup_of: str
    held_mails: int

    of_the_house = "machine"


@dataclass(frozen=True, kw_only=True)
class EventRetried(Event):
    event_id: int

    of_the_house = "machine"


@dataclass(frozen=True, kw_only=True)
class EventDropped(Event):
    event_id: int
    reason: str

    of_the_house = "machine"


@dataclass(frozen=True, kw_only=True)
class MailRetried(Event):
    mail_id: int

    of_the_house = "machine"


@dataclass(frozen=True, kw_only=True)
class MailDropped(Event):
    mail_id: int
    reason: str

    of_the_house = "machine"
