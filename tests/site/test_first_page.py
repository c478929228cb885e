"""The first page, for the public and for a person."""

from tests.counting import count_queries
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC
from tests.knowledge.telling import a_practice, a_register, a_verified_practice


def test_the_public_learns_what_this_is_what_is_open_and_how_to_join(world, cast, public):
    a_register(world)
    world.thread(world.space(PUBLIC), cast.amina, "Told aloud")
    world.thread(world.space(NETWORK), cast.amina, "Among us")
    a_verified_practice(world, cast, "Open meetings")
    page = public.page("/")
    for words in ("Told aloud", "Open meetings", "Lund", "Ask to join", "Come in"):
        assert words in page
    assert "Among us" not in page
    assert public.get("/").headers["Cache-Control"].startswith("public")


def test_what_waits_comes_first_then_what_is_new_then_the_latest(world, cast):
    _ = cast.dalia
    thread = world.thread(world.space(), cast.dalia, "Followed thread")
    world.reply(thread, cast.ben)
    world.thread(world.space(), cast.ben, "Another thread")
    a_practice(world, cast.amina, "A practice to read")
    page = cast.dalia.browser.page("/")
    places = [page.index(w) for w in ("A practice to read", "Followed thread", "Another thread")]
    assert places == sorted(places)
    assert page.count("Followed thread") == 1


def test_a_newcomer_is_shown_what_to_do_first(world, cast):
    page = cast.ben.browser.page("/")
    assert "Welcome, Ben" in page
    assert "Choose the spaces you want to be in" in page
    assert "Waiting for you" not in page


def test_somebody_with_nothing_to_do_is_told_so(world, cast):
    world.space(member=cast.ben, name="A quiet room")
    page = cast.ben.browser.page("/")
    assert "Nothing waits for you." in page
    assert "You have read everything in the threads you follow." in page
    assert "A quiet room" in page


def test_the_first_page_shows_nobody_what_is_not_theirs(world, cast):
    world.thread(
        world.space(CONFIDENTIAL, "The hidden room", member=cast.amina), cast.amina, "Hush"
    )
    page = cast.eve.browser.page("/")
    assert "Hush" not in page
    assert "The hidden room" not in page


def test_it_asks_the_same_at_three_rows_and_at_many(app, world, cast, public):
    space = world.space(PUBLIC, member=cast.dalia)

    def tell(count):
        for n in range(count):
            thread = world.thread(space, cast.dalia, f"Thread {n}")
            world.reply(thread, cast.amina)
            a_verified_practice(world, cast, f"Practice {n}")
            a_practice(world, cast.amina, f"Pending {n}")

    tell(3)
    few = [asked(app, browser, "/") for browser in (public, cast.dalia.browser)]
    tell(9)
    assert [asked(app, browser, "/") for browser in (public, cast.dalia.browser)] == few
    assert few[0] <= 8
    assert few[1] <= 16


def asked(app, browser, path):
    browser.page(path)
    with count_queries(app) as statements:
        browser.page(path)
    return len(statements)
