"""Answering a question."""

import threading

from hrcn_community.core.events import Entry
from hrcn_community.learning.models import Answer
from tests.browsing import follow
from tests.factories import CONFIDENTIAL
from tests.learning.lessons import answer_all_rightly, enrolled, outcomes, publish

HTMX = {"HX-Request": "true"}


def test_a_right_answer_is_kept_and_explained(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    answer = ben.post(f"{module}/steps/work/answers/q1", answer="a")
    assert answer.headers["Location"] == f"{module}/steps/work#q1"
    page = follow(ben, answer)
    assert "Yes, that is right" in page
    assert "They know the stairs." in page
    assert "They know the rent." not in page
    assert outcomes(world) == ["right"]
    assert len(world.rows(Entry, name="QuestionAnswered")) == 1


def test_every_kind_of_question_can_be_answered_rightly(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    answer_all_rightly(cast.ben, module)
    assert outcomes(world) == ["right"] * 4
    page = ben.page(f"{module}/steps/work")
    assert page.count("Yes, that is right") == 4


def test_a_wrong_answer_is_explained_and_may_be_tried_again(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    page = follow(ben, ben.post(f"{module}/steps/work/answers/q1", answer="b"))
    assert "Not yet: try again" in page
    assert "Then nobody answers." in page
    ben.post(f"{module}/steps/work/answers/q1", answer="a")
    assert outcomes(world) == ["wrong", "right"]
    assert [answer.number for answer in world.rows(Answer)] == [1, 2]


def test_half_of_what_is_right_is_nearly_right_and_says_that_something_is_missing(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    page = follow(ben, ben.post(f"{module}/steps/work/answers/q2", answer=["a"]))
    assert "Nearly: look again" in page
    assert "still missing" in page
    assert "They know the rent." not in page


def test_an_order_says_how_many_stand_in_their_place(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    order = {"position-a": "1", "position-b": "3", "position-c": "2"}
    page = follow(ben, ben.post(f"{module}/steps/work/answers/q3", order))
    assert "1 of 3 stand in their place." in page
    assert "First of all." not in page


def test_a_self_assessment_answers_and_never_says_wrong(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    page = follow(ben, ben.post(f"{module}/steps/begin/answers/q1", answer="b"))
    assert "Noted for you" in page
    assert "Then nobody answers." in page
    assert "It shows where you stand." in page
    assert outcomes(world) == ["noted"]


def test_only_the_question_comes_back_where_only_a_part_is_wanted(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    token = ben.token(f"{module}/steps/work")
    answer = ben.client.post(
        f"{module}/steps/work/answers/q1",
        data={"csrf_token": token, "answer": "a"},
        headers=HTMX,
    )
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert answer.text.count("<form") == 1
    assert "They know the stairs." in answer.text


def test_no_answer_comes_back_with_a_message_beside_the_question(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    messages = {
        "q1": "Choose one of the answers.",
        "q2": "Choose at least one of the answers.",
        "q3": "Give every line a place of its own.",
        "q4": "Write something first.",
    }
    for key, message in messages.items():
        answer = ben.post(f"{module}/steps/work/answers/{key}")
        assert answer.status_code == 422
        assert message in answer.text
    assert world.rows(Answer) == []


def test_a_part_that_comes_back_says_what_is_missing_too(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    form = {"csrf_token": ben.token(), "position-a": "1", "position-b": "1"}
    address = f"{module}/steps/work/answers/q3"
    answer = ben.client.post(address, data=form, headers=HTMX)
    assert answer.status_code == 422
    assert "<html" not in answer.text
    assert "Give every line a place of its own." in answer.text


def test_what_was_typed_is_kept_when_it_cannot_be_taken(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    answer = ben.post(f"{module}/steps/work/answers/q4", answer="it stood in a " * 60)
    assert answer.status_code == 422
    assert "this is too long" in answer.text
    assert "it stood in a it stood in a" in answer.text


def test_an_option_that_is_none_is_not_taken(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    assert ben.post(f"{module}/steps/work/answers/q1", answer="z").status_code == 422
    assert ben.post(f"{module}/steps/work/answers/q2", answer=["z"]).status_code == 422
    assert world.rows(Answer) == []


def test_whoever_has_not_enrolled_is_told_so(world, cast):
    module = publish(world, cast.chandra)
    answer = cast.ben.browser.post(f"{module}/steps/work/answers/q1", answer="a")
    assert answer.status_code == 409
    assert "Enrol in this module first" in answer.text
    assert world.rows(Answer) == []


def test_the_public_is_asked_to_sign_in_and_the_answer_is_kept(world, cast, public):
    module = publish(world, cast.chandra)
    answer = public.post(f"{module}/steps/begin/answers/q1", answer="Half an hour of thought")
    assert answer.status_code == 401
    assert "Half an hour of thought" in answer.text


def test_a_question_of_a_closed_module_does_not_exist_for_others(world, cast):
    module = publish(world, cast.chandra, visibility=CONFIDENTIAL)
    there = cast.eve.browser.post(f"{module}/steps/work/answers/q1", answer="a")
    nowhere = cast.eve.browser.post(f"{module}/steps/work/answers/q9", answer="a")
    assert there.status_code == nowhere.status_code == 404
    assert len(there.data) == len(nowhere.data)


def test_the_same_answer_sent_twice_is_one_attempt(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    for _ in range(2):
        assert ben.post(f"{module}/steps/work/answers/q1", answer="b").status_code == 303
    assert outcomes(world) == ["wrong"]
    assert len(world.rows(Entry, name="QuestionAnswered")) == 1


def test_answers_sent_at_the_same_moment_are_one_after_the_other(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    form, address = {"csrf_token": ben.token()}, f"{module}/steps/work/answers/q1"
    cookie = ben.client.get_cookie("hrcn")
    assert cookie is not None
    statuses: list[int] = []

    def send(choice: str) -> None:
        client = world.app.test_client()
        client.set_cookie("hrcn", cookie.value)
        statuses.append(client.post(address, data={**form, "answer": choice}).status_code)

    threads = [threading.Thread(target=send, args=(choice,)) for choice in "bcbcbc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 6
    numbers = sorted(answer.number for answer in world.rows(Answer))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(world.rows(Entry, name="QuestionAnswered")) == len(numbers)


def test_what_is_chosen_is_kept_before_it_is_checked(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    answer = ben.post(f"{module}/steps/work/answers/q4", answer="in the con", autosave="1")
    assert answer.status_code == 303
    page = ben.page(f"{module}/steps/work")
    assert "in the con</textarea>" in page
    assert "try again" not in page
    assert outcomes(world) == [""]
    assert world.rows(Entry, name="QuestionAnswered") == []


def test_an_order_that_is_not_whole_yet_is_kept_as_far_as_it_is(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    form = {"position-b": "2", "position-a": "", "autosave": "1"}
    assert ben.post(f"{module}/steps/work/answers/q3", form).status_code == 303
    assert [answer.given for answer in world.rows(Answer)] == [["", "b", ""]]
    assert '<option value="2" selected>' in ben.page(f"{module}/steps/work")


def test_what_was_kept_becomes_the_attempt_when_it_is_checked(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    address = f"{module}/steps/work/answers/q1"
    for choice in "bc":
        ben.post(address, answer=choice, autosave="1")
    ben.post(address, answer="a")
    assert outcomes(world) == ["right"]
    ben.post(address, answer="a", autosave="1")
    assert outcomes(world) == ["right"]


def test_going_back_to_the_checked_answer_forgets_what_was_only_tried_on(world, cast):
    module = publish(world, cast.chandra)
    ben = enrolled(cast.ben, module).browser
    address = f"{module}/steps/work/answers/q1"
    ben.post(address, answer="a")
    ben.post(address, answer="b", autosave="1")
    assert outcomes(world) == ["right", ""]
    ben.post(address, answer="a", autosave="1")
    assert outcomes(world) == ["right"]
    assert "Yes, that is right" in ben.page(f"{module}/steps/work")


def test_nobody_sees_the_answers_of_another(world, cast):
    module = publish(world, cast.chandra)
    ben, amina = enrolled(cast.ben, module).browser, enrolled(cast.amina, module).browser
    ben.post(f"{module}/steps/work/answers/q4", answer="An unmistakable guess")
    assert "unmistakable" in ben.page(f"{module}/steps/work")
    assert "unmistakable" not in amina.page(f"{module}/steps/work")
