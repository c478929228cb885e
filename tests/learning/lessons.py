"""A small module for tests: three steps, one question of every kind, a plan at the end."""

from typing import Any

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.learning.actions.modules import publish_module, write_module
from hrcn_community.learning.manuscript import Manuscript, WrittenQuestion, WrittenStep
from hrcn_community.learning.models import Answer
from tests.factories import PUBLIC, Somebody, World

OPTIONS = (
    {
        "key": "a",
        "text": "Ask the neighbours",
        "correct": True,
        "feedback": "They know the stairs.",
    },
    {"key": "b", "text": "Ask nobody", "correct": False, "feedback": "Then nobody answers."},
    {"key": "c", "text": "Ask the tenants", "correct": False, "feedback": "They know the rent."},
)
BOTH = tuple({**option, "correct": option["key"] != "b"} for option in OPTIONS)
YEAR = (
    {"key": "a", "text": "Listen", "feedback": "First of all."},
    {"key": "b", "text": "Decide", "feedback": "When you have heard."},
    {"key": "c", "text": "Report", "feedback": "When it is done."},
)
START = WrittenStep(
    "begin",
    "Where do you stand?",
    "self-assessment",
    5,
    "The city of Marbeck has a **closed** door.",
    [
        WrittenQuestion(
            "q1", "single", "Whom would you ask?", False, OPTIONS, (), "It shows where you stand."
        )
    ],
)
WORK = WrittenStep(
    "work",
    "The closed door",
    "scenario",
    9,
    "Behind it eleven beds stand empty.",
    [
        WrittenQuestion("q1", "single", "Whom do you ask first?", True, OPTIONS, (), "Ask."),
        WrittenQuestion("q2", "multiple", "Whom do you ask?", True, BOTH, (), "Both."),
        WrittenQuestion("q3", "ordering", "Order the year.", True, YEAR, (), "Listen first."),
        WrittenQuestion("q4", "short", "Where did it stand?", True, (), ("contract",), "There."),
    ],
)
PLAN = WrittenStep(
    "plan",
    "Your plan",
    "plan",
    5,
    "Now it is your turn.",
    plan={"prompt": "One plan, please.", "cue_hint": "A meeting", "example": "If it rains …"},
)
RIGHT: dict[str, dict[str, Any]] = {
    "q1": {"answer": "a"},
    "q2": {"answer": ["a", "c"]},
    "q3": {"position-a": "1", "position-b": "2", "position-c": "3"},
    "q4": {"answer": "In the contract"},
}
A_PLAN = {"cue": "the meeting comes", "deed": "ask", "owner": "Ben", "date": "2099-05-01"}


def a_manuscript(slug: str = "doors", **changes: Any) -> Manuscript:
    """Return the small module as it is written, with `changes`."""
    written = {
        "title": "Closed doors",
        "summary": "Why a door stays closed.",
        "description": "For **whoever** stands before one.",
        "minutes": 19,
        "audience": "Everybody",
        "steps": (START, WORK, PLAN),
    }
    return Manuscript(slug=slug, **{**written, **changes})


def publish(
    world: World, by: Somebody, slug: str = "doors", visibility=PUBLIC, **changes: Any
) -> str:
    """Let a module stand; return its address."""

    def add() -> str:
        author = viewer_of(by.id)
        module = write_module(a_manuscript(slug, **changes), by=author, visibility=visibility)
        publish_module(module, by=author)
        return module.address

    return world.do(add)


def answer_all_rightly(person: Somebody, module: str) -> None:
    for key, form in RIGHT.items():
        answer = person.browser.post(f"{module}/steps/work/answers/{key}", form)
        assert answer.status_code == 303, answer.text


def enrolled(person: Somebody, module: str) -> Somebody:
    assert person.browser.post(f"{module}/enrolment").status_code == 303
    return person


def outcomes(world: World) -> list[str]:
    """Return how every attempt turned out, in the order of their numbers."""
    return [answer.outcome for answer in sorted(world.rows(Answer), key=lambda a: a.number)]
