"""How lively threads are, day by day, and the best of a week, a month, a year."""

from datetime import UTC, datetime, timedelta

from hrcn_community.conversations.actions import count_lively, write_post
from hrcn_community.conversations.models import Conversation, ConversationDay, Post, PostState
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.discussions.actions import accept_answer, withdraw_acceptance
from hrcn_community.discussions.models import ThreadKind
from hrcn_community.discussions.queries import find_thread
from tests.discussions.lists import older, titles
from tests.factories import CONFIDENTIAL, PUBLIC


def test_a_post_counts_one_on_its_day_when_it_is_published(world, cast):
    thread = world.thread(world.space(), cast.amina, replies=[(cast.ben, "So.")])
    with clock.at(datetime(2030, 1, 2, 23, 59, tzinfo=UTC)):
        world.reply(thread, cast.ben)
    assert _days(world, thread) == {clock.now().date().isoformat(): 2, "2030-01-02": 1}

    def hold():
        conversation = db.session.get_one(Conversation, thread.conversation_id)
        write_post(conversation, "Held.", by=viewer, state=PostState.HELD)

    viewer = world.viewer(cast.ben)
    world.do(hold)
    assert sum(_days(world, thread).values()) == 3


def test_an_accepted_answer_counts_three_once_and_no_longer_when_it_is_withdrawn(world, cast):
    thread = world.thread(
        world.space(), cast.amina, kind=ThreadKind.QUESTION, replies=[(cast.ben, "So.")] * 2
    )
    amina = world.viewer(cast.amina)

    def accept(number):
        post = db.select(Post).where(
            Post.conversation_id == thread.conversation_id, Post.number == number
        )
        found = find_thread(thread.ref, viewer=amina)
        assert found
        accept_answer(found, db.session.scalars(post).one(), by=amina)

    def withdraw():
        found = find_thread(thread.ref, viewer=amina)
        assert found
        withdraw_acceptance(found, by=amina)

    for deed, sum_ in (
        (lambda: accept(2), 6), (lambda: accept(3), 6), (withdraw, 3), (withdraw, 3), (lambda: accept(2), 6),
    ):  # fmt: skip
        world.do(deed)
        assert sum(_days(world, thread).values()) == sum_


def test_points_are_added_to_those_of_the_day_and_taken_away(world, cast):
    thread = world.thread(world.space(), cast.amina)
    for points in (5, -2):
        world.do(lambda p=points: count_lively(thread.conversation_id, p, clock.now()))
    assert list(_days(world, thread).values()) == [4]


def test_the_best_of_a_time_are_those_with_most_in_it(world, cast, public):
    space, now = world.space(PUBLIC), clock.now()
    for title, age, replies in (
        ("Last year", 400, 9), ("This year", 200, 5), ("This month", 20, 3), ("This week", 2, 1),
    ):  # fmt: skip
        with clock.at(now - timedelta(days=age)):
            world.thread(space, cast.amina, title, replies=[(cast.ben, "So.")] * replies)
    assert titles(public.page("/threads?view=top")) == ["This week"]
    assert titles(public.page("/threads?view=top&period=week")) == ["This week"]
    assert titles(public.page("/threads?view=top&period=month")) == ["This month", "This week"]
    year = ["This year", "This month", "This week"]
    assert titles(public.page("/threads?view=top&period=year")) == year
    assert titles(public.page(f"/spaces/{space.slug}?view=top&period=year")) == year


def test_what_is_liked_in_a_closed_space_moves_nothing_outside(world, cast, public):
    space, closed = world.space(PUBLIC), world.space(CONFIDENTIAL, member=cast.amina)
    for n in range(32):
        world.thread(space, cast.amina, f"Thread {n:02}", replies=[(cast.ben, "So.")] * (n % 3))
    before = public.page("/threads?view=top")
    for n in range(5):
        world.thread(closed, cast.amina, f"Secret {n}", replies=[(cast.amina, "So.")] * 4)
    after = public.page("/threads?view=top")
    assert (titles(after), older(after)) == (titles(before), older(before))
    assert len(titles(public.page(older(after)))) == 2
    assert titles(cast.amina.browser.page("/threads?view=top"))[0] == "Secret 4"


def test_what_fell_to_nothing_is_not_among_the_best(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina, "Was liked")
    world.do(lambda: count_lively(thread.conversation_id, -1, clock.now()))
    assert titles(public.page("/threads?view=top")) == []


def _days(world, thread):
    rows = world.rows(ConversationDay, conversation_id=thread.conversation_id)
    return {row.day.isoformat(): row.score for row in rows}
