"""Where words are needed, signs that nobody can see are none."""

import pytest

from hrcn_community.conversations.models import Poll, Post, PostState, Unmasking
from hrcn_community.discussions.models import Thread
from hrcn_community.spaces.models import Space
from tests.discussions.masks import a_masking_space, reply_masked
from tests.discussions.polls import a_poll
from tests.discussions.posts import post_of, state_of
from tests.discussions.queries import ask
from tests.discussions.spaces import change
from tests.discussions.tending import sent
from tests.factories import PUBLIC

UNSEEN = {
    "zero width": "\u200b\u2060",
    "Hangul filler": "\u3164",
    "Braille's empty cell": "\u2800",
}
SAY_WHY = "Say why; the author will read it."
pytestmark = pytest.mark.parametrize("unseen", UNSEEN.values(), ids=UNSEEN)


@pytest.fixture
def space(world, cast):
    return world.space(PUBLIC, "Housing", facilitator=cast.chandra)


@pytest.fixture
def thread(world, cast, space):
    return world.thread(space, cast.amina, replies=[(cast.ben, "Words of Ben.")])


def refused(answer, words: str) -> bool:
    return answer.status_code == 422 and words in answer.text


def test_no_post_is_hidden_for_them(world, cast, thread, unseen):
    address = f"/posts/{post_of(world, thread, 2).ref}/hiding"
    assert refused(cast.chandra.browser.post(address, reason=unseen), SAY_WHY)
    assert state_of(world, thread, 2) == PostState.PUBLISHED


def test_no_post_that_waits_is_refused_for_them(world, cast, space, thread, unseen):
    change(world, space, first_posts="held")
    cast.eve.browser.post(f"{thread.address}/replies", body="May I?")
    held = world.rows(Post)[-1]
    answer = cast.chandra.browser.post(f"/posts/{held.ref}/refusal", reason=unseen)
    assert refused(answer, SAY_WHY)
    assert world.rows(Post)[-1].state == PostState.HELD


def test_no_thread_is_closed_for_them(cast, public, thread, unseen):
    answer = cast.chandra.browser.post(f"{thread.address}/closure", reason=unseen)
    assert refused(answer, SAY_WHY)
    assert "This thread is closed" not in public.page(thread.address)


def test_no_pseudonym_is_opened_for_them(world, cast, unseen):
    space = a_masking_space(world, cast.eve, cast.ben)
    reply_masked(cast.eve, world.thread(space, cast.ben))
    address = f"/posts/{world.rows(Post)[-1].ref}/unmasking"
    assert refused(cast.cleo.browser.post(address, reason=unseen), SAY_WHY)
    assert world.rows(Unmasking) == []


def test_no_thread_that_is_split_off_is_called_so(world, cast, space, thread, unseen):
    form = {"numbers": "2", "title": unseen}
    answer = sent(cast.chandra, thread, "split", form, space=space.slug)
    assert refused(answer, "Give the thread a title.")
    assert len(world.rows(Thread)) == 1


def test_no_space_is_called_so(world, cast, space, unseen):
    answer = cast.chandra.browser.post(f"/spaces/{space.slug}/settings", name=unseen)
    assert refused(answer, "Give the space a name.")
    assert world.rows(Space)[0].name == "Housing"


def test_no_poll_asks_them_or_offers_them(world, cast, thread, unseen):
    address = f"/posts/{post_of(world, thread).ref}/poll/new"
    form = {"poll_question": unseen, "poll_choices": "Yes\nNo", "poll_kind": "single"}
    assert refused(cast.amina.browser.post(address, form), "Ask a question.")
    form |= {"poll_question": "Shall we?", "poll_choices": f"Yes\n{unseen}"}
    assert refused(cast.amina.browser.post(address, form), "Offer from 2 to 20 choices.")
    assert world.rows(Poll) == []


def test_no_choice_is_changed_into_them(world, cast, unseen):
    poll = a_poll(world, cast.amina)
    form = {"poll_question": "What?", "words_1": unseen, "words_2": "B", "words_3": "C"}
    answer = cast.amina.browser.post(f"{poll.address}/edit", form, edition="1")
    assert refused(answer, "Write what the choice is")


def test_no_objection_is_raised_or_passed_over_with_them(world, cast, unseen):
    query = ask(world, cast).confirming()
    assert refused(query.say(cast.dalia, "no", remark=unseen), "Say what should be different.")
    query.say(cast.ben)
    query.say(cast.dalia, "no", remark="We did more.")
    answer = query.publish(over_objection=unseen)
    assert answer.status_code == 409
    assert "Somebody objects" in answer.text
