"""What is published: whole quarters, nothing under five, nothing that could be computed."""

from datetime import UTC, datetime
from functools import partial
from itertools import product

from hypothesis import given
from hypothesis import strategies as some

from hrcn_community.core import clock
from hrcn_community.core.cache import lately
from hrcn_community.core.db import db
from hrcn_community.core.refs import new_ref
from hrcn_community.moderation.figures import median, published, published_whole
from hrcn_community.moderation.models import Decision, Matter

COUNTS = some.dictionaries(some.sampled_from("abcde"), some.integers(0, 40), min_size=1)


@given(COUNTS)
def test_nothing_under_five_is_shown(parts):
    shown = published(parts)
    assert all(count is None or count == parts[name] for name, count in shown.items())
    assert all(count is None or count >= 5 for count in shown.values())
    assert (published_whole(parts) or 5) >= 5


@given(some.dictionaries(some.sampled_from("abc"), some.integers(0, 9), min_size=2))
def test_whoever_knows_the_rule_cannot_compute_what_is_withheld(parts):
    """For each that is withheld there are other counts that would have been published just so."""
    shown, whole = published(parts), published_whole(parts)
    hidden = [name for name, count in shown.items() if count is None]
    told_the_same = [
        counts
        for values in product(range(max(min(sum(parts.values()), 12), 4) + 1), repeat=len(hidden))
        if (counts := parts | dict(zip(hidden, values, strict=True)))
        and published(counts) == shown
        and published_whole(counts) == whole
    ]
    for name in hidden:
        assert len({counts[name] for counts in told_the_same}) > 1, (parts, shown, name)


@given(some.lists(some.integers(0, 400)))
def test_the_median_is_of_five_at_least(days):
    assert (median(days) is None) == (len(days) < 5)


def test_the_page_and_the_table_tell_quarters_that_are_over_and_withhold_what_is_few(
    world, cast, public
):
    def decided(count: int, measure: str, at: datetime) -> None:
        for _ in range(count):
            matter = Matter(
                ref=new_ref(), desk="core", category="rule", opened_at=at, decided_at=at
            )
            db.session.add(matter)
            db.session.flush()
            given_ = {"ref": new_ref(), "matter_id": matter.id, "reason": "Because."}
            db.session.add(Decision(**given_, measure=measure, ground="rule", decided_at=at))

    past, before = datetime(2026, 5, 6, tzinfo=UTC), datetime(2026, 2, 3, tzinfo=UTC)
    for measure, count in {"hide": 9, "keep": 6, "label": 7, "remove": 5}.items():
        world.do(partial(decided, count, measure, past))
    world.do(lambda: (decided(9, "hide", before), decided(8, "keep", before)))
    world.do(lambda: decided(11, "remove", clock.now()))
    lately.forget()
    rows = [line.split(",") for line in public.page("/transparency.csv").splitlines()]
    told = {tuple(row[:3]): row[3] for row in rows}
    measures = ("all", "hide", "keep", "label", "remove")
    assert [told["2026-Q2", "measures", each] for each in measures] == ["27", "9", "6", "7", "5"]
    assert [told["2026-Q1", "measures", each] for each in measures] == ["17", "", "", "", ""]
    assert told["2026-Q2", "grounds", "all"] == "27"
    assert told["2026-Q2", "grounds", "rule"] == told["2026-Q2", "grounds", "law"] == ""
    assert {quarter for quarter, *_rest in rows[1:]} == {"2026-Q2", "2026-Q1"}
    page = public.page("/transparency")
    assert "Quarter 2 of 2026" in page
    assert "not shown" in page
    assert "/transparency" in public.page("/rules")
