"""How much somebody wants to be told of a thread, of a whole space."""

import pytest

from hrcn_community.conversations.models import Follow, Post, SpaceFollow
from hrcn_community.notifications.models import Mail, Notice
from tests.browsing import follow
from tests.factories import CONFIDENTIAL, NETWORK
from tests.notifications.wanting import choose, wants
from tests.racing import at_once


@pytest.fixture
def space(world):
    return world.space(NETWORK)


@pytest.fixture
def thread(world, cast, space):
    return world.thread(space, cast.amina)


def told(world, person) -> list[str]:
    """The kinds of what somebody was told, in order."""
    return [notice.kind for notice in world.rows(Notice, person_id=person.id)]


def mailed(world, person) -> int:
    """To how many mails at once that led: what was told in the app is mailed before it is looked at."""
    return len(world.rows(Mail, person_id=person.id, sort="notice"))


@pytest.mark.parametrize(
    ("level", "kinds", "mails"),
    [
        ("watching", ["thread.replied", "thread.mentioned"], 2),
        ("following", ["thread.replied", "thread.mentioned"], 1),
        ("normal", ["thread.mentioned"], 1),
        ("muted", [], 0),
    ],
)
def test_of_a_thread_each_is_told_as_much_as_they_want(
    world, cast, thread, worker, level, kinds, mails
):
    worker()
    answer = wants(cast.eve, thread, level)
    assert f'value="{level}" aria-current="true"' in follow(cast.eve.browser, answer)
    world.reply(thread, cast.ben, "We began with the tenants.")
    world.reply(thread, cast.ben, "Does @eve know more?")
    worker()
    assert told(world, cast.eve) == kinds
    assert mailed(world, cast.eve) == mails


@pytest.mark.parametrize(
    ("level", "kinds", "mails"),
    [
        ("watching", ["thread.started", "thread.replied"], 2),
        ("following", ["thread.started"], 0),
        ("normal", [], 0),
        ("muted", [], 0),
    ],
)
def test_of_a_space_each_is_told_as_much_as_they_want(
    world, cast, space, worker, level, kinds, mails
):
    answer = wants(cast.eve, space, level)
    assert f'value="{level}" aria-current="true"' in follow(cast.eve.browser, answer)
    begun = world.thread(space, cast.amina, "Begun afterwards")
    world.reply(begun, cast.ben)
    worker()
    assert told(world, cast.eve) == kinds
    assert mailed(world, cast.eve) == mails


def test_what_is_said_of_a_thread_counts_for_more_than_what_is_said_of_its_space(
    world, cast, space, thread, worker
):
    worker()
    wants(cast.eve, space, "muted")
    wants(cast.eve, thread, "following")
    wants(cast.ben, space, "watching")
    wants(cast.ben, thread, "muted")
    world.reply(thread, cast.omar, "Is @eve here, and @ben?")
    worker()
    assert told(world, cast.eve) == ["thread.mentioned"]
    assert told(world, cast.ben) == []


def test_a_decision_about_ones_words_is_told_in_what_was_muted_too(world, cast, worker):
    space = world.space(NETWORK, facilitator=cast.chandra)
    thread = world.thread(space, cast.chandra, replies=[(cast.amina, "Rude words.")])
    wants(cast.amina, thread, "muted")
    cast.chandra.browser.post(f"/posts/{_ref_of_reply(world)}/hiding", reason="Rude to a newcomer.")
    worker()
    assert "post.hidden" in told(world, cast.amina)


def test_watching_sends_no_mail_to_whoever_wants_none(world, cast, thread, worker):
    worker()
    choose(cast.eve, mail_reply="never")
    wants(cast.eve, thread, "watching")
    world.reply(thread, cast.ben)
    worker()
    assert told(world, cast.eve) == ["thread.replied"]
    assert mailed(world, cast.eve) == 0


def test_whoever_is_let_out_of_a_space_is_told_nothing_more_of_it(world, cast, worker):
    space = world.space(CONFIDENTIAL, member=(cast.amina, cast.ben, cast.eve))
    thread = world.thread(space, cast.amina)
    worker()
    wants(cast.eve, space, "watching")
    wants(cast.eve, thread, "watching")
    cast.eve.browser.post(f"/spaces/{space.slug}/membership/end")
    world.thread(space, cast.ben, "Begun afterwards")
    world.reply(thread, cast.ben)
    worker()
    assert told(world, cast.eve) == []
    assert mailed(world, cast.eve) == 0


def test_what_is_out_of_sight_has_no_level(world, cast, public, space):
    inner = world.space(CONFIDENTIAL, member=cast.amina)
    hidden = world.thread(inner, cast.amina)
    assert wants(cast.eve, hidden, "watching").status_code == 404
    assert wants(cast.eve, inner, "watching").status_code == 404
    assert public.post(f"{hidden.address}/level", level="muted").status_code == 401
    assert public.post(f"/spaces/{inner.slug}/level", level="muted").status_code == 401
    assert world.rows(SpaceFollow) == []
    assert world.rows(Follow, person_id=cast.eve.id) == []


@pytest.mark.parametrize("level", ["", "everything", "WATCHING"])
def test_a_level_that_does_not_exist_is_refused(world, cast, thread, space, level):
    assert wants(cast.eve, thread, level).status_code == 400
    assert wants(cast.eve, space, level).status_code == 400
    assert world.rows(SpaceFollow) == []


def test_what_is_muted_is_not_unread(world, cast, space, thread):
    page = cast.ben.browser
    page.page(thread.address)
    world.reply(thread, cast.amina, "Something new.")
    assert thread.address in page.page("/threads?view=unread")
    wants(cast.ben, thread, "muted")
    assert thread.address not in page.page("/threads?view=unread")
    wants(cast.ben, thread, "normal")
    wants(cast.ben, space, "muted")
    assert thread.address not in page.page("/threads?view=unread")


def test_whoever_replies_in_what_they_muted_is_told_nothing_all_the_same(
    world, cast, thread, worker
):
    wants(cast.eve, thread, "muted")
    world.reply(thread, cast.eve, "One word, and no more.")
    world.reply(thread, cast.ben, "And @eve?")
    worker()
    assert told(world, cast.eve) == []


def test_told_anew_is_told_from_now_on(world, cast, thread, worker):
    """What happened while nothing was wanted is not told later, though its event is handled later."""
    wants(cast.eve, thread, "muted")
    world.reply(thread, cast.ben, "While it was muted.")
    wants(cast.eve, thread, "following")
    world.reply(thread, cast.ben, "Afterwards.")
    wants(cast.eve, thread, "watching")
    worker()
    assert told(world, cast.eve) == ["thread.replied"]


def test_of_two_who_say_it_at_once_both_are_kept(world, cast, space):
    people = (cast.eve, cast.ben, cast.omar)
    assert all(person.browser for person in people)
    answers = at_once([lambda p=p: wants(p, space, "watching") for p in people])
    assert [answer.status_code for answer in answers] == [303] * 3
    same = at_once(
        [lambda level=level: wants(cast.eve, space, level) for level in ("muted", "following")]
    )
    assert [answer.status_code for answer in same] == [303] * 2
    assert len(world.rows(SpaceFollow)) == 3


def test_a_pseudonym_follows_no_longer_when_its_owner_says_how_much_they_want(world, cast, worker):
    space = world.space(NETWORK, pseudonyms="allowed", member=(cast.amina, cast.ben))
    thread = world.thread(space, cast.ben)
    cast.amina.browser.post(f"{thread.address}/replies", body="Masked words.", mask="y")
    assert len(world.rows(Follow, conversation_id=thread.conversation_id)) == 2
    wants(cast.amina, thread, "muted")
    rows = world.rows(Follow, conversation_id=thread.conversation_id)
    assert {(row.person_id, row.level) for row in rows} == {
        (cast.amina.id, "muted"),
        (cast.ben.id, "following"),
    }


def _ref_of_reply(world) -> str:
    return world.rows(Post, number=2)[0].ref
