"""A thread is moved while something is done with a post of it."""

import pytest
from sqlalchemy import select

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.actions.posts import lock, renew
from hrcn_community.conversations.actions.taking_back import hide_post
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.conversations.queries import find_post
from hrcn_community.core.db import db
from hrcn_community.discussions.actions.moving import move_thread
from hrcn_community.spaces.models import Space
from tests.discussions.posts import post_of
from tests.discussions.tending import at_hand, conversation_of
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC
from tests.racing import meanwhile, on_postgresql

pytestmark = on_postgresql


@pytest.fixture
def hall(world, cast):
    return world.space(PUBLIC, facilitator=cast.chandra)


def test_a_move_waits_for_nobody_who_changes_a_post_where_the_posts_stay_as_they_are(
    app, world, cast, hall
):
    thread = _thread(world, cast, hall)
    house = world.space(NETWORK, facilitator=cast.chandra)
    ref, stands_in = post_of(world, thread, 2).ref, []

    def change_the_post() -> None:
        lock(_post(ref, cast))

    def then() -> None:
        here = select(Conversation.space_id).where(Conversation.id == thread.conversation_id)
        with db.engine.connect() as connection:
            stands_in.append(connection.scalar(here))
        renew(thread.conversation_id)

    move = _moving(cast, thread, house)
    assert meanwhile(app, change_the_post, move, then=then) is None
    assert stands_in == [house.id]


def test_why_a_post_is_hidden_stays_inside_though_it_is_hidden_as_its_thread_goes_out(
    app, world, cast, hall
):
    room = world.space(CONFIDENTIAL, facilitator=cast.chandra, member=[cast.amina, cast.ben])
    thread = _thread(world, cast, room)
    post = post_of(world, thread, 2)

    def take_the_post() -> None:
        lock(_post(post.ref, cast))

    def hide() -> None:
        by = viewer_of(cast.chandra.id)
        hide_post(_post(post.ref, cast), by=by, reason="For us alone.")

    assert meanwhile(app, take_the_post, _moving(cast, thread, hall), then=hide) is None
    [hidden] = world.rows(Post, id=post.id)
    assert (hidden.state, hidden.taken_back_reason) == ("hidden", "")
    assert conversation_of(world, thread).space_id == hall.id


def _thread(world, cast, space):
    return world.thread(space, cast.amina, replies=[(cast.ben, "So.")])


def _moving(cast, thread, space):
    def move() -> None:
        by = viewer_of(cast.chandra.id)
        move_thread(at_hand(thread.ref, by), db.session.get_one(Space, space.id), by=by)

    return move


def _post(ref, cast) -> Post:
    found = find_post(ref, viewer=viewer_of(cast.chandra.id))
    assert found is not None
    return found
