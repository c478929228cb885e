"""What is told of the votes, and what is not yet."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hrcn_community.core import clock
from hrcn_community.workshops.models.statements import FEWEST_COUNTED, NOBODY, Statement
from tests.workshops.making import AFTER, DURING, a_workshop

COUNTS = re.compile(r'<td class="number" role="cell">(\d+)</td>')


@pytest.fixture(autouse=True)
def _an_hour_into_it():
    with clock.at(DURING):
        yield


def counts(browser, workshop, more=""):
    return [int(each) for each in COUNTS.findall(browser.page(f"{workshop.address}/results{more}"))]


@pytest.fixture
def room(world, cast):
    """A workshop with twelve people and one statement; call it to let the first so many vote."""
    people = [world.person() for _ in range(12)]
    workshop = a_workshop(world, cast.chandra, seated=people, capacity=12)
    ref = workshop.state(cast.chandra)

    def vote(first, last, choice="agree"):
        for person in people[first:last]:
            workshop.vote(person, ref, choice)

    return workshop, vote


def test_while_the_voting_runs_counts_move_in_batches_of_five_and_one_batch_behind(room, cast):
    workshop, vote = room
    seen = []
    for number in range(12):
        vote(number, number + 1)
        seen.append(counts(cast.chandra.browser, workshop))
    assert seen == [[]] * 9 + [[5, 0, 0]] * 3
    assert "not enough votes yet" not in cast.chandra.browser.page(f"{workshop.address}/results")
    with clock.at(AFTER):
        assert counts(cast.chandra.browser, workshop) == [12, 0, 0]


def test_under_five_votes_are_never_counted_in_public(room, cast):
    workshop, vote = room
    vote(0, 4)
    with clock.at(AFTER):
        page = cast.chandra.browser.page(f"{workshop.address}/results")
        assert "fewer than five" in page
        assert COUNTS.findall(page) == []
        vote_page = cast.chandra.browser.page(f"{workshop.address}/statements")
    assert "agree</span>" not in vote_page, "nobody else's vote shows on the ballot"


def test_a_changed_vote_shows_nothing_until_the_next_batch(room, cast):
    workshop, vote = room
    vote(0, 10)
    before = counts(cast.chandra.browser, workshop)
    vote(0, 3, "disagree")
    assert counts(cast.chandra.browser, workshop) == before == [5, 0, 0]


def test_results_are_sorted_by_agreement_or_by_division(world, cast):
    people = [world.person() for _ in range(6)]
    workshop = a_workshop(world, cast.chandra, seated=people)
    texts = ("All agree.", "Half agree.", "None agrees.", "Nobody voted.")
    refs = [workshop.state(cast.chandra, text) for text in texts]
    for number, person in enumerate(people):
        workshop.vote(person, refs[0], "agree")
        workshop.vote(person, refs[1], "agree" if number % 2 else "disagree")
        workshop.vote(person, refs[2], "disagree")
    with clock.at(AFTER):
        pages = [
            cast.chandra.browser.page(f"{workshop.address}/results{order}")
            for order in ("", "?order=division")
        ]
    by_agreement, by_division = (sorted(texts, key=page.index) for page in pages)
    assert by_agreement == list(texts)
    assert by_division[0] == "Half agree."
    assert by_division[-1] == "Nobody voted."


def test_results_are_for_those_in_the_room(world, cast, public):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    assert cast.amina.browser.sees(f"{workshop.address}/results") == 200
    assert cast.eve.browser.sees(f"{workshop.address}/results") == 403
    assert cast.cleo.browser.sees(f"{workshop.address}/results") == 403
    assert public.sees(f"{workshop.address}/results") == 404


def test_the_page_says_why_there_is_no_map(world, cast):
    workshop = a_workshop(world, cast.chandra)
    workshop.state(cast.chandra)
    assert "no map of opinion groups" in cast.chandra.browser.page(f"{workshop.address}/results")


@given(some.lists(some.sampled_from(["agree", "disagree", "pass"]), max_size=60))
def test_no_two_counts_that_are_ever_shown_differ_by_fewer_than_five_people(votes):
    statement = Statement(counts=NOBODY, held_back=NOBODY, released=NOBODY)
    standing, told = [0, 0, 0], [0]
    for choice in votes:
        standing = list(standing)
        standing[["agree", "disagree", "pass"].index(choice)] += 1
        statement.take_count(standing)
        if sum(statement.released) != told[-1]:
            told.append(sum(statement.released))
    told.append(sum(statement.counts))
    steps = [later - earlier for earlier, later in pairwise(told)]
    assert all(step >= FEWEST_COUNTED for step in steps if told[-1] >= FEWEST_COUNTED)
