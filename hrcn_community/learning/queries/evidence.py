"""What a learner has shown: what is answered, what is right, what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from hrcn_community.core.db import db
from hrcn_community.learning.grading import Outcome
from hrcn_community.learning.models import Answer, Enrolment, Plan, Question, Step


@dataclass(frozen=True)
class StepEvidence:
    """How many graded questions a step has, and how many were answered rightly at least once."""

    position: int
    slug: str
    title: str
    graded: int
    right: int


@dataclass(frozen=True)
class Evidence:
    """What completes a module: every graded question right once, and the plan filed."""

    steps: Sequence[StepEvidence]
    needs_plan: bool
    plan: Plan | None

    @property
    def graded(self) -> int:
        return sum(step.graded for step in self.steps)

    @property
    def right(self) -> int:
        return sum(step.right for step in self.steps)

    @property
    def missing(self) -> Sequence[StepEvidence]:
        return [step for step in self.steps if step.right < step.graded]

    @property
    def is_enough(self) -> bool:
        return not self.missing and bool(self.plan or not self.needs_plan)


@dataclass(frozen=True)
class Open:
    """What keeps a step from being ticked off; false where nothing does."""

    numbers: Sequence[int]
    plan: bool

    def __bool__(self) -> bool:
        return bool(self.numbers) or self.plan


def evidence_of(enrolment: Enrolment) -> Evidence:
    """Return what the learner has shown for the version that they began."""
    right = _has(enrolment, Answer.outcome == Outcome.RIGHT)
    rows = db.session.execute(
        select(Step.position, Step.slug, Step.title, Step.plan, Question.graded, right)
        .outerjoin(Question, Question.step_id == Step.id)
        .where(Step.module_id == enrolment.module_id, Step.version == enrolment.version)
        .order_by(Step.position, Question.position)
    ).all()
    heads = {(row.position, row.slug, row.title): [] for row in rows}
    for row in rows:
        if row.graded:
            heads[row.position, row.slug, row.title].append(row.is_there)
    return Evidence(
        steps=[StepEvidence(*head, len(each), sum(each)) for head, each in heads.items()],
        needs_plan=any(row.plan for row in rows),
        plan=db.session.get(Plan, enrolment.id),
    )


def open_questions(enrolment: Enrolment, step: Step) -> Open:
    """Return which questions of a step have no checked answer, and whether its plan is missing."""
    answered = _has(enrolment, Answer.outcome != "")
    rows = db.session.execute(
        select(Question.position, answered)
        .where(Question.step_id == step.id)
        .order_by(Question.position)
    )
    plan_missing = step.plan is not None and db.session.get(Plan, enrolment.id) is None
    return Open([row.position for row in rows if not row.is_there], plan_missing)


def _has(enrolment: Enrolment, condition):
    """Return the condition that a Question has an answer of this learner for which `condition` holds."""
    answer = and_(Answer.question_id == Question.id, Answer.enrolment_id == enrolment.id, condition)
    return select(Answer.number).where(answer).correlate(Question).exists().label("is_there")
