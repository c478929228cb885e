"""A module as it is written down before it stands: what `actions.modules` takes in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hrcn_community.learning.grading import QuestionKind


@dataclass(frozen=True)
class WrittenQuestion:
    key: str
    kind: str
    prompt: str
    graded: bool = True
    options: Sequence[dict[str, Any]] = ()
    accept: Sequence[str] = ()
    explanation: str = ""

    @property
    def has_right_answer(self) -> bool:
        """Can it be answered rightly? What is not graded needs no right answer."""
        if not self.graded:
            return True
        if self.kind == QuestionKind.SHORT:
            return bool(self.accept)
        if self.kind == QuestionKind.ORDERING:
            return len(self.options) > 1
        right = sum(bool(option.get("correct")) for option in self.options)
        return right == 1 if self.kind == QuestionKind.SINGLE else right > 0


@dataclass(frozen=True)
class WrittenStep:
    slug: str
    title: str
    kind: str
    minutes: int
    body: str
    questions: Sequence[WrittenQuestion] = ()
    plan: dict[str, str] | None = None


@dataclass(frozen=True)
class Manuscript:
    slug: str
    title: str
    summary: str
    description: str
    minutes: int
    audience: str = ""
    language: str = "en"
    steps: Sequence[WrittenStep] = field(default_factory=tuple)

    @property
    def is_answerable(self) -> bool:
        return all(q.has_right_answer for step in self.steps for q in step.questions)
