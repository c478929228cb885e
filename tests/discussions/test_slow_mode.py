"""Slow mode: so much time between two posts of one person."""

from datetime import UTC, datetime, timedelta

import pytest

from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from tests.counting import count_queries
from tests.discussions.spaces import change
from tests.factories import CONFIDENTIAL

FORM = {"title": "Warm homes", "body": "My thread.", "kind": "discussion", "language": "en"}


@pytest.fixture
def space(world, cast):
    return world.space(facilitator=cast.chandra)


@pytest.fixture
def thread(world, cast, space):
    told = world.thread(space, cast.omar)
    change(world, space, slow_seconds=300)
    return told


def test_a_second_post_too_soon_is_refused_in_words_and_its_text_is_kept(world, cast, thread):
    assert _reply(cast.amina, thread, "One.").status_code == 303
    answer = _reply(cast.amina, thread, "Half an hour of writing.")
    assert answer.status_code == 409
    assert "You can write again in 5 minutes." in answer.text
    assert "Half an hour of writing." in answer.text
    assert len(world.rows(Post)) == 2


def test_after_that_time_one_writes_again(world, cast, thread):
    begun = clock.now()
    with clock.at(begun):
        _reply(cast.amina, thread, "One.")
    with clock.at(begun + timedelta(seconds=301)):
        assert _reply(cast.amina, thread, "Two.").status_code == 303


def test_the_refusal_says_how_long_it_still_takes(world, cast, thread):
    begun = clock.now()
    with clock.at(begun):
        _reply(cast.amina, thread, "One.")
    with clock.at(begun + timedelta(seconds=200)):
        assert "You can write again in 2 minutes." in _reply(cast.amina, thread, "Two.").text
    with clock.at(begun + timedelta(seconds=280)):
        page = _reply(cast.amina, thread, "Two.").text
    assert "seconds." in page


def test_the_pace_of_a_space_holds_over_all_its_threads_and_for_starting_one(
    world, cast, space, thread
):
    _reply(cast.amina, thread, "One.")
    other = world.thread(space, cast.chandra, "Another")
    assert _reply(cast.amina, other, "Two.").status_code == 409
    answer = cast.amina.browser.post("/threads", FORM, space=space.slug)
    assert answer.status_code == 409
    assert "My thread." in answer.text
    assert cast.amina.browser.post("/threads", FORM, space=world.space().slug).status_code == 303


def test_the_pace_of_a_thread_holds_in_it_alone_and_the_longer_one_counts(
    world, cast, space, thread
):
    change(world, space, slow_seconds=60)
    _slow(world, thread, 3600)
    other, begun = world.thread(space, cast.chandra, "Another"), clock.now()
    with clock.at(begun):
        _reply(cast.amina, thread, "One.")
    with clock.at(begun + timedelta(seconds=120)):
        assert "in 58 minutes" in _reply(cast.amina, thread, "Two.").text
        assert _reply(cast.amina, other, "Three.").status_code == 303


def test_facilitators_need_not_wait(cast, thread):
    for words in ("One.", "Two."):
        assert _reply(cast.chandra, thread, words).status_code == 303


def test_one_does_not_wait_for_others(cast, thread):
    assert _reply(cast.amina, thread, "One.").status_code == 303
    assert _reply(cast.ben, thread, "Two.").status_code == 303


def test_taking_a_post_back_does_not_shorten_the_wait(world, cast, thread):
    _reply(cast.amina, thread, "One.")
    cast.amina.browser.post(f"/posts/{world.rows(Post)[-1].ref}/deletion")
    assert _reply(cast.amina, thread, "Two.").status_code == 409


def test_what_is_held_counts_too(world, cast, space, thread):
    change(world, space, first_posts="held")
    _reply(cast.amina, thread, "One.")
    assert _reply(cast.amina, thread, "Two.").status_code == 409


def test_nothing_is_asked_where_it_is_off(app, world, cast, space, thread):
    change(world, space, slow_seconds=0)
    token = cast.amina.browser.token()
    with count_queries(app) as statements:
        form = {"body": "One.", "csrf_token": token}
        assert (
            cast.amina.browser.client.post(f"{thread.address}/replies", data=form).status_code
            == 303
        )
    assert not [each for each in statements if "max(posts.created_at)" in each]


def test_the_composer_says_so_before_one_writes(cast, space, thread):
    words = "after a post you can write again in 5 minutes"
    assert words in cast.amina.browser.page(thread.address)
    assert words in cast.amina.browser.page(f"/threads/new?space={space.slug}")
    assert words not in cast.chandra.browser.page(thread.address)


def test_whoever_wrote_a_moment_ago_reads_before_writing_when_they_may_again(cast, space, thread):
    begun = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
    with clock.at(begun):
        _reply(cast.amina, thread, "One.")
    with clock.at(begun + timedelta(seconds=200)):
        for page in (thread.address, f"/threads/new?space={space.slug}"):
            shown = cast.amina.browser.page(page)
            assert "you can write again at this time" in shown
            assert '<time datetime="2026-05-04T09:05:00+00:00"' in shown
            assert shown.index("09:05 UTC") < shown.index("<textarea")
            assert "you can write again at this time" not in cast.ben.browser.page(page)
    with clock.at(begun + timedelta(seconds=301)):
        assert "after a post you can write" in cast.amina.browser.page(thread.address)


def test_outside_a_confidential_space_its_pace_is_not_to_be_learnt(world, cast):
    place = world.space(CONFIDENTIAL, member=cast.amina)
    thread = world.thread(place, cast.amina)
    change(world, place, slow_seconds=300)
    assert _reply(cast.eve, thread, "One.").status_code == 404


def _reply(somebody, thread, body: str):
    return somebody.browser.post(f"{thread.address}/replies", body=body)


def _slow(world, thread, seconds: int) -> None:
    def do() -> None:
        db.session.get_one(Conversation, thread.conversation_id).slow_seconds = seconds

    world.do(do)
