"""Counting ranked wishes: against the rule written down once more, the slow way."""

import json
import random
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrcn_community.conversations.poll_count import Tally, ranked_tally, run_off, tally_from

CHOICES = [1, 2, 3, 4, 5]
wishes = st.lists(st.sampled_from(CHOICES), unique=True, max_size=5).map(tuple)
ballots = st.lists(wishes, max_size=12).map(Counter)


def rounds_by_hand(ballots: list[tuple[int, ...]], choices: list[int]):
    """Say, round by round: the counts, the exhausted, who leaves and who has won."""
    points = {
        choice: sum(len(choices) - ballot.index(choice) for ballot in ballots if choice in ballot)
        for choice in choices
    }
    there = list(choices)
    while True:
        tops = [next((wish for wish in ballot if wish in there), None) for ballot in ballots]
        counts = {choice: tops.count(choice) for choice in there}
        standing = len(ballots) - tops.count(None)
        if not standing:
            return
        won = [choice for choice in there if counts[choice] > standing / 2]
        if won:
            yield counts, tops.count(None), 0, won[0]
            return
        fewest = [choice for choice in there if counts[choice] == min(counts.values())]
        poorest = [c for c in fewest if points[c] == min(points[f] for f in fewest)]
        yield counts, tops.count(None), poorest[-1], 0
        there.remove(poorest[-1])


@given(ballots)
def test_the_rounds_are_those_of_the_rule(given_ballots):
    expected = list(rounds_by_hand(list(given_ballots.elements()), CHOICES))
    found = run_off(given_ballots, CHOICES)
    assert [(dict(r.counts), r.exhausted, r.leaves, r.wins) for r in found] == expected


@given(ballots)
def test_somebody_wins_as_soon_as_anybody_wishes_anything_and_no_ballot_is_lost(given_ballots):
    rounds = run_off(given_ballots, CHOICES)
    assert bool(rounds) == any(given_ballots)
    for each in rounds:
        assert sum(dict(each.counts).values()) + each.exhausted == given_ballots.total()
    assert [bool(each.wins) for each in rounds] == [False] * (len(rounds) - 1) + [True] * bool(
        rounds
    )


@given(ballots, st.randoms())
def test_the_order_in_which_ballots_come_in_changes_nothing(given_ballots, chance: random.Random):
    mixed = list(given_ballots.items())
    chance.shuffle(mixed)
    assert run_off(dict(mixed), CHOICES) == run_off(given_ballots, CHOICES)


@given(ballots)
def test_a_tally_is_the_same_after_its_way_through_the_database(given_ballots):
    tally = ranked_tally(given_ballots, CHOICES)
    assert tally_from(json.loads(json.dumps(tally.as_json))) == tally
    assert hash(tally) == hash(tally_from(tally.as_json))


def test_second_wishes_decide_where_no_choice_has_more_than_half():
    [first, second] = run_off({(1,): 4, (2, 3): 3, (3, 2): 2}, [1, 2, 3])
    assert (first.leaves, second.wins) == (3, 2)
    assert dict(second.counts) == {1: 4, 2: 5}


def test_a_ballot_without_a_wish_left_is_exhausted_and_no_longer_counts():
    [first, second] = run_off({(1,): 3, (2,): 2, (3,): 1}, [1, 2, 3])
    assert (first.exhausted, second.exhausted, second.wins) == (0, 1, 1)


@pytest.mark.parametrize(
    ("cast", "leaves"),
    [
        ({(1,): 2, (2, 3): 1, (3,): 1}, 2),  # 3 points for 2; 3 and 2 for 3
        ({(1,): 2, (2,): 1, (3,): 1}, 3),  # points alike: the last in the list
    ],
)
def test_of_several_with_the_fewest_the_one_with_fewest_points_leaves_then_the_last(cast, leaves):
    assert run_off(cast, [1, 2, 3])[0].leaves == leaves


def test_what_nobody_wished_makes_no_round():
    tally = ranked_tally({(2,): 1}, [1, 2, 3])
    assert tally.counts == ((1, 0), (2, 1), (3, 0))
    assert [dict(each.counts) for each in tally.rounds] == [{2: 1}]
    assert ranked_tally({}, [1, 2]) == Tally(0, ((1, 0), (2, 0)))


def test_ten_thousand_ballots_of_twenty_choices_are_counted_within_a_second():
    chance = random.Random(3)
    choices = list(range(1, 21))
    cast = Counter(tuple(chance.sample(choices, 20)) for _ in range(10_000))
    began = time.process_time()
    rounds = run_off(cast, choices)
    assert rounds[-1].wins
    assert time.process_time() - began < 1
