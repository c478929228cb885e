"""An answer stands in paragraphs, wherever a mail program broke its lines."""

import pytest

from hrcn_community.receiving.wrapping import unwrapped

BROKEN = """\
We asked for it in writing, and after four weeks we had the whole of it, with
every visit of the winter.

   - one list whose first thing is so long that it does not fit into a line of
   a mail
   - two"""
WHOLE = """\
We asked for it in writing, and after four weeks we had the whole of it, with every visit of the winter.

   - one list whose first thing is so long that it does not fit into a line of a mail
   - two"""
KEPT = {
    "short lines": "Roses are red,\nviolets are blue.",
    "a program that breaks no lines": f"{'We asked for it. ' * 6}\n{'And got all of it here. ' * 3}\nSo.",
    "a list": "What we did at the counter in the winter, in the order in which we did it:\n- we asked\n1. they came",
    "a quote": f"> {'word ' * 14}\nMy answer to this is that we asked.",
    "a table": "| Stairwell                    | Evenings below eighteen degrees          |\n| A | 41 |",
    "letter by letter": f"```\n{'word ' * 14}\nnext\n```",
    "a break that was meant": f"{'word ' * 14} \nnext",
}


def test_lines_are_joined_where_the_next_word_did_not_fit():
    assert unwrapped(BROKEN) == WHOLE


@pytest.mark.parametrize("name", KEPT)
def test_what_somebody_began_on_a_line_of_its_own_stays_there(name):
    assert unwrapped(KEPT[name]) == KEPT[name]


def test_an_address_longer_than_a_line_does_not_hide_that_lines_are_broken():
    long = f"https://example.org/{'a' * 90}"
    assert unwrapped(f"{BROKEN}\n\n{long}") == f"{WHOLE}\n\n{long}"
