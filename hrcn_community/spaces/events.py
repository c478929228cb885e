"""What happens to spaces."""

from dataclasses import dataclass

from hrcn_community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class SpaceOpened(Event):
    space_id: int


@dataclass(frozen=True, kw_only=True)
class SpaceChanged(Event):
    space_id: int
