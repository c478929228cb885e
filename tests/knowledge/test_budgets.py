"""What each page of the room may ask the database: the same at three rows and at many."""

import pytest

from tests.counting import count_queries
from tests.knowledge.telling import a_guideline, a_practice, a_verified_practice


def asked(app, browser, path):
    browser.page(path)
    with count_queries(app) as statements:
        browser.page(path)
    return len(statements)


@pytest.mark.parametrize("who", ["public", "eve", "cleo"])
def test_the_shelf_asks_the_same_at_three_and_at_twenty(app, world, cast, public, who):
    reader = public if who == "public" else getattr(cast, who).browser
    for n in range(3):
        a_verified_practice(world, cast, f"Practice {n}")
        a_practice(world, cast.amina, f"Pending {n}")
        a_guideline(world, cast.dalia, f"Guideline {n}")
    few = asked(app, reader, "/knowledge")
    for n in range(17):
        a_verified_practice(world, cast, f"More {n}")
    for n in range(8):
        a_practice(world, cast.amina, f"More pending {n}")
        a_guideline(world, cast.dalia, f"More guidelines {n}")
    assert asked(app, reader, "/knowledge") == few <= 14


def test_a_guideline_asks_the_same_at_two_clauses_and_at_forty(app, world, cast):
    short = a_guideline(world, cast.dalia)
    long = a_guideline(world, cast.dalia, clauses=[(f"Clause {n}", "Words.") for n in range(40)])
    few = asked(app, cast.eve.browser, short.address)
    assert asked(app, cast.eve.browser, long.address) == few <= 10
    few = asked(app, cast.eve.browser, f"{short.address}/clauses/1")
    assert asked(app, cast.eve.browser, f"{long.address}/clauses/30") == few <= 12


def test_a_practice_asks_little(app, world, cast, public):
    practice = a_verified_practice(world, cast)
    assert asked(app, public, practice.address) <= 9
    assert asked(app, cast.eve.browser, practice.address) <= 11
