"""The modules of the demonstration community, as they are written."""

import pytest

from hrcn_community.core import richtext
from hrcn_community.demo.modules import manuscript
from hrcn_community.demo.written import read, read_all
from hrcn_community.learning.grading import Outcome, grade, mixed
from hrcn_community.learning.models import Question

MODULES = [manuscript(file) for file in read_all("modules")]
QUESTIONS = [
    pytest.param(question, id=f"{module.slug}.{step.slug}.{question.key}")
    for module in MODULES
    for step in module.steps
    for question in step.questions
]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.slug)
def test_a_module_begins_ungraded_ends_with_a_plan_and_can_be_completed(module):
    assert len(module.steps) >= 8
    assert not any(question.graded for question in module.steps[0].questions)
    assert module.steps[-1].plan
    assert module.is_answerable
    assert {q.kind for step in module.steps for q in step.questions} == {
        "single",
        "multiple",
        "ordering",
        "short",
    }
    for step in module.steps:
        assert step.questions
        assert richtext.render(step.body)


@pytest.mark.parametrize("written", QUESTIONS)
def test_every_graded_question_takes_its_own_right_answer(written):
    question = Question(
        kind=written.kind,
        prompt=written.prompt,
        options=list(written.options),
        accept=list(written.accept),
    )
    right = question.right_keys
    given = {"single": right[:1], "multiple": right, "ordering": right}.get(written.kind)
    for answer in written.accept or [given]:
        answer = answer[0] if written.kind == "single" and answer else answer
        outcome = grade(
            written.kind, answer, right=right, accept=written.accept, graded=written.graded
        )
        assert outcome == (Outcome.RIGHT if written.graded else Outcome.NOTED)
    if written.kind == "ordering":
        assert mixed(question.options, question.prompt) != question.options


def test_every_learner_and_every_remark_names_what_is_there():
    steps = {f"{m.slug}/{s.slug}": s for m in MODULES for s in m.steps}
    people = {person["key"] for person in read("people")["person"]}
    written = read("learners")
    for remark in written["remark"]:
        assert f"{remark['module']}/{remark['step']}" in steps
        assert remark["author"] in people
    for learner in written["learner"]:
        assert learner["person"] in people
        named = [*learner.get("tries", []), *learner.get("open", [])]
        for name in [*named, *learner.get("left_wrong", [])]:
            step, _, key = name.partition(".")
            assert key in {q.key for q in steps[f"{learner['module']}/{step}"].questions}
