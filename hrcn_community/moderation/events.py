"""What happens in moderation. Whoever gave notice is in no event."""

from dataclasses import dataclass

from hrcn_community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class NoticeFiled(Event):
    notice_id: int


@dataclass(frozen=True, kw_only=True)
class MatterOpened(Event):
    """One of the core team reads what they could not read otherwise: that post alone."""

    matter_id: int


@dataclass(frozen=True, kw_only=True)
class MatterDecided(Event):
    decision_id: int


@dataclass(frozen=True, kw_only=True)
class DecisionReverted(Event):
    """Whoever may decide took the measure back, without an appeal."""

    decision_id: int


@dataclass(frozen=True, kw_only=True)
class SanctionEnded(Event):
    """The time of a silence or suspension is over: written with the moment at which it will be."""

    decision_id: int


@dataclass(frozen=True, kw_only=True)
class AppealFiled(Event):
    appeal_id: int


@dataclass(frozen=True, kw_only=True)
class AppealDecided(Event):
    appeal_id: int
