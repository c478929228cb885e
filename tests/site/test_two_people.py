"""Two signed-in people are never taken for one another."""

from hrcn_community.conversations.models import Post
from tests.factories import CONFIDENTIAL


def test_two_people_in_turns_are_each_themselves(cast):
    browsers = {"Amina": cast.amina.browser, "Ben": cast.ben.browser}
    for _ in range(3):
        for name, browser in browsers.items():
            assert f"Account of {name}" in browser.page("/")


def test_the_public_between_two_people_is_nobody(cast, public):
    for browser, name in ((cast.amina.browser, "Amina"), (public, ""), (cast.ben.browser, "Ben")):
        page = browser.page("/threads")
        assert ("Account of" in page) is bool(name)
        assert f"Account of {name}" in page or not name


def test_what_each_writes_is_theirs(world, cast):
    thread = world.thread(world.space(), cast.amina)
    cast.amina.browser.post(f"{thread.address}/replies", body="From the first.")
    cast.ben.browser.post(f"{thread.address}/replies", body="From the second.")
    cast.amina.browser.post(f"{thread.address}/replies", body="From the third.")
    authors = [post.author_id for post in sorted(world.rows(Post), key=lambda p: p.number)]
    assert authors == [cast.amina.id, cast.amina.id, cast.ben.id, cast.amina.id]


def test_what_one_sees_is_not_shown_to_the_next(world, cast):
    thread = world.thread(world.space(CONFIDENTIAL, member=cast.amina), cast.amina)
    for _ in range(2):
        assert cast.amina.browser.sees(thread.address) == 200
        assert cast.eve.browser.sees(thread.address) == 404


def test_one_browser_signs_out_and_another_in(cast):
    browser = cast.amina.browser
    browser.post("/sign-out")
    assert "Account of" not in browser.page("/")
    cast.ben.browser  # noqa: B018 - Ben stands there
    browser.sign_in(cast.ben.email)
    assert "Account of Ben" in browser.page("/")
