"""The modules of the demonstration community, those who learn them, and what they wrote beside them."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.refs import seeded
from hrcn_community.demo.deeds import Deed, person
from hrcn_community.demo.written import read, read_all
from hrcn_community.learning.actions.answers import answer_question
from hrcn_community.learning.actions.enrolments import complete_step, enrol, file_plan
from hrcn_community.learning.actions.modules import publish_module, write_module
from hrcn_community.learning.actions.remarks import post_remark
from hrcn_community.learning.grading import QuestionKind
from hrcn_community.learning.manuscript import Manuscript, WrittenQuestion, WrittenStep
from hrcn_community.learning.models import Enrolment, Question, Step
from hrcn_community.learning.queries.modules import find_module, own_enrolment
from hrcn_community.learning.queries.steps import find_discussion

WRITTEN_DAYS_AGO, PUBLISHED_DAYS_AGO = 214.0, 200.0
PUBLISHER = "cleo"


def deeds() -> Iterator[Deed]:
    """Return what was done, each deed with its day."""
    for file in read_all("modules"):
        story = _Story(file)
        yield Deed(WRITTEN_DAYS_AGO, story.write)
        yield Deed(PUBLISHED_DAYS_AGO, story.publish)
    written = read("learners")
    for each in written["learner"]:
        yield from _Learner(each).deeds()
    for each in written["remark"]:
        yield Deed(each["days_ago"], lambda each=each: _remark(each))


def manuscript(file: dict[str, Any]) -> Manuscript:
    """Return a file of content as the manuscript of a module."""
    return Manuscript(
        slug=file["slug"],
        title=file["title"],
        summary=file["summary"],
        description=_headings(file["description"]),
        minutes=file["minutes"],
        audience=file["audience"],
        language=file["language"],
        steps=[_step(each, file["plan"]) for each in file["step"]],
    )


def _step(each: dict[str, Any], plan: dict[str, str]) -> WrittenStep:
    return WrittenStep(
        each["slug"],
        each["title"],
        each["kind"],
        each["minutes"],
        _headings(each["body"]),
        [WrittenQuestion(**question) for question in each["question"]],
        plan if each["kind"] == "plan" else None,
    )


def _headings(body: str) -> str:
    """Lift headings to the first level: a page sets a text's first level below its own title."""
    return re.sub(r"^#+ ", "# ", body.strip(), flags=re.MULTILINE)


class _Story:
    """One module while it comes to be."""

    def __init__(self, file: dict[str, Any]) -> None:
        self.file = file

    def write(self) -> None:
        with seeded(f"module {self.file['slug']}"):
            self.module = write_module(manuscript(self.file), by=person(self.file["author"]))

    def publish(self) -> None:
        publish_module(self.module, by=person(PUBLISHER))


class _Learner:
    """One person on the way through a module."""

    def __init__(self, written: dict[str, Any]) -> None:
        self.slug, self.key = written["module"], written["person"]
        self.began, self.last = float(written["began"]), float(written["last"])
        self.done, self.plan = written["done"], written.get("plan")
        self.open, self.tries = written.get("open", []), written.get("tries", [])
        self.left_wrong = written.get("left_wrong", [])

    def deeds(self) -> Iterator[Deed]:
        yield Deed(self.began, self.begin)
        span = (self.began - self.last) / max(self.done, 1)
        for position in range(1, self.done + 1):
            days_ago = self.began - 0.1 - span * (position - 1)
            yield Deed(days_ago, lambda position=position: self.learn(position))
        if self.open:
            yield Deed(self.last - 0.1, self.stop_midway)

    def begin(self) -> None:
        me = person(self.key)
        module = find_module(self.slug, viewer=me)
        assert module is not None  # noqa: S101 - published before anybody begins it
        enrol(module, by=me)

    def learn(self, position: int) -> None:
        """Answer a step's questions and tick it off; the last one with a plan."""
        step = self._step(position)
        for question in self._questions(step):
            self._answer(step, question)
        me, enrolment = person(self.key), self._enrolment()
        if step.plan and self.plan:
            day = (clock.now() + timedelta(days=self.plan["days_ahead"])).date()
            words = (self.plan["cue"], self.plan["deed"], self.plan["owner"])
            file_plan(enrolment, *words, day, by=me)
        complete_step(enrolment, step, by=me)

    def stop_midway(self) -> None:
        """Answer some questions of the next step, and leave it there."""
        step = self._step(self.done + 1)
        for question in self._questions(step):
            if f"{step.slug}.{question.key}" in self.open:
                self._answer(step, question)

    def _answer(self, step: Step, question: Question) -> None:
        name = f"{step.slug}.{question.key}"
        if name in self.tries or name in self.left_wrong:
            self._give(question, _wrong(question))
        if name not in self.left_wrong:
            self._give(question, _right(question))

    def _give(self, question: Question, given: Any) -> None:
        answer_question(self._enrolment(), question, given, "en", by=person(self.key))

    def _enrolment(self) -> Enrolment:
        me = person(self.key)
        module = find_module(self.slug, viewer=me)
        assert module is not None  # noqa: S101 - as above
        return own_enrolment(module, viewer=me)

    def _step(self, position: int) -> Step:
        at = self._enrolment()
        return db.session.scalars(
            select(Step).where(
                Step.module_id == at.module_id,
                Step.version == at.version,
                Step.position == position,
            )
        ).one()

    def _questions(self, step: Step) -> list[Question]:
        found = select(Question).where(Question.step_id == step.id).order_by(Question.position)
        return list(db.session.scalars(found))


def _right(question: Question) -> Any:
    """Return a right answer, or a likely one where none is right."""
    if question.kind == QuestionKind.SHORT:
        return question.accept[0] if question.accept else "We have no figures for this."
    right = question.right_keys or question.keys[1:3]
    return right[0] if question.kind == QuestionKind.SINGLE else right


def _wrong(question: Question) -> Any:
    if question.kind == QuestionKind.SHORT:
        return "the press office"
    if question.kind == QuestionKind.ORDERING:
        return [*question.keys[1:], question.keys[0]]
    if question.kind == QuestionKind.MULTIPLE:
        return question.right_keys[:1]
    return next(key for key in question.keys if key not in question.right_keys)


def _remark(written: dict[str, Any]) -> None:
    who = person(written["author"])
    beside = find_discussion(written["module"], written["step"], viewer=who)
    assert beside is not None  # noqa: S101 - every step has its talk
    with seeded(f"remark {written['module']} {written['days_ago']}"):
        post_remark(beside.conversation, written["body"].strip(), by=who)
