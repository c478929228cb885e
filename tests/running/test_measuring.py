"""`hrcn bench` tells what a page costs."""

import json

import pytest

from hrcn_community.bench.measure import Figure, Size, measure
from hrcn_community.cli.measuring import table

KEYS = {"page", "viewer", "cpu_ms", "ratio", "rps", "p99_ms", "bytes"}


@pytest.mark.slow
def test_every_page_is_measured_for_the_public_and_for_a_person():
    figures = measure(
        Size(people=10, threads=15, posts=150, longest=60, rounds=1, requests=2), lambda _: None
    )
    assert {(f.page, f.viewer) for f in figures} >= {
        (page, viewer)
        for page in (
            "home",
            "threads",
            "thread",
            "search rare",
            "search common",
            "search prefix",
            "long thread, middle",
        )
        for viewer in ("public", "member")
    } | {("reply", "member"), ("bell", "member"), ("bell unchanged", "member")}
    for figure in json.loads(json.dumps([f.as_dict() for f in figures])):
        assert figure.keys() >= KEYS
        assert figure["cpu_ms"] > 0
        assert figure["ratio"] > 0
    assert {f.bytes for f in figures if f.page == "thread"} != {0}


def test_the_table_has_even_columns():
    figure = Figure("home", "public", 1.0, 0.5, 2.0, 500.0, 3.0, 1000, 80.0)
    lines = table([figure]).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert lines[2].startswith("| home | public |")
