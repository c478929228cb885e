"""Finding one's way in a long thread: where one is, the first unread post, the best ones."""

import re

import pytest
from sqlalchemy import update

from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from tests.factories import CONFIDENTIAL, PUBLIC


@pytest.fixture
def thread(world, cast):
    replies = [(cast.ben, f"Reply number {n}.") for n in range(2, 46)]
    return world.thread(world.space(PUBLIC), cast.amina, "A long one", replies=replies)


def value(world, thread, scores: dict[int, int]) -> None:
    """Let readers have valued some posts."""

    def write() -> None:
        for number, score in scores.items():
            here = Post.conversation_id == thread.conversation_id
            db.session.execute(update(Post).where(here, Post.number == number).values(score=score))

    world.do(write)


def test_a_long_thread_says_where_one_is_and_leads_to_any_post(public, thread):
    page = public.page(f"{thread.address}?post=21")
    assert "Posts 21 to 40 of 45" in page
    assert f'href="{thread.address}?post=45#p45"' in page
    assert 'max="45"' in page
    assert "Reply number 33." in public.page(f"{thread.address}?post=33")


def test_a_number_that_no_post_has_is_said_to_be_none(public, thread):
    page = public.page(f"{thread.address}?post=9999")
    assert "There is no post 9999 here; the last one is 45." in page
    assert "Reply number 45." in page
    for number in (1, 45):
        assert "There is no post" not in public.page(f"{thread.address}?post={number}")


def test_a_short_thread_needs_no_such_signs(world, cast, public):
    short = world.thread(world.space(PUBLIC), cast.amina, replies=[(cast.ben, "So.")])
    assert "Places in this thread" not in public.page(short.address)


def test_the_first_unread_post_is_one_press_away(world, cast, thread):
    eve = cast.eve.browser
    unread = f"{thread.address}/unread"
    assert eve.get(unread).headers["Location"] == f"{thread.address}?post=1#p1"
    eve.page(f"{thread.address}?post=45")
    assert eve.get(unread).headers["Location"] == f"{thread.address}?post=45#p45"
    for words in ("One more.", "And one more."):
        world.reply(thread, cast.ben, words)
    assert eve.get(unread).headers["Location"] == f"{thread.address}?post=46#p46"


def test_the_best_posts_are_shown_best_first_after_the_opening(world, cast, public, thread):
    value(world, thread, {7: 2, 30: 9, 12: 0})
    page = public.page(f"{thread.address}/summary")
    assert [int(n) for n in re.findall(r'id="p(\d+)"', page)] == [1, 30, 7]


def test_the_best_posts_are_twenty_at_most(world, cast, public, thread):
    value(world, thread, {number: number for number in range(1, 46)})
    page = public.page(f"{thread.address}/summary")
    assert [int(n) for n in re.findall(r'id="p(\d+)"', page)] == [1, *range(45, 25, -1)]


def test_a_thread_without_valued_posts_says_so(public, thread):
    assert "Nobody has marked a reply here yet" in public.page(f"{thread.address}/summary")


def test_what_was_taken_back_is_among_the_best_no_more(world, cast, public, thread):
    value(world, thread, {7: 2})
    [post] = world.rows(Post, conversation_id=thread.conversation_id, number=7)
    cast.ben.browser.post(f"/posts/{post.ref}/deletion")
    page = public.page(f"{thread.address}/summary")
    assert "Reply number 7." not in page
    assert "Nobody has marked a reply" in page


def test_neither_leads_outsiders_into_a_closed_space(world, cast, public):
    hidden = world.thread(world.space(CONFIDENTIAL, member=cast.amina), cast.amina)
    for browser in (public, cast.eve.browser, cast.cleo.browser):
        assert browser.sees(f"{hidden.address}/summary") == 404
        assert browser.sees(f"{hidden.address}/unread") == 404
