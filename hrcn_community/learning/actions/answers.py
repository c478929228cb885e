"""Answering a question. Every attempt is kept; the same answer sent again is the same attempt."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.learning.actions.enrolments import complete_if_earned, lock
from hrcn_community.learning.events import QuestionAnswered
from hrcn_community.learning.grading import grade
from hrcn_community.learning.models import Answer, Enrolment, Question


def keep_answer(enrolment: Enrolment, question: Question, given: Any) -> None:
    """Keep what is chosen or typed so far, unchecked, so that nothing is lost."""
    lock(enrolment)
    checked, draft = _attempts(enrolment, question)
    if checked and checked[-1].given == given:
        _drop(draft)
    elif draft:
        draft.given, draft.at = given, clock.now()
    else:
        _begin_attempt(enrolment, question, given, len(checked) + 1)


def answer_question(
    enrolment: Enrolment, question: Question, given: Any, language: str, *, by: Viewer
) -> Answer:
    """Check an answer and keep it as an attempt; the last right one may complete the module."""
    lock(enrolment)
    checked, draft = _attempts(enrolment, question)
    if checked and checked[-1].given == given:
        _drop(draft)
        return checked[-1]
    answer = draft or _begin_attempt(enrolment, question, given, len(checked) + 1)
    answer.given, answer.at = given, clock.now()
    answer.outcome = grade(
        question.kind,
        given,
        right=question.right_keys,
        accept=question.accept,
        graded=question.graded,
        language=language,
    )
    db.session.flush()
    record(
        QuestionAnswered(enrolment_id=enrolment.id, question_id=question.id, number=answer.number),
        by=by.id,
    )
    complete_if_earned(enrolment, by=by)
    return answer


def _attempts(enrolment: Enrolment, question: Question) -> tuple[Sequence[Answer], Answer | None]:
    """Return the attempts that were checked, in order, and the one that is not yet."""
    all_ = db.session.scalars(
        select(Answer)
        .where(Answer.enrolment_id == enrolment.id, Answer.question_id == question.id)
        .order_by(Answer.number)
    ).all()
    checked = [answer for answer in all_ if answer.is_checked]
    return checked, next((answer for answer in all_ if not answer.is_checked), None)


def _drop(draft: Answer | None) -> None:
    if draft:
        db.session.delete(draft)


def _begin_attempt(enrolment: Enrolment, question: Question, given: Any, number: int) -> Answer:
    answer = Answer(
        enrolment_id=enrolment.id,
        question_id=question.id,
        number=number,
        given=given,
        outcome="",
        at=clock.now(),
    )
    db.session.add(answer)
    return answer
