"""Trying to recover what a table withholds: from all tables that look the same, none is told."""

from itertools import chain, product

from hypothesis import given, settings
from hypothesis import strategies as st

from hrcn_community.consultations.suppression import FEWEST, shown

MOST = 8  # of a count that whoever computes thinks of


def _looks_alike(cells, rows) -> bool:
    """Would this table be shown so, as far as anything is shown?"""
    with_totals = [[*row, sum(row)] for row in cells]
    with_totals.append([sum(column) for column in zip(*with_totals, strict=True)])
    pairs = zip(chain(*with_totals), chain(*rows), strict=True)
    return all(seen is None or seen == n for n, seen in pairs)


def _what_could_be(rows) -> list[set[int]]:
    """Return for each cell every count that it could have, from what is shown alone."""
    height, width = len(rows) - 1, len(rows[0]) - 1
    flat = [rows[i][j] for i in range(height) for j in range(width)]
    choices = [range(MOST + 1) if n is None else (n,) for n in flat]
    possible = [set() for _ in flat]
    for counts in product(*choices):
        cells = [list(counts[i * width : (i + 1) * width]) for i in range(height)]
        if _looks_alike(cells, rows):
            for found, n in zip(possible, counts, strict=True):
                found.add(n)
    return possible


def _tables(height: int, width: int, most: int):
    row = st.lists(st.integers(0, most), min_size=width, max_size=width)
    return st.lists(row, min_size=height, max_size=height)


@settings(max_examples=25, deadline=None)
@given(_tables(2, 2, MOST - 1))
def test_no_withheld_count_of_a_small_table_can_be_computed(cells):
    rows = shown(cells).rows
    flat = [rows[i][j] for i in range(2) for j in range(2)]
    for seen, possible in zip(flat, _what_could_be(rows), strict=True):
        assert seen is not None or len(possible) > 1, (cells, rows)


@given(_tables(5, 4, 30))
def test_nothing_under_five_is_shown_nor_follows_from_a_total(cells):
    rows = [list(row) for row in shown(cells).rows]
    for line in [*rows, *map(list, zip(*rows, strict=True))]:
        assert all(n is None or n >= FEWEST for n in line)
        *parts, total = line
        if total is not None and None in parts:
            assert parts.count(None) > 1
            assert total - sum(n for n in parts if n is not None) >= FEWEST
    known = [
        (n, seen) for r, s in zip(cells, rows, strict=False) for n, seen in zip(r, s, strict=False)
    ]
    assert all(seen in (None, n) for n, seen in known), "what is shown is true"


def test_what_nobody_could_compute_is_shown_in_full():
    assert shown([[5, 6], [7, 8]]).rows == [[5, 6, 11], [7, 8, 15], [12, 14, 26]]
    alone = shown([[3, 20], [20, 20]]).rows
    assert alone[0][0] is None
    assert alone[-1][-1] == 63, "the total of all stays where it tells nothing"
