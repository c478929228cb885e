"""Beside what people write stands who will read it, and how many they are."""

from hrcn_community.conversations.models import Post
from tests.discussions.spaces import change
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC


def test_whoever_edits_a_post_is_told_who_reads_it(world, cast):
    closed = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    for place, words in (
        (closed, "Only the 2 people inside this space can read this."),
        (world.space(NETWORK), "All 2 members of the network can read this"),
        (world.space(PUBLIC), "Anyone on the internet can read this."),
    ):
        world.thread(place, cast.amina)
        ref = world.rows(Post)[-1].ref
        assert words in cast.amina.browser.page(f"/posts/{ref}/edit")


def test_whoever_edits_what_waits_is_told_that_it_does(world, cast):
    place = world.space(NETWORK, facilitator=cast.chandra)
    thread = world.thread(place, cast.chandra)
    change(world, place, first_posts="held")
    world.reply(thread, cast.amina)
    page = cast.amina.browser.page(f"/posts/{world.rows(Post)[-1].ref}/edit")
    assert "only you and the facilitators of the space read this" in page
    assert "members of the network can read" not in page


def test_who_submits_a_practice_is_told_how_many_review_it(cast):
    people = cast.amina, cast.dalia, cast.cleo  # advisors and the core team review
    assert people
    page = cast.amina.browser.page("/practices/new")
    assert "only you and the 2 reviewers can read this" in page


def test_who_asks_for_advice_or_writes_of_themselves_is_told_how_large_the_network_is(cast):
    assert cast.ben
    assert "The network has 2 members." in cast.amina.browser.page("/consultations/new")
    assert "All 2 members of the network can read this" in cast.amina.browser.page("/settings")


def test_who_calls_a_workshop_is_told_who_reads_of_it(cast):
    assert "The 1 member of the network can read this" in cast.cleo.browser.page("/workshops/new")
