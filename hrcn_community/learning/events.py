"""What happens in learning."""

from dataclasses import dataclass

from hrcn_community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ModulePublished(Event):
    module_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class Enrolled(Event):
    enrolment_id: int
    module_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Event):
    enrolment_id: int
    question_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class StepCompleted(Event):
    enrolment_id: int
    step_id: int


@dataclass(frozen=True, kw_only=True)
class PlanFiled(Event):
    enrolment_id: int


@dataclass(frozen=True, kw_only=True)
class ModuleCompleted(Event):
    enrolment_id: int
    module_id: int


@dataclass(frozen=True, kw_only=True)
class RemarkPosted(Event):
    conversation_id: int
    post_id: int
