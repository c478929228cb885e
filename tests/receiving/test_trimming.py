"""Of a mail that answers another, what somebody wrote themselves; in doubt a line stays."""

import time

import pytest

from hrcn_community.receiving.bodies import unflowed
from hrcn_community.receiving.trimming import trimmed
from tests.receiving.answers import BELOW, CASES, KEPT_WHOLE

MARKS = ["— Write your answer above this line —", "— Ihre Antwort steht über dieser Zeile —"]
HOSTILE = {
    "on": "On " * 11_000,
    "on, by lines": "On 3 \n" * 6_000,
    "quotes": ">" * 32_000,
    "quotes by lines": "> x\n\n" * 7_000,
    "von": "Von: " * 7_000,
    "heads by lines": "Von: a\nGesendet: b\n" * 2_000,
    "heads in a row": "From: " + "a" * 30_000,
    "signatures": "--\n" * 11_000,
    "signs of signatures": "-- \n" * 8_000,
    "hyphens": "-" * 32_000,
    "rules": "__________\n" * 3_000,
    "wrote": "On 3 a\nb\nwrote:\n" * 2_000,
    "schrieb": "Am 3 " + "schrieb " * 4_000,
    "telephones": "Sent from my iPhone\n" * 1_600,
    "names": "Best regards\nBen\n" * 2_000,
    "empty lines": "\n" * 32_000,
    "lines between": "x\n> y\n" * 5_000,
}


@pytest.mark.parametrize("name", [*CASES, *BELOW])
def test_what_somebody_wrote_is_kept_and_what_their_program_added_is_not(name):
    text, kept = {**CASES, **BELOW}[name]
    assert trimmed(text, MARKS) == kept


@pytest.mark.parametrize("name", KEPT_WHOLE)
def test_what_may_be_somebodys_own_stays(name):
    assert trimmed(KEPT_WHOLE[name], MARKS) == KEPT_WHOLE[name]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_costs_more_than_its_length(name):
    began = time.process_time()
    trimmed(HOSTILE[name] * 12, MARKS)  # about as much as is read of any mail
    assert time.process_time() - began < 2  # what it computes, however long it waits


def test_lines_that_were_broken_on_the_way_are_joined_each_depth_by_itself():
    text = (
        "One line that \nwas broken.\n\n> quoted that \n> was, too\n>> deeper \n  stuffed\n-- \nBen"
    )
    assert unflowed(text) == (
        "One line that was broken.\n\n> quoted that was, too\n>> deeper \n stuffed\n-- \nBen"
    )
    assert unflowed("Don \nau", joins=True) == "Donau"
