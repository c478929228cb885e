"""Gated HTML becomes blocks and runs that a typesetter can set: nothing lost, nothing too deep."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrcn_community.core import richtext
from hrcn_community.downloads.tree import DEEPEST, blocks_of, breakable, is_leftward


def words(blocks: object) -> str:
    """Return all texts in blocks, run together."""
    if isinstance(blocks, str):
        return blocks.replace("\u200b", "")
    if isinstance(blocks, dict):
        blocks = blocks.get("c", "")
    return "".join(words(each) for each in blocks) if isinstance(blocks, list) else words(blocks)


def depth(block: object) -> int:
    inner = block.get("c", "") if isinstance(block, dict) else block
    below = max((depth(each) for each in inner), default=0) if isinstance(inner, list) else 0
    return below + (isinstance(block, dict) and block["t"] in {"quote", "list"})


def kinds(source: str) -> list[str]:
    return [block["t"] for block in blocks_of(richtext.render(source))]


def test_every_kind_of_block_is_told_apart():
    source = "# One\n\nTwo\n\n> Three\n\n- four\n\n```\nfive\n```\n\n| a |\n|---|\n| b |\n\n---"
    assert kinds(source) == ["h", "p", "quote", "list", "code", "table", "rule"]


@pytest.mark.parametrize(
    ("written", "run"),
    [
        ("*a*", {"t": "em", "c": ["a"]}),
        ("**a**", {"t": "strong", "c": ["a"]}),
        ("~~a~~", {"t": "s", "c": ["a"]}),
        ("`a`", {"t": "code", "c": ["a"]}),
        ("[a](https://example.org)", {"t": "a", "h": "https://example.org", "c": ["a"]}),
    ],
)
def test_runs_keep_how_they_are_marked(written, run):
    [block] = blocks_of(richtext.render(written))
    assert block["c"] == [run]


def test_headings_leave_no_level_out_wherever_they_stand():
    source = "###### Low\n\n# High\n\n> ### In a quote\n\n## Middle"
    blocks = blocks_of(richtext.render(source))
    levels = [int(n) for n in re.findall(r"'t': 'h', 'l': (\d)", str(blocks))]
    assert levels[0] == 3
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_a_list_begins_where_it_was_begun():
    [block] = blocks_of(richtext.render("7. a\n8. b"))
    assert (block["n"], block["s"], len(block["c"])) == (True, 7, 2)


def test_what_is_nested_without_end_is_set_at_the_deepest_level():
    html = richtext.gate("<blockquote>" * 120 + "deep" + "</blockquote>" * 120)
    [block] = blocks_of(html)
    assert depth(block) == DEEPEST
    assert words(block) == "deep"
    runs = richtext.gate("<em>" * 120 + "deep" + "</em>" * 120)
    assert words(blocks_of(runs)) == "deep"


def test_a_table_that_is_too_wide_is_told_in_rows():
    row = "| " + " | ".join("abcdefghij") + " |"
    rule = "|" + "---|" * 10
    [head, body] = blocks_of(richtext.render(f"{row}\n{rule}\n{row}"))
    assert (head["t"], words(body)) == ("p", " | ".join("abcdefghij"))


def test_a_word_that_is_wider_than_a_line_may_break_and_loses_nothing():
    word = "a" * 500
    assert breakable(word).replace("\u200b", "") == word
    assert max(map(len, breakable(word).split("\u200b"))) <= 36
    assert breakable("as it is") == "as it is"


def test_a_pile_of_marks_on_one_letter_is_cut():
    assert len(breakable("e" + "\u0301" * 900).replace("\u200b", "")) == 9
    assert breakable("e\u0301\u0302a\u0300") == "e\u0301\u0302a\u0300"


def test_what_is_written_from_right_to_left_is_known_by_its_first_letter():
    assert is_leftward("… مرحبا hello")
    assert not is_leftward("hello مرحبا")
    assert not is_leftward("123")


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=" ab1.#*_~`>-|[](){}<>$@\\/:\n\"'&!", max_size=200))
def test_no_word_of_any_text_is_lost(source):
    try:
        html = richtext.render(source)
    except richtext.TextRefused:
        return
    wanted = "".join(re.findall(r"[ab1]", richtext.plain(html)))
    assert "".join(re.findall(r"[ab1]", words(blocks_of(html)))) == wanted
