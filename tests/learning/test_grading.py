"""What is right, what is nearly right, and what only looks like it."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hrcn_community.learning.grading import Outcome, grade, in_place, is_accepted, mixed

KEYS = st.lists(st.sampled_from("abcdefg"), min_size=2, max_size=6, unique=True)
WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüéß", min_size=2, max_size=14)


@given(keys=KEYS, data=st.data())
def test_a_single_choice_is_right_exactly_where_the_right_one_was_chosen(keys, data):
    right, chosen = data.draw(st.sampled_from(keys)), data.draw(st.sampled_from(keys))
    assert (grade("single", chosen, right=[right]) == Outcome.RIGHT) == (chosen == right)


@given(keys=KEYS, data=st.data())
def test_several_choices_are_right_in_any_order_and_only_all_together(keys, data):
    right = data.draw(st.lists(st.sampled_from(keys), min_size=1, unique=True))
    chosen = data.draw(st.lists(st.sampled_from(keys), unique=True))
    is_right = grade("multiple", chosen, right=right) == Outcome.RIGHT
    assert is_right == (set(chosen) == set(right))


@given(keys=KEYS)
def test_choosing_everything_is_never_right_where_something_is_wrong(keys):
    assert grade("multiple", keys, right=keys[:-1]) != Outcome.RIGHT


@given(keys=KEYS, data=st.data())
def test_an_order_is_right_only_as_a_whole(keys, data):
    order = data.draw(st.permutations(keys))
    assert (grade("ordering", order, right=keys) == Outcome.RIGHT) == (order == keys)
    assert (len(in_place(order, keys)) == len(keys)) == (order == keys)


@given(kind=st.sampled_from(["single", "multiple", "ordering", "short"]), given_=WORDS)
def test_what_is_not_graded_is_noted_and_never_wrong(kind, given_):
    assert grade(kind, given_, right=["x"], accept=["y"], graded=False) == Outcome.NOTED


@given(keys=KEYS, seed=st.text())
def test_a_mixed_order_holds_the_same_lines_and_is_never_the_right_one(keys, seed):
    options = [{"key": key} for key in keys]
    order = mixed(options, seed)
    assert order != options
    assert sorted(each["key"] for each in order) == sorted(keys)
    assert order == mixed(options, seed)


@given(word=WORDS)
def test_case_and_white_space_make_no_difference_to_a_short_answer(word):
    assume(word not in {"not", "no", "or", "never", "nor", "kein", "nie", "oder", "pas", "jamais"})
    assert is_accepted(f"  {word.upper()} ", [word])


@given(given_=st.text(max_size=200))
def test_no_text_makes_grading_fail_and_an_empty_one_is_never_right(given_):
    assert is_accepted(given_, ["contract"]) in {True, False}
    assert not is_accepted("   ", ["contract"])


@pytest.mark.parametrize(
    "text",
    [
        "contract",
        "A contract.",
        "the Contracts",
        "in the operator's contract",
        "It stood in the contract with the operator of the shelter",
        "a contract or an agreement",
    ],
)
def test_a_word_or_a_sentence_around_it_is_accepted(text):
    assert is_accepted(text, ["contract"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "contact",
        "not in a contract",
        "contrat social de la ville",
        "law, contract, budget, training",
        "contractor's hat " * 9,
        "con tract",
    ],
)
def test_a_denial_a_list_of_guesses_and_another_word_are_not_accepted(text):
    assert not is_accepted(text, ["contract"])


@pytest.mark.parametrize(
    "text", ["particpation", "participtaion", "Partizipation", "participatiom"]
)
def test_one_slip_in_a_long_word_is_forgiven(text):
    assert is_accepted(text, ["participation"])


def test_accents_and_their_absence_are_one():
    assert is_accepted("Grose", ["Größe"]) is False
    assert is_accepted("grosse", ["Größe"]) is True
    assert is_accepted("egalite", ["Égalité"], "fr")


def test_a_digit_is_no_other_digit():
    assert is_accepted("4", ["4", "four"])
    assert is_accepted("Four!", ["4", "four"])
    assert not is_accepted("14", ["4", "four"])
