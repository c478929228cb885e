"""What happens to somebody's data."""

from dataclasses import dataclass

from hrcn_community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ExportAsked(Event):
    export_id: int


@dataclass(frozen=True, kw_only=True)
class ExportMade(Event):
    export_id: int


@dataclass(frozen=True, kw_only=True)
class ExportExpired(Event):
    """The day of an archive has come, if it is still the one of `expires` (seconds since 1970)."""

    export_id: int
    expires: int


@dataclass(frozen=True, kw_only=True)
class ErasureAsked(Event):
    erasure_id: int


@dataclass(frozen=True, kw_only=True)
class ErasureTakenBack(Event):
    erasure_id: int


@dataclass(frozen=True, kw_only=True)
class ErasureReached(Event):
    """The day of an erasure has come, or its next step; whether it still stands, its row says."""

    erasure_id: int


@dataclass(frozen=True, kw_only=True)
class ErasureEnded(Event):
    erasure_id: int


@dataclass(frozen=True, kw_only=True)
class NamingDecided(Event):
    naming_id: int
