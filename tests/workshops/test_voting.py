"""Voting on statements, one at a time."""

import re

import pytest

from hrcn_community.core import clock
from hrcn_community.workshops.models.statements import Statement, Vote
from tests.browsing import follow
from tests.factories import CONFIDENTIAL
from tests.workshops.making import AFTER, BEFORE, DURING, a_workshop

FRAGMENT = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _an_hour_into_it():
    with clock.at(DURING):
        yield


def shown(page: str) -> str:
    """Return the statement that a page asks about."""
    found = re.search(r'statement__words"><p>(.*?)</p>', page)
    return found[1] if found else ""


def voted(browser, workshop, ref, choice="agree", **options):
    return browser.post(f"{workshop.address}/statements/{ref}/vote", choice=choice, **options)


def test_a_vote_is_kept_and_the_next_statement_is_shown(world, cast):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    refs = {
        f"Statement number {n}.": workshop.state(cast.chandra, f"Statement number {n}.")
        for n in (1, 2)
    }
    first = shown(cast.amina.browser.page(f"{workshop.address}/statements"))
    page = follow(cast.amina.browser, voted(cast.amina.browser, workshop, refs[first]))
    assert shown(page) != first
    assert "1 of 2 voted on" in page
    page = follow(
        cast.amina.browser, voted(cast.amina.browser, workshop, refs[shown(page)], "pass")
    )
    assert "You have voted on every statement" in page
    assert {vote.choice for vote in world.rows(Vote)} == {"agree", "pass"}


def test_with_scripts_only_the_ballot_moves_on(world, cast):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    ref = workshop.state(cast.chandra)
    browser = cast.amina.browser
    fields = {"csrf_token": browser.token(), "choice": "agree"}
    address = f"{workshop.address}/statements/{ref}/vote"
    answer = browser.client.post(address, data=fields, headers=FRAGMENT, follow_redirects=False)
    part = browser.get(answer.headers["Location"], headers=FRAGMENT)
    assert part.text.lstrip().startswith('<div class="ballot" id="ballot"')
    assert "<html" not in part.text
    assert "You have voted on every statement" in part.text
    with clock.at(AFTER):
        late = browser.client.post(address, data=fields, headers=FRAGMENT)
    assert late.status_code == 200
    assert "The voting is over." in late.text


def test_a_vote_can_be_changed_while_the_voting_lasts(world, cast):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    ref = workshop.state(cast.chandra)
    voted(cast.amina.browser, workshop, ref, "agree")
    again = cast.amina.browser.page(f"{workshop.address}/statements?post=1")
    assert re.search(r'value="agree" aria-pressed="true"', again)
    voted(cast.amina.browser, workshop, ref, "disagree")
    assert [vote.choice for vote in world.rows(Vote)] == ["disagree"]
    assert world.rows(Statement)[0].counts == [0, 1, 0]


@pytest.mark.parametrize("choice", ["", "maybe", "AGREE"])
def test_what_is_no_vote_is_not_taken_for_one(world, cast, choice):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    ref = workshop.state(cast.chandra)
    assert voted(cast.amina.browser, workshop, ref, choice).status_code == 422
    assert world.rows(Vote) == []


def test_only_those_in_the_room_vote(world, cast, public):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    ref = workshop.state(cast.amina)
    assert (
        public.post(f"{workshop.address}/statements/{ref}/vote", choice="agree").status_code == 401
    )
    there = voted(cast.eve.browser, workshop, ref)
    nowhere = voted(cast.eve.browser, workshop, "0000000000")
    assert there.status_code == nowhere.status_code == 404, "outside, no statement is known"
    assert len(there.data) == len(nowhere.data)
    assert world.rows(Vote) == []


def test_a_statement_of_another_workshop_is_unknown_here(world, cast):
    here = a_workshop(world, cast.chandra, seated=[cast.amina])
    other = a_workshop(world, cast.chandra, title="Elsewhere")
    ref = other.state(cast.chandra)
    assert voted(cast.amina.browser, here, ref).status_code == 404
    assert voted(cast.chandra.browser, here, ref).status_code == 404


def test_a_hidden_workshop_takes_no_vote_from_outside_and_does_not_say_why(world, cast):
    workshop = a_workshop(world, cast.chandra, visibility=CONFIDENTIAL)
    ref = workshop.state(cast.chandra)
    assert voted(cast.cleo.browser, workshop, ref).status_code == 404
    assert cast.cleo.browser.sees(f"{workshop.address}/statements") == 404


@pytest.mark.parametrize("moment", [BEFORE, AFTER])
def test_before_and_after_the_voting_nobody_votes(world, cast, moment):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    ref = workshop.state(cast.chandra)
    with clock.at(moment):
        assert voted(cast.amina.browser, workshop, ref).status_code == 409
        assert 'name="choice"' not in cast.amina.browser.page(
            f"{workshop.address}/statements?post=1"
        )
    assert world.rows(Vote) == []


def test_a_seat_given_back_ends_the_right_to_vote(world, cast):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    ref = workshop.state(cast.chandra)
    workshop.leave(cast.amina)
    assert voted(cast.amina.browser, workshop, ref).status_code == 404


def test_everybody_has_an_order_of_their_own_that_stays(world, cast):
    people = [cast.amina, cast.ben, cast.eve, cast.dalia, cast.omar]
    workshop = a_workshop(world, cast.chandra, seated=people)
    for number in range(8):
        workshop.state(cast.chandra, f"Statement number {number}.")
    firsts = [shown(who.browser.page(f"{workshop.address}/statements")) for who in people]
    again = [shown(who.browser.page(f"{workshop.address}/statements")) for who in people]
    assert firsts == again
    assert len(set(firsts)) > 1


def test_those_in_the_room_are_told_when_the_voting_begins_and_not_before(world, cast, worker):
    with clock.at(BEFORE):
        workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
        worker()
        assert "you can vote" not in cast.amina.browser.page("/notifications")
    worker()
    assert "you can vote" in cast.amina.browser.page("/notifications")
    assert workshop.row().sequence == 0
