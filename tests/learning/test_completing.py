"""Filing a plan, and completing a module by evidence."""

from datetime import date

from hrcn_community.core.events import Entry
from hrcn_community.learning.models import Enrolment, Plan
from hrcn_community.learning.queries import waiting
from tests.browsing import follow
from tests.factories import CONFIDENTIAL
from tests.learning.lessons import A_PLAN, answer_all_rightly, enrolled, publish


def test_a_learner_files_a_plan_and_changes_it(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    assert "Your plan is filed." in follow(ben, ben.post(f"{module}/plan", A_PLAN))
    ben.post(f"{module}/plan", {**A_PLAN, "owner": "Imani"})
    [plan] = world.rows(Plan)
    assert (plan.cue, plan.deed, plan.owner) == ("the meeting comes", "ask", "Imani")
    assert plan.due_on == date(2099, 5, 1)
    assert len(world.rows(Entry, name="PlanFiled")) == 1
    assert "the meeting comes" in ben.page(f"{module}/steps/plan")


def test_a_plan_with_gaps_comes_back_with_its_words_kept(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    answer = ben.post(f"{module}/plan", {**A_PLAN, "owner": "", "date": "soon"})
    assert answer.status_code == 422
    assert "Name one person or role." in answer.text
    assert "the meeting comes" in answer.text
    assert world.rows(Plan) == []


def test_the_day_of_a_plan_lies_ahead(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    for day in ("2001-02-08", "9999-01-01"):
        answer = ben.post(f"{module}/plan", {**A_PLAN, "date": day})
        assert answer.status_code == 422
        assert "Choose a day that lies ahead." in answer.text


def test_whoever_has_not_enrolled_has_no_plan(world, cast, public):
    module = publish(world, cast.chandra)
    assert cast.eve.browser.post(f"{module}/plan", A_PLAN).status_code == 404
    assert cast.eve.browser.sees(f"{module}/completion") == 404
    assert public.post(f"{module}/plan", A_PLAN).status_code == 401
    assert world.rows(Plan) == []


def test_a_plan_in_a_closed_module_does_not_exist_for_others(world, cast):
    module = publish(world, cast.chandra, visibility=CONFIDENTIAL)
    there = cast.eve.browser.post(f"{module}/plan", A_PLAN)
    nowhere = cast.eve.browser.post("/modules/walls/plan", A_PLAN)
    assert there.status_code == nowhere.status_code == 404
    assert len(there.data) == len(nowhere.data)


def test_nobody_reads_the_plan_of_another(world, cast):
    module = publish(world, cast.chandra)
    enrolled(cast.ben, module).browser.post(f"{module}/plan", A_PLAN)
    for person in (cast.cleo, cast.chandra):
        page = enrolled(person, module).browser.page(f"{module}/plan")
        assert "the meeting comes" not in page


def test_the_plan_and_every_right_answer_complete_the_module_in_either_order(world, cast):
    module = publish(world, cast.chandra)
    ben, amina = enrolled(cast.ben, module).browser, enrolled(cast.amina, module).browser
    answer_all_rightly(cast.ben, module)
    assert world.rows(Enrolment, person_id=cast.ben.id)[0].completed_at is None
    ben.post(f"{module}/plan", A_PLAN)
    amina.post(f"{module}/plan", A_PLAN)
    assert world.rows(Enrolment, person_id=cast.amina.id)[0].completed_at is None
    answer_all_rightly(cast.amina, module)
    assert all(row.completed_at for row in world.rows(Enrolment))
    assert len(world.rows(Entry, name="ModuleCompleted")) == 2


def test_the_certificate_says_who_completed_what_by_which_evidence(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    answer_all_rightly(cast.ben, module)
    ben.post(f"{module}/plan", A_PLAN)
    page = ben.page(f"{module}/completion")
    assert "Certificate of completion" in page
    assert "Ben" in page
    assert "Closed doors" in page
    assert "4 questions answered rightly" in page
    ben_ = world.viewer(cast.ben)
    assert world.ask(lambda: waiting(viewer=ben_)) == []


def test_looking_at_every_page_earns_nothing(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    for step in ("begin", "work", "plan"):
        ben.page(f"{module}/steps/{step}")
    page = ben.page(f"{module}/completion")
    assert "Certificate of completion" not in page
    assert "0 of 4 questions answered rightly" in page
    assert "not filed yet" in page


def test_one_wrong_answer_after_a_right_one_takes_nothing_back(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    answer_all_rightly(cast.ben, module)
    ben.post(f"{module}/steps/work/answers/q1", answer="b")
    ben.post(f"{module}/plan", A_PLAN)
    assert "Certificate of completion" in ben.page(f"{module}/completion")


def test_one_question_never_answered_rightly_keeps_the_module_open(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    ben.post(f"{module}/plan", A_PLAN)
    for key, answer in (("q1", "a"), ("q2", ["a", "c"]), ("q4", "a tender")):
        ben.post(f"{module}/steps/work/answers/{key}", {"answer": answer})
    page = ben.page(f"{module}/completion")
    assert "2 of 4 questions answered rightly" in page
    assert "Step 2: The closed door" in page
