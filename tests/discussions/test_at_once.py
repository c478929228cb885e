"""Two deeds in one thread at once: neither is lost, neither fails for the other's sake."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.actions import count_lively, release_post
from hrcn_community.conversations.actions.posts import lock, renew
from hrcn_community.conversations.actions.reacting import react
from hrcn_community.conversations.models import (
    Conversation,
    ConversationClosed,
    ConversationDay,
    MovedElsewhere,
    Post,
    ReactionKind,
)
from hrcn_community.conversations.queries import find_post, find_post_to_decide
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.discussions.actions import (
    accept_answer,
    close_thread,
    reopen_thread,
    reply,
)
from hrcn_community.discussions.actions.moving import merge_threads
from hrcn_community.discussions.actions.tending import About, edit_thread
from hrcn_community.discussions.actions.timers import ring, set_timer
from hrcn_community.discussions.events import ThreadTimerSet
from hrcn_community.discussions.models import Thread, ThreadKind, ThreadTimer, TimerKind
from tests.discussions.posts import post_of
from tests.discussions.spaces import change
from tests.discussions.tending import at_hand, conversation_of, numbered
from tests.factories import PUBLIC
from tests.racing import meanwhile, on_postgresql

pytestmark = on_postgresql


@pytest.fixture
def space(world, cast):
    return world.space(PUBLIC, facilitator=cast.chandra)


@pytest.fixture
def question(world, cast, space):
    return world.thread(
        space,
        cast.amina,
        replies=[(cast.ben, "So."), (cast.omar, "Or so.")],
        kind=ThreadKind.QUESTION,
    )


def test_who_reacts_or_accepts_waits_for_a_reply_with_nothing_in_hand_that_it_needs(
    app, world, cast, question
):
    """A reply takes the conversation, then counts its day: so does everybody."""
    [day] = world.rows(ConversationDay, conversation_id=question.conversation_id)
    refs = [post_of(world, question, number).ref for number in (2, 3)]

    def take_the_conversation() -> None:
        held = select(Conversation).where(Conversation.id == question.conversation_id)
        db.session.scalars(held.with_for_update()).one()

    def value() -> None:
        post, viewer = _post(refs[0], cast.dalia)
        react(post, ReactionKind.THANKS, by=viewer)

    def accept() -> None:
        post, viewer = _post(refs[1], cast.amina)
        accept_answer(at_hand(question.ref, viewer), post, by=viewer)

    for deed in (value, accept, lambda: _make_a_discussion(question, cast.chandra)):
        assert meanwhile(app, take_the_conversation, deed, then=lambda: _count(question)) is None
    [after] = world.rows(ConversationDay, conversation_id=question.conversation_id)
    assert after.score == day.score + 1 + 3 - 3 + 3 * 1


def test_who_changes_a_thread_waits_for_a_reaction_with_nothing_in_hand_that_it_needs(
    app, world, cast, question
):
    """A reaction takes the post, then the conversation."""
    ref = post_of(world, question, 2).ref
    cast.amina.browser.post(f"{question.address}/replies/2/acceptance")

    def take_the_post() -> None:
        lock(_post(ref, cast.dalia)[0])

    def change() -> None:
        _make_a_discussion(question, cast.chandra)

    def take_the_conversation() -> None:
        renew(question.conversation_id)

    assert meanwhile(app, take_the_post, change, then=take_the_conversation) is None


def test_who_merges_waits_for_an_acceptance_with_nothing_in_hand_that_it_needs(
    app, world, cast, space, question
):
    """An acceptance takes the thread, then the post."""
    other = world.thread(space, cast.eve)
    ref = post_of(world, question, 2).ref

    def take_the_thread() -> None:
        thread = at_hand(question.ref, viewer_of(cast.amina.id))
        db.session.refresh(thread, ["kind"], with_for_update=True)

    def merge() -> None:
        viewer = viewer_of(cast.chandra.id)
        merge_threads(*(at_hand(each.ref, viewer) for each in (question, other)), by=viewer)

    def take_the_post() -> None:
        lock(_post(ref, cast.amina)[0])

    assert meanwhile(app, take_the_thread, merge, then=take_the_post) is None


def test_a_version_that_grew_meanwhile_grows_once_more(app, world, cast, question):
    """Else a page that was kept of the one version would be shown for the other."""
    ref = post_of(world, question, 2).ref
    before = conversation_of(world, question).version

    def write() -> None:
        viewer = viewer_of(cast.ben.id)
        reply(at_hand(question.ref, viewer), "Too.", by=viewer)

    def accept() -> None:
        post, viewer = _post(ref, cast.amina)
        accept_answer(at_hand(question.ref, viewer), post, by=viewer)

    assert meanwhile(app, write, accept) is None
    assert conversation_of(world, question).version == before + 2
    assert len(numbered(world, question.conversation_id)) == 4


def test_nothing_gets_into_a_thread_that_was_closed_meanwhile(app, world, cast, space, question):
    change(world, space, first_posts="held")
    cast.dalia.browser.post(f"{question.address}/replies", body="First words.")
    [held] = world.rows(Post, state="held")

    def close(who) -> None:
        viewer = viewer_of(who.id)
        close_thread(at_hand(question.ref, viewer), f"As {who.name} says.", by=viewer)

    def write() -> None:
        viewer = viewer_of(cast.ben.id)
        reply(at_hand(question.ref, viewer), "Too late.", by=viewer)

    def let_through() -> None:
        viewer = viewer_of(cast.chandra.id)
        found = find_post_to_decide(held.ref, viewer=viewer)
        assert found is not None
        release_post(found, by=viewer)

    def reopen() -> None:
        viewer = viewer_of(cast.chandra.id)
        reopen_thread(at_hand(question.ref, viewer), by=viewer)

    for deed in (write, let_through):
        late = meanwhile(app, lambda: close(cast.chandra), deed)
        assert isinstance(late, ConversationClosed)
        assert len(numbered(world, question.conversation_id)) == 3
        world.do(reopen)
    assert meanwhile(app, lambda: close(cast.chandra), lambda: close(cast.amina)) is None
    [thread] = world.rows(Thread, id=question.id)
    assert thread.closing_reason == "As Chandra says."


def test_what_waits_is_not_let_through_into_a_thread_that_was_merged_meanwhile(
    app, world, cast, space, question
):
    other = world.thread(space, cast.eve)
    change(world, space, first_posts="held")
    cast.dalia.browser.post(f"{question.address}/replies", body="First words.")
    [held] = world.rows(Post, state="held")

    def merge() -> None:
        viewer = viewer_of(cast.chandra.id)
        merge_threads(*(at_hand(each.ref, viewer) for each in (question, other)), by=viewer)

    def let_through() -> None:
        viewer = viewer_of(cast.chandra.id)
        found = find_post_to_decide(held.ref, viewer=viewer)
        assert found is not None
        release_post(found, by=viewer)

    assert isinstance(meanwhile(app, merge, let_through), MovedElsewhere)
    assert [post.id for post in world.rows(Post, state="held")] == [held.id]
    world.do(let_through)
    assert numbered(world, other.conversation_id)[5] == "First words."


def test_of_two_who_set_the_same_timer_the_later_one_has_it(app, world, cast, question):
    days = {cast.chandra.id: 2, cast.amina.id: 3}

    def set_it(person_id: int) -> None:
        thread = at_hand(question.ref, viewer_of(person_id))
        due = clock.now() + timedelta(days=days[person_id])
        set_timer(thread, TimerKind.CLOSE, due, by=viewer_of(person_id))

    first, second = (lambda who=who: set_it(who) for who in days)
    assert meanwhile(app, first, second) is None
    [timer] = world.rows(ThreadTimer)
    assert timer.set_by_id == cast.amina.id


def test_a_timer_that_is_put_off_as_it_rings_closes_nothing(app, world, cast, worker, question):
    def put_off(days: int) -> None:
        viewer = viewer_of(cast.chandra.id)
        due = clock.now() + timedelta(days=days)
        set_timer(at_hand(question.ref, viewer), TimerKind.CLOSE, due, by=viewer)

    world.do(lambda: put_off(1))
    [before] = world.rows(ThreadTimer)

    def ring_it() -> None:
        with clock.at(clock.now() + timedelta(days=2)):
            ring(ThreadTimerSet(timer_id=before.id), Entry())

    assert meanwhile(app, lambda: put_off(9), ring_it) is None
    [timer] = world.rows(ThreadTimer)
    assert timer.id != before.id
    assert conversation_of(world, question).closed_at is None


def _post(ref, person):
    viewer = viewer_of(person.id)
    post = find_post(ref, viewer=viewer)
    assert post is not None
    return post, viewer


def _count(thread) -> None:
    count_lively(thread.conversation_id, 1, clock.now())


def _make_a_discussion(thread, person) -> None:
    viewer = viewer_of(person.id)
    about = About("Another title", ThreadKind.DISCUSSION, "en")
    edit_thread(at_hand(thread.ref, viewer), about, by=viewer)
