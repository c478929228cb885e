"""What happens when a memory is brought along, and when it is claimed."""

from dataclasses import dataclass

from hrcn_community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ImportBegun(Event):
    source_id: int

    of_the_house = "house"


@dataclass(frozen=True, kw_only=True)
class ConversationImported(Event):
    """Posts came into a conversation from elsewhere; nobody is told of each."""

    source_id: int
    conversation_id: int
    posts: int


@dataclass(frozen=True, kw_only=True)
class ImportEnded(Event):
    source_id: int
    posts: int
    skipped: int

    of_the_house = "house"


@dataclass(frozen=True, kw_only=True)
class WritingFound(Event):
    """Something was written elsewhere under the address of somebody who signed in."""

    person_id: int
    placeholder_id: int


@dataclass(frozen=True, kw_only=True)
class WritingClaimed(Event):
    person_id: int
    placeholder_id: int
    posts: int
