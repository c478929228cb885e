"""Copies of long threads: as many statements for a range of any length, and never all at once in memory."""

import pytest

from hrcn_community.discussions.queries.copies import CHUNK
from tests.counting import count_queries
from tests.factories import NETWORK

AROUND = 4  # who asks, the thread; at the end, who asks and whether it is open still


@pytest.mark.heavy("postgresql")
def test_a_range_of_ten_posts_asks_as_often_as_one_of_hundreds(app, world, cast):
    space = world.space(NETWORK)
    threads = [
        world.thread(
            space, cast.amina, replies=[(cast.ben, f"Words {n}.") for n in range(2, posts + 1)]
        )
        for posts in (10, CHUNK, 3 * CHUNK)
    ]
    browser = cast.eve.browser
    browser.page(f"{threads[0].address}.md")
    counts = []
    for thread in threads:
        with count_queries(app) as asked:
            assert "nothing follows" in browser.page(f"{thread.address}.md")
        counts.append(len([each for each in asked if not each.startswith("BEGIN")]))
    assert counts[0] == counts[1]
    of_a_range = (counts[2] - counts[1]) / 2
    assert of_a_range <= 2  # who asks now, and the posts
    assert counts[0] <= AROUND + 2 * of_a_range


def test_it_is_sent_range_by_range(world, cast):
    told = [(cast.ben, f"Words {n}.") for n in range(2, 2 * CHUNK + 2)]
    thread = world.thread(world.space(NETWORK), cast.amina, replies=told)
    answer = cast.eve.browser.get(f"{thread.address}.md", buffered=False)
    parts = list(answer.response)
    answer.close()
    assert [part.count(b"\n## ") for part in parts] == [0, CHUNK, CHUNK, 1, 0]
