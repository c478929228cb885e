"""What happens to practices and guidelines."""

from dataclasses import dataclass

from hrcn_community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PracticeSubmitted(Event):
    practice_id: int


@dataclass(frozen=True, kw_only=True)
class PracticeReviewed(Event):
    practice_id: int
    post_id: int
    is_ready: bool


@dataclass(frozen=True, kw_only=True)
class PracticeVerified(Event):
    practice_id: int


@dataclass(frozen=True, kw_only=True)
class GuidelineDrafted(Event):
    guideline_id: int


@dataclass(frozen=True, kw_only=True)
class ClauseCommented(Event):
    clause_id: int
    post_id: int


@dataclass(frozen=True, kw_only=True)
class GuidelineAdopted(Event):
    guideline_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class AnswerTakenDown(Event):
    answer_id: int
