"""What differs between two texts, and how two changes of one text come together."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrcn_community.core.differences import GONE, NEW, SAME, compare, merge

texts = st.text(alphabet="ab cd.\n\t*", max_size=60) | st.text(max_size=60)
LONGEST = 32_000
MOST_SECONDS = 1


def _without(kind: str, old: str, new: str) -> str:
    return "".join(piece.words for piece in compare(old, new) if piece.kind != kind)


@given(texts, texts)
def test_both_texts_can_be_read_from_their_comparison(old, new):
    assert _without(NEW, old, new) == old
    assert _without(GONE, old, new) == new


@given(texts)
def test_a_text_does_not_differ_from_itself(text):
    assert [piece.kind for piece in compare(text, text)] == ([SAME] if text else [])


def test_words_are_compared_and_not_letters():
    pieces = [(piece.kind, piece.words) for piece in compare("We met here.", "We meet here.")]
    assert pieces == [(SAME, "We "), (GONE, "met"), (NEW, "meet"), (SAME, " here.")]


def test_words_changed_side_by_side_are_one_change():
    pieces = [(piece.kind, piece.words) for piece in compare("a big house", "a small hut")]
    assert pieces == [(SAME, "a "), (GONE, "big house"), (NEW, "small hut")]


@given(texts, texts)
def test_who_changed_nothing_takes_the_changes_of_the_other(base, changed):
    assert merge(base, changed, base) == changed
    assert merge(base, base, changed) == changed
    assert merge(base, changed, changed) == changed


@st.composite
def two_edits(draw):
    """A text of words that are all different, changed in two places by them and in others by me."""
    count = draw(st.integers(14, 40))
    gap = st.sampled_from([" ", "\n", "\n\n", ". ", " \n"])
    gaps = draw(st.lists(gap, min_size=count, max_size=count))
    words = [f"w{number}" for number in range(count)]
    places = [n * 3 + draw(st.integers(0, 1)) for n in draw(st.permutations(range(4)))]

    def changes(name: str, chosen: list[int]) -> dict[str, str]:
        forms = ["{}", "", "{} and {}", "before {}", "{}\n\n{}"]
        return {
            words[place]: draw(st.sampled_from(forms)).format(f"{name}{place}", words[place])
            for place in chosen
        }

    def written(changed: dict[str, str]) -> str:
        return "".join(changed.get(word, word) + gap for word, gap in zip(words, gaps, strict=True))

    theirs, mine = changes("theirs", places[:2]), changes("mine", places[2:])
    return [written(each) for each in ({}, theirs, mine, theirs | mine)]


@given(two_edits())
def test_changes_in_different_places_are_both_kept(edited):
    base, theirs, mine, both = edited
    assert merge(base, theirs, mine) == both
    assert merge(base, mine, theirs) == both


def test_a_new_empty_line_is_not_taken_for_one_that_stood_there():
    base = "w0 w1 w2 w3 w4 w5 w6 w7 w8\n\nw9 w10"
    theirs = "w0 theirs1\n\nw1 w2 w3 w4 w5 w6 w7 w8\n\ntheirs9 w10"
    mine = "w0 w1 w2 mine3 w4 w5 mine6 w7 w8\n\nw9 w10"
    assert merge(base, theirs, mine) == theirs.replace("w3", "mine3").replace("w6", "mine6")


def test_a_new_paragraph_and_a_change_elsewhere_are_both_kept():
    base = "One two three.\n\nFour five six."
    theirs, mine = base.replace("two", "two\n\nand a half"), base.replace("six", "seven")
    assert merge(base, theirs, mine) == theirs.replace("six", "seven")


@given(texts, texts, texts)
def test_coming_together_never_breaks(base, theirs, mine):
    merged = merge(base, theirs, mine)
    assert merged is None or isinstance(merged, str)


def test_changes_of_the_same_words_do_not_come_together():
    assert merge("one two three", "one zwei three", "one deux three") is None
    assert merge("one two three", "one three", "one deux three") is None


def _hostile() -> list[tuple[str, str]]:
    chance = random.Random(7)
    letters = lambda n, most: "".join(chance.choices("abcdefgh"[:most] + " ", k=n))  # noqa: E731
    numbers = " ".join(map(str, range(6000)))
    return [
        ("x" + "ab " * 10_600, "y" + "ab " * 10_000 + "z"),
        ("a b " * 8000, "b a " * 8000),
        ("a." * 16_000, ".b" * 16_000),
        (letters(LONGEST, 2), letters(LONGEST, 2)),
        (letters(LONGEST, 8), letters(LONGEST, 8)),
        ("?" * LONGEST, "!?" * 16_000),
        (numbers[:LONGEST], " ".join(reversed(numbers.split()))[:LONGEST]),
        (numbers[:LONGEST], numbers.replace("1", " ")[:LONGEST]),
        ("\n" * LONGEST, "a\n" * 16_000),
        ("a\nb\n" * 8000, "b\n" * 16_000),
        (" ".join("ab"[n % 2] for n in range(16_000)), " ".join("ab"[n % 3 == 0] for n in range(16_000))),
        ("x " * 16_000, "".join(chr(256 + n % 9000) + " " for n in range(16_000))),
        ("a " * 16_000, ""),
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(len(_hostile())))
def test_no_pair_of_long_texts_takes_a_second(number):
    old, new = _hostile()[number]
    begun = time.process_time()
    assert _without(NEW, old, new) == old
    assert time.process_time() - begun < MOST_SECONDS
    begun = time.process_time()
    merge(old, new, new[: LONGEST // 2] + old[LONGEST // 2 :])
    assert time.process_time() - begun < MOST_SECONDS
