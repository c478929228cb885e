"""Going on from step to step, and coming back."""

from hrcn_community.core.events import Entry
from hrcn_community.learning.models import StepDone
from hrcn_community.learning.queries import waiting
from tests.browsing import follow
from tests.factories import CONFIDENTIAL
from tests.learning.lessons import answer_all_rightly, enrolled, publish


def test_a_step_whose_questions_are_answered_is_ticked_off_and_leads_to_the_next(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    ben.post(f"{module}/steps/begin/answers/q1", answer="b")
    answer = ben.post(f"{module}/steps/begin/completion")
    assert answer.headers["Location"] == f"{module}/steps/work"
    assert "1 of 3 steps" in follow(ben, answer)
    assert len(world.rows(StepDone)) == len(world.rows(Entry, name="StepCompleted")) == 1


def test_a_wrong_answer_is_an_answer_and_keeps_nobody(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    answer_all_rightly(cast.ben, module)
    ben.post(f"{module}/steps/work/answers/q1", answer="b")
    assert ben.post(f"{module}/steps/work/completion").status_code == 303


def test_a_step_with_an_open_question_stays_open_and_says_why(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    ben.post(f"{module}/steps/begin/answers/q1", answer="b", autosave="1")
    answer = ben.post(f"{module}/steps/begin/completion")
    assert answer.status_code == 422
    assert "Something on this step is still open" in answer.text
    assert world.rows(StepDone) == []


def test_the_step_of_the_plan_waits_for_the_plan(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    answer = ben.post(f"{module}/steps/plan/completion")
    assert answer.status_code == 422
    assert "And file your plan." in answer.text


def test_ticking_off_twice_is_ticking_off_once(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    ben.post(f"{module}/steps/begin/answers/q1", answer="a")
    for _ in range(2):
        assert ben.post(f"{module}/steps/begin/completion").status_code == 303
    assert len(world.rows(StepDone)) == len(world.rows(Entry, name="StepCompleted")) == 1


def test_whoever_has_not_enrolled_ticks_nothing_off(world, cast, public):
    module = publish(world, cast.chandra)
    assert cast.ben.browser.post(f"{module}/steps/begin/completion").status_code == 409
    assert public.post(f"{module}/steps/begin/completion").status_code == 401
    assert world.rows(StepDone) == []


def test_a_step_of_a_closed_module_does_not_exist_for_others(world, cast):
    module = publish(world, cast.chandra, visibility=CONFIDENTIAL)
    there = cast.eve.browser.post(f"{module}/steps/begin/completion")
    nowhere = cast.eve.browser.post(f"{module}/steps/begun/completion")
    assert there.status_code == nowhere.status_code == 404
    assert len(there.data) == len(nowhere.data)


def test_whoever_comes_back_finds_the_place_where_they_stopped(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    ben.post(f"{module}/steps/begin/answers/q1", answer="a")
    ben.post(f"{module}/steps/begin/completion")
    words = "Continue with step 2: The closed door"
    for page in (module, "/learning"):
        shown = ben.page(page)
        assert words in shown
        assert f"{module}/steps/work" in shown
        assert "1 of 3 steps" in shown
    ben_ = world.viewer(cast.ben)
    with world.app.test_request_context():
        [item] = waiting(viewer=ben_)
        assert (item.href, str(item.deed), item.place) == (
            f"{module}/steps/work",
            words,
            "Closed doors",
        )


def test_nothing_waits_for_whoever_has_begun_nothing(world, cast):
    publish(world, cast.chandra)
    eve = world.viewer(cast.eve)
    assert world.ask(lambda: waiting(viewer=eve)) == []
    assert "Where you stopped" not in cast.eve.browser.page("/learning")


def test_the_steps_say_which_is_done_and_which_is_open(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    ben.post(f"{module}/steps/begin/answers/q1", answer="a")
    page = follow(ben, ben.post(f"{module}/steps/begin/completion"))
    assert page.count("step--done") == page.count("step--current") == page.count("step--todo") == 1
    assert 'aria-current="step"' in page
