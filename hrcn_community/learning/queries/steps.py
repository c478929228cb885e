"""A step through a viewer: its text, its questions with the learner's answers, the talk beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlalchemy import and_, select
from sqlalchemy.orm import contains_eager

from hrcn_community.access.visibility import visible_to
from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.conversations.models import TOLD, Conversation, Post, PostState, Revision
from hrcn_community.conversations.queries import (
    PostPage,
    audience_size,
    how_read,
    posts_from,
)
from hrcn_community.conversations.queries.files import ShownFile, files_of
from hrcn_community.conversations.queries.folding import posts_read_by
from hrcn_community.conversations.shown import ShownPost
from hrcn_community.core.db import db
from hrcn_community.learning.models import Answer, Enrolment, Module, Plan, Question, Step
from hrcn_community.learning.queries.modules import enrolment_of, find_module
from hrcn_community.learning.queries.progress import Outline, outline
from hrcn_community.learning.shown import ShownQuestion, shown_question
from hrcn_community.spaces.models import Space


@dataclass(frozen=True)
class Lesson:
    """A step in the version that the viewer learns; it stands in the space of its text."""

    module: Module
    step: Step
    enrolment: Enrolment | None
    space: Space
    html: Markup

    @property
    def address(self) -> str:
        return f"{self.module.address}/steps/{self.step.slug}"

    @property
    def language(self) -> str:
        return self.module.front.language


@dataclass(frozen=True)
class Asked:
    """A question of a step, as the subject of a permission."""

    lesson: Lesson
    question: Question

    @property
    def space(self) -> Space:
        return self.lesson.space

    @property
    def address(self) -> str:
        return f"{self.lesson.address}#q{self.question.position}"


@dataclass(frozen=True)
class Discussion:
    """What is talked about beside a step."""

    lesson: Lesson
    conversation: Conversation

    @property
    def space(self) -> Space:
        return self.conversation.space


@dataclass(frozen=True)
class Talk:
    """The talk beside a step as a page shows it."""

    conversation: Conversation
    posts: Sequence[ShownPost]
    files: dict[int, tuple[ShownFile, ...]]
    range: PostPage
    last_read: int
    follows: bool
    audience: int


@dataclass(frozen=True)
class StepPage:
    """Everything that the page of a step shows; `talk` is None for whom it is not open."""

    lesson: Lesson
    outline: Outline
    questions: Sequence[ShownQuestion]
    plan: Plan | None
    talk: Talk | None

    @property
    def is_done(self) -> bool:
        return self.outline.steps[self.lesson.step.position - 1].is_done

    @property
    def next(self):
        return self.outline.after(self.lesson.step.position)


def find_step(slug: str, step: str, *, viewer: AnyViewer) -> Lesson | None:
    """Return a step whose text is open to `viewer`, in the version that they began, else the newest."""
    module = find_module(slug, viewer=viewer)
    if module is None:
        return None
    enrolment = enrolment_of(module, viewer=viewer)
    row = db.session.execute(
        select(Step, Space, Revision.html, Post.state)
        .join(Post, Post.id == Step.post_id)
        .join(Revision, and_(Revision.post_id == Post.id, Revision.number == Step.revision))
        .join(Conversation, Conversation.id == Post.conversation_id)
        .join(Space, Space.id == Conversation.space_id)
        .where(Step.module_id == module.id, Step.slug == step, visible_to(viewer))
        .where(Step.version == (enrolment.version if enrolment else module.version))
    ).one_or_none()
    if row is None:
        return None
    words = row.html if row.state == PostState.PUBLISHED else ""
    return Lesson(module, row.Step, enrolment, row.Space, Markup(words))  # noqa: S704 - gated


def find_question(slug: str, step: str, question: str, *, viewer: AnyViewer) -> Asked | None:
    """Return a question, by its key, of a step that is open to `viewer`."""
    lesson = find_step(slug, step, viewer=viewer)
    found = lesson and db.session.scalar(
        select(Question).where(Question.step_id == lesson.step.id, Question.key == question)
    )
    return Asked(lesson, found) if lesson and found else None


def find_discussion(slug: str, step: str, *, viewer: AnyViewer) -> Discussion | None:
    """Return the talk beside a step, if it is open to `viewer`."""
    lesson = find_step(slug, step, viewer=viewer)
    conversation = lesson and _discussion(lesson.step, viewer)
    return Discussion(lesson, conversation) if lesson and conversation else None


def step_page(lesson: Lesson, number: int, *, viewer: AnyViewer) -> StepPage:
    """Return the page of a step, with the posts around post `number` (0: the latest)."""
    step, enrolment = lesson.step, lesson.enrolment
    return StepPage(
        lesson=lesson,
        outline=outline(lesson.module, step.version, enrolment, viewer=viewer),
        questions=_questions(lesson),
        plan=db.session.get(Plan, enrolment.id) if enrolment and step.plan else None,
        talk=_talk(lesson, number, viewer),
    )


def question_shown(asked: Asked, given: Any = None, error: object = "") -> ShownQuestion:
    """Return one question as its fragment shows it; after an error with what was `given`."""
    enrolment = asked.lesson.enrolment
    answers = _answers(enrolment, Question.id == asked.question.id)
    return shown_question(asked.question, answers.get(asked.question.id, ()), given, error)


def plan_prompt(module: Module, enrolment: Enrolment) -> tuple[dict[str, str], str]:
    """Return what the plan of a module asks, and the address of the step that asks it."""
    row = db.session.execute(
        select(Step.plan, Step.slug)
        .where(Step.module_id == module.id, Step.version == enrolment.version)
        .order_by(Step.position.desc())
        .limit(1)
    ).one()
    return row.plan or {}, f"{module.address}/steps/{row.slug}"


def _questions(lesson: Lesson) -> list[ShownQuestion]:
    questions = db.session.scalars(
        select(Question).where(Question.step_id == lesson.step.id).order_by(Question.position)
    ).all()
    answers = _answers(lesson.enrolment, Question.step_id == lesson.step.id)
    return [shown_question(each, answers.get(each.id, ())) for each in questions]


def _answers(enrolment: Enrolment | None, which: Any) -> dict[int, list[Answer]]:
    """Return the learner's attempts by question, in their order."""
    found: dict[int, list[Answer]] = {}
    if enrolment is None:
        return found
    for answer in db.session.scalars(
        select(Answer)
        .join(Question, Question.id == Answer.question_id)
        .where(Answer.enrolment_id == enrolment.id, which)
        .order_by(Answer.question_id, Answer.number)
    ):
        found.setdefault(answer.question_id, []).append(answer)
    return found


def _discussion(step: Step, viewer: AnyViewer) -> Conversation | None:
    return db.session.scalar(
        select(Conversation)
        .join(Conversation.space)
        .options(contains_eager(Conversation.space))
        .where(Conversation.id == step.discussion_id, visible_to(viewer))
    )


def _talk(lesson: Lesson, number: int, viewer: AnyViewer) -> Talk | None:
    conversation = _discussion(lesson.step, viewer)
    if conversation is None:
        return None
    last = conversation.last_number
    range_ = posts_from(conversation, min(number or last, last))
    read, level = how_read(conversation, viewer=viewer)
    posts = posts_read_by(range_.posts, conversation.address, viewer=viewer)
    return Talk(
        conversation=conversation,
        posts=posts,
        files=files_of(posts),
        range=range_,
        last_read=read,
        follows=level in TOLD,
        audience=audience_size(conversation.space) if viewer.is_member else 0,
    )
