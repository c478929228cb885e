"""What a page asks of the database: few statements, and as many for sixty rows as for three."""

from collections.abc import Callable

import pytest

from hrcn_community.conversations.models import Conversation
from hrcn_community.demo.volume import LONGEST, load_volume
from tests.browsing import Browser
from tests.counting import count_queries
from tests.factories import PUBLIC

BUDGETS = {  # page: statements for the public, for a person (one of them says who is looking)
    "/": (5, 11),
    "/threads": (1, 4),
    "/threads?view=unread": (1, 4),
    "/threads?view=top&period=year": (1, 4),
    "/threads?view=mine": (1, 4),
    "/threads?view=unanswered&language=en&kind=question": (1, 4),
    "/threads/similar?title=Insulation": (1, 4),
    "/threads/next-unread": (0, 3),
    "space": (4, 7),
    "/search?q=insulation": (3, 6),
    "/notifications": (0, 3),
    "thread": (3, 8),  # the eighth is the draft of a reply
}


@pytest.fixture
def grow(world, cast, worker) -> Callable[[int], dict[str, str]]:
    """Call it for so many more threads, and posts and notices of one; it returns where that one is."""
    space = world.space(PUBLIC)
    ben = [cast.ben] * 60
    thread = world.thread(space, cast.amina, "Insulation")

    def by(rows: int) -> dict[str, str]:
        for number in range(rows):
            world.thread(space, ben[number], f"Insulation {number}")
            world.reply(thread, ben[number], "We began with insulation.")
        worker()
        return {"thread": thread.address, "space": f"/spaces/{space.slug}"}

    return by


def test_every_page_keeps_to_its_budget_at_three_and_at_sixty_rows(app, cast, public, grow):
    browsers = public, cast.amina.browser
    counts = []
    for rows in (3, 57):
        places = grow(rows)
        counts.append(
            {
                page: tuple(
                    _statements(app, browser, places.get(page, page)) for browser in browsers
                )
                for page in BUDGETS
            }
        )
    assert counts[0] == counts[1]
    over = {page for page in BUDGETS for i in (0, 1) if counts[0][page][i] > BUDGETS[page][i]}
    assert not over, counts[0]


def _statements(app, browser: Browser, path: str) -> int:
    """Return how many statements the second look takes: the first also remembers what was read."""
    browser.get(path)
    with count_queries(app) as statements:
        assert browser.get(path).status_code in {200, 302, 401, 404}
    return len([each for each in statements if not each.startswith("BEGIN")])


def test_a_thread_of_ten_thousand_posts_opens_anywhere_with_as_many_statements_as_one_of_twenty(
    app, world, cast, public
):
    world.do(lambda: load_volume(people=5, threads=1, posts=1, seed=3, longest=10_000))
    [long] = world.rows(Conversation, title=LONGEST)
    short = world.thread(world.space(PUBLIC), cast.ben, replies=[(cast.ben, "So.")] * 19)
    amina = cast.amina.browser
    for browser in (public, amina):
        few = _statements(app, browser, f"{short.address}?post=20")
        for number in (1, 5_000, 10_000):
            assert _statements(app, browser, f"{long.address}?post={number}") == few, number
        assert _statements(app, browser, f"{long.address}/summary") == _statements(
            app, browser, f"{short.address}/summary"
        )
