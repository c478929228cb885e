"""A module with its steps and questions, and how far each learner has come."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hrcn_community.accounts.ties import ACTED, OWN, WROTE
from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import Model, key, line, moment, word
from hrcn_community.core.errors import Refusal
from hrcn_community.core.words import _l
from hrcn_community.learning.grading import Outcome, mixed
from hrcn_community.spaces.models import Space

ROOM = "learning"


class StepKind(StrEnum):
    SELF_ASSESSMENT = "self-assessment"
    READING = "reading"
    SCENARIO = "scenario"
    QUIZ = "quiz"
    PLAN = "plan"


class Module(Model):
    """What is learned. Its front (what it is, and the first step) may be open to more people than its
    lessons: two audiences, two spaces, each with one conversation. `version` is the published one.
    """

    __tablename__ = "modules"
    id: Mapped[key]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    front_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), unique=True
    )
    lessons_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), info=WROTE, index=True)
    summary: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(Text, default="")
    minutes: Mapped[int]
    step_count: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    published_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id"), info=ACTED, default=None
    )

    front: Mapped[Conversation] = relationship(foreign_keys=[front_id], lazy="raise")

    @property
    def space(self) -> Space:
        return self.front.space

    @property
    def title(self) -> str:
        return self.front.title

    @property
    def address(self) -> str:
        return f"/modules/{self.slug}"


class Step(Model):
    """One step of one version of a module; its text is a post at a revision, so it never shifts."""

    __tablename__ = "steps"
    id: Mapped[key]
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id", ondelete="CASCADE"))
    version: Mapped[int]
    position: Mapped[int]
    slug: Mapped[str] = mapped_column(String(60))
    title: Mapped[line]
    kind: Mapped[word]
    minutes: Mapped[int]
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    revision: Mapped[int]
    discussion_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    plan: Mapped[dict[str, str] | None] = mapped_column(JSON, default=None)

    __table_args__ = (
        UniqueConstraint("module_id", "version", "position"),
        UniqueConstraint("module_id", "version", "slug"),
    )


class Question(Model):
    """One question of a step. `options` of an ordering stand in the right order."""

    __tablename__ = "questions"
    id: Mapped[key]
    step_id: Mapped[int] = mapped_column(ForeignKey("steps.id", ondelete="CASCADE"))
    key: Mapped[word]
    position: Mapped[int]
    kind: Mapped[word]
    prompt: Mapped[str] = mapped_column(Text)
    graded: Mapped[bool]
    options: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    accept: Mapped[list[str]] = mapped_column(JSON, default=list)
    explanation: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (UniqueConstraint("step_id", "key"),)

    @property
    def keys(self) -> list[str]:
        return [option["key"] for option in self.options]

    @property
    def right_keys(self) -> list[str]:
        """The right options; of an ordering all, in their order."""
        if self.kind == "ordering":
            return self.keys
        return [option["key"] for option in self.options if option.get("correct")]

    @property
    def shown_options(self) -> list[dict[str, Any]]:
        """The options as a learner meets them: an ordering comes mixed, the same for everybody."""
        return mixed(self.options, self.prompt) if self.kind == "ordering" else self.options


class Enrolment(Model):
    """A person who learns a module, in the version that they began."""

    __tablename__ = "enrolments"
    id: Mapped[key]
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), info=OWN)
    version: Mapped[int]
    begun_at: Mapped[moment]
    completed_at: Mapped[datetime | None] = mapped_column(default=None)

    __table_args__ = (UniqueConstraint("person_id", "module_id"),)


class StepDone(Model):
    """A learner has answered what a step asks and gone on."""

    __tablename__ = "steps_done"
    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolments.id", ondelete="CASCADE"), primary_key=True
    )
    step_id: Mapped[int] = mapped_column(
        ForeignKey("steps.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    done_at: Mapped[moment]


class Answer(Model):
    """One attempt at a question, kept for good once it was checked; before that `outcome` is empty."""

    __tablename__ = "answers"
    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolments.id", ondelete="CASCADE"), primary_key=True
    )
    question_id: Mapped[int] = mapped_column(
        ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    given: Mapped[Any] = mapped_column(JSON)
    outcome: Mapped[word] = mapped_column(default="")
    at: Mapped[moment]

    __table_args__ = (Index("ix_answers_question", "question_id"),)

    @property
    def is_checked(self) -> bool:
        return bool(self.outcome)

    @property
    def is_right(self) -> bool:
        return self.outcome == Outcome.RIGHT


class Plan(Model):
    """What a learner will do: if this happens, then I do that; one owner, one date."""

    __tablename__ = "plans"
    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolments.id", ondelete="CASCADE"), primary_key=True
    )
    cue: Mapped[str] = mapped_column(Text)
    deed: Mapped[str] = mapped_column(Text)
    owner: Mapped[line]
    due_on: Mapped[date]
    filed_at: Mapped[moment]
    changed_at: Mapped[moment]


class NotEnrolled(Refusal):
    message = _l("Enrol in this module first; from then on your answers are kept.")


class StepOpen(Refusal):
    message = _l("Something on this step is still open: answer every question first.")


class NoRightAnswer(Refusal):
    message = _l("A graded question of this module has no right answer.")


class AlreadyPublished(Refusal):
    message = _l("This module is published already.")
