"""A question as its form shows it, with the feedback on the latest attempt: plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from hrcn_community.core.words import _l
from hrcn_community.learning.grading import Outcome, QuestionKind, in_place
from hrcn_community.learning.models import Answer, Question

HINTS = {
    QuestionKind.SINGLE: "",
    QuestionKind.MULTIPLE: _l("More than one may be right."),
    QuestionKind.ORDERING: _l("Give every line its place."),
    QuestionKind.SHORT: _l("A word or two are enough."),
}
TITLES = {
    Outcome.RIGHT: _l("Yes, that is right"),
    Outcome.PARTLY: _l("Nearly: look again"),
    Outcome.WRONG: _l("Not yet: try again"),
    Outcome.NOTED: _l("Noted for you"),
}
LINE = Markup('<li><span class="feedback__option">{}</span>{}</li>')


@dataclass(frozen=True)
class ShownQuestion:
    """What `components/question.html` needs; `id` is the place within the step."""

    id: int
    key: str
    kind: str
    prompt: str
    hint: object
    choices: Sequence[tuple[str, str]]
    answer: Any
    feedback: dict[str, Any] | None
    error: object = ""


def shown_question(
    question: Question, attempts: Sequence[Answer], given: Any = None, error: object = ""
) -> ShownQuestion:
    """Return the question with the latest attempt; feedback stands where that one was checked."""
    latest = attempts[-1] if attempts else None
    is_explained = latest is not None and latest.is_checked and not error
    return ShownQuestion(
        id=question.position,
        key=question.key,
        kind="text" if question.kind == QuestionKind.SHORT else question.kind,
        prompt=question.prompt,
        hint=HINTS[QuestionKind(question.kind)] if question.graded else "",
        choices=[(option["key"], option["text"]) for option in question.shown_options],
        answer=given if error else latest and latest.given,
        feedback=feedback(question, latest) if latest and is_explained else None,
        error=error,
    )


def feedback(question: Question, answer: Answer) -> dict[str, Any]:
    """Return what is said about an answer: to each option that was chosen, and the explanation."""
    return {
        "outcome": answer.outcome,
        "title": TITLES[Outcome(answer.outcome)],
        "html": _lines(question, answer) + _hint(question, answer) + _explained(question),
    }


def _lines(question: Question, answer: Answer) -> Markup:
    """Return what is said to each option; of a single choice the option itself need not be repeated."""
    chosen = _worth_a_word(question, answer)
    said = [o for o in question.options if o["key"] in chosen and o.get("feedback")]
    if question.kind == QuestionKind.SINGLE:
        return Markup("").join(Markup("<p>{}</p>").format(o["feedback"]) for o in said)
    lines = Markup("").join(LINE.format(o["text"], o["feedback"]) for o in said)
    return Markup("<ul>{}</ul>").format(lines) if lines else Markup("")


def _worth_a_word(question: Question, answer: Answer) -> set[str]:
    """Return the options to speak about: those chosen; of a wrong order those out of place."""
    if question.kind == QuestionKind.SHORT:
        return set()
    if question.kind == QuestionKind.SINGLE:
        return {answer.given}
    if question.kind == QuestionKind.ORDERING and not answer.is_right:
        return set(question.keys) - set(in_place(answer.given, question.right_keys))
    return set(answer.given)


def _hint(question: Question, answer: Answer) -> Markup:
    """Say how far a wrong answer is from right, without giving it away."""
    if answer.outcome in {Outcome.RIGHT, Outcome.NOTED}:
        return Markup("")
    right = question.right_keys
    if question.kind == QuestionKind.ORDERING:
        number = len(in_place(answer.given, right))
        words = _l("%(n)s of %(all)s stand in their place.", n=number, all=len(right))
    elif question.kind == QuestionKind.MULTIPLE and not set(right) <= set(answer.given):
        words = _l("Something right is still missing among the ones you did not choose.")
    else:
        return Markup("")
    return Markup("<p>{}</p>").format(words)


def _explained(question: Question) -> Markup:
    return Markup("<p>{}</p>").format(question.explanation) if question.explanation else Markup("")
