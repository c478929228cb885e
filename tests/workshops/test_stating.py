"""Putting a statement forward, and taking it back."""

import pytest

from hrcn_community.conversations.models import Post
from hrcn_community.core import clock
from hrcn_community.workshops.models.statements import Statement
from tests.browsing import follow
from tests.factories import CONFIDENTIAL
from tests.workshops.making import AFTER, DURING, a_workshop


@pytest.fixture(autouse=True)
def _an_hour_into_it():
    with clock.at(DURING):
        yield


def test_a_participant_puts_one_forward_and_others_vote_on_it(world, cast):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina, cast.ben])
    answer = cast.amina.browser.post(f"{workshop.address}/statements", text="Insulate first.")
    assert "among those to vote on" in follow(cast.amina.browser, answer)
    page = cast.ben.browser.page(f"{workshop.address}/statements")
    assert "Insulate first." in page
    assert "Put forward by Amina" in page


@pytest.mark.parametrize(
    ("text", "message"),
    [("  ", "Write something first."), ("x" * 201, "Use at most 200 characters.")],
)
def test_an_empty_or_long_one_comes_back_with_its_text(world, cast, text, message):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    answer = cast.amina.browser.post(f"{workshop.address}/statements", text=text)
    assert answer.status_code == 422
    assert message in answer.text
    assert text.strip() in answer.text
    assert world.rows(Statement) == []


def test_two_hundred_characters_are_not_too_many(world, cast):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    assert (
        cast.amina.browser.post(f"{workshop.address}/statements", text="x" * 200).status_code == 303
    )


def test_somebody_without_a_seat_may_not(world, cast, public):
    workshop = a_workshop(world, cast.chandra)
    for browser, status in ((cast.eve.browser, 403), (cast.cleo.browser, 403), (public, 401)):
        answer = browser.post(f"{workshop.address}/statements", text="Let me in.")
        assert answer.status_code == status
    assert world.rows(Statement) == []


def test_nobody_outside_a_hidden_workshop_learns_that_it_is_there(world, cast):
    workshop = a_workshop(world, cast.chandra, visibility=CONFIDENTIAL)
    there = cast.eve.browser.post(f"{workshop.address}/statements", text="Let me in.")
    nowhere = cast.eve.browser.post("/workshops/cold-homes-for-all/statements", text="Let me in.")
    assert there.status_code == nowhere.status_code == 404
    assert len(there.data) == len(nowhere.data)


def test_the_same_form_sent_twice_is_one_statement(world, cast):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    form = {"text": "Insulate first.", "form_token": "0123456789"}
    for _ in range(2):
        cast.amina.browser.post(f"{workshop.address}/statements", form)
    assert len(world.rows(Statement)) == 1


def test_when_the_voting_is_over_nothing_is_added(world, cast):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    with clock.at(AFTER):
        answer = cast.amina.browser.post(f"{workshop.address}/statements", text="Too late.")
    assert answer.status_code == 409


def test_its_maker_takes_it_back_and_nobody_else_can(world, cast):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina, cast.ben])
    ref = workshop.state(cast.amina, "Insulate first.")
    address = f"{workshop.address}/statements/{ref}/withdrawal"
    others = cast.ben.browser.post(address)
    nowhere = cast.ben.browser.post(f"{workshop.address}/statements/0000000000/withdrawal")
    assert others.status_code == nowhere.status_code == 404
    assert len(others.data) == len(nowhere.data)
    assert "Take it back" in cast.amina.browser.page(f"{workshop.address}/statements")
    assert "Take it back" not in cast.ben.browser.page(f"{workshop.address}/statements")
    follow(cast.amina.browser, cast.amina.browser.post(address))
    assert "Insulate first." not in cast.ben.browser.page(f"{workshop.address}/statements")
    assert "Insulate first." not in cast.ben.browser.page(f"{workshop.address}/results")


def test_a_statement_cannot_be_changed_under_those_who_voted_on_it(world, cast):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    workshop.state(cast.amina)
    post = next(post for post in world.rows(Post) if "insulate" in post.source)
    for who in (cast.amina, cast.chandra):
        answer = who.browser.post(f"/posts/{post.ref}/edit", body="No.", revision="1")
        assert answer.status_code == 403
        assert who.browser.post(f"/posts/{post.ref}/deletion").status_code == 403


def test_markup_in_a_statement_does_nothing(world, cast):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    workshop.state(cast.amina, "<script>alert(1)</script> <b onclick=x>Heat</b>")
    page = cast.amina.browser.page(f"{workshop.address}/statements")
    assert "alert(1)</script>" not in page
    assert "onclick" not in page
