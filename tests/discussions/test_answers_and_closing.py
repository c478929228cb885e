"""Accepting an answer, following, closing and opening again."""

import pytest

from hrcn_community.conversations.models import Follow
from hrcn_community.discussions.models import Thread, ThreadKind
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.discussions.posts import post_of
from tests.discussions.queries import ask
from tests.factories import CONFIDENTIAL, PUBLIC


@pytest.fixture
def question(world, cast):
    return world.thread(
        world.space(PUBLIC, facilitator=cast.chandra),
        cast.amina,
        "Who pays?",
        replies=[(cast.ben, "The city does."), (cast.omar, "The state does.")],
        kind=ThreadKind.QUESTION,
    )


def test_who_asked_accepts_an_answer_and_its_author_is_told(world, cast, public, worker, question):
    answer = cast.amina.browser.post(f"{question.address}/replies/2/acceptance")
    assert "Chosen as the answer" in follow(cast.amina.browser, answer)
    assert "Answered" in public.page("/threads")
    worker()
    [notice] = world.rows(Notice, kind="thread.accepted")
    assert notice.person_id == cast.ben.id


def test_an_acceptance_is_moved_and_withdrawn(world, cast, public, question):
    for number in (2, 3):
        cast.amina.browser.post(f"{question.address}/replies/{number}/acceptance")
    assert world.rows(Thread)[0].accepted_post_id == post_of(world, question, 3).id
    follow(cast.amina.browser, cast.amina.browser.post(f"{question.address}/acceptance/end"))
    assert world.rows(Thread)[0].accepted_post_id is None
    assert "Chosen as the answer" not in public.page(question.address)


def test_others_accept_nothing_but_the_facilitator_may(world, cast, public, question):
    address = f"{question.address}/replies/2/acceptance"
    for somebody in (cast.ben, cast.omar, cast.cleo):
        assert somebody.browser.post(address).status_code == 403
    assert public.post(address).status_code == 401
    assert cast.chandra.browser.post(address).status_code == 303


def test_the_question_itself_is_no_answer_and_a_discussion_has_none(world, cast, question):
    answer = cast.amina.browser.post(f"{question.address}/replies/1/acceptance")
    assert answer.status_code == 409
    assert "Only a reply to a question" in answer.text
    talk = world.thread(world.space(), cast.amina, replies=[(cast.ben, "So.")])
    assert cast.amina.browser.post(f"{talk.address}/replies/2/acceptance").status_code == 409
    assert cast.amina.browser.post(f"{question.address}/replies/9/acceptance").status_code == 404


def test_an_accepted_answer_that_was_taken_back_is_shown_as_none(world, cast, public, question):
    cast.amina.browser.post(f"{question.address}/replies/2/acceptance")
    cast.ben.browser.post(f"/posts/{post_of(world, question, 2).ref}/deletion")
    assert "Chosen as the answer" not in public.page(question.address)


def test_a_question_whose_answer_was_taken_back_or_hidden_is_open_until_it_stands_again(
    world, cast, public, question
):
    cast.amina.browser.post(f"{question.address}/replies/2/acceptance")
    ref = post_of(world, question, 2).ref
    for who, deed in ((cast.ben, "deletion"), (cast.chandra, "hiding")):
        assert _says_answered(cast, public, question)
        who.browser.post(f"/posts/{ref}/{deed}", reason="It is wrong.")
        assert not _says_answered(cast, public, question)
        who.browser.post(f"/posts/{ref}/{deed}/end")
    assert _says_answered(cast, public, question)


def test_a_query_whose_reply_was_taken_back_is_open(world, cast, public):
    query = ask(world, cast).confirming().published()
    assert _says_answered(cast, public, query.thread)
    ref = post_of(world, query.thread, 4).ref
    cast.chandra.browser.post(f"/posts/{ref}/deletion")
    assert not _says_answered(cast, public, query.thread)


def _says_answered(cast, public, thread) -> bool:
    """Return whether it is answered: in the lists, below a title like its own, and on its page."""
    similar = cast.dalia.browser.page("/threads/similar?title=Who+pays+or+keeps+rents")
    assert thread.address in similar
    said = {
        ">Answered<" in public.page("/threads"),
        thread.address not in public.page("/threads?view=unanswered"),
        ">Answered<" in similar,
        ">Answered<" in public.page(thread.address),
        ">Answered<" in cast.dalia.browser.page(thread.address),
    }
    assert len(said) == 1, said
    return said.pop()


def test_following_and_no_longer_following(world, cast, worker, question):
    worker()
    follow(
        cast.eve.browser,
        cast.eve.browser.post(f"{question.address}/level", data={"level": "following"}),
    )
    cast.eve.browser.post(f"{question.address}/level", data={"level": "following"})
    assert len(world.rows(Follow, person_id=cast.eve.id)) == 1
    world.reply(question, cast.ben, "One more.")
    worker()
    assert len(world.rows(Notice, person_id=cast.eve.id)) == 1
    follow(
        cast.eve.browser,
        cast.eve.browser.post(f"{question.address}/level", data={"level": "normal"}),
    )
    world.reply(question, cast.ben, "And one more.")
    worker()
    assert len(world.rows(Notice, person_id=cast.eve.id)) == 1


def test_whoever_begins_to_follow_is_not_told_of_what_was_before(world, cast, worker, question):
    worker()
    world.reply(question, cast.ben, "Said before anybody came.")
    cast.eve.browser.post(f"{question.address}/level", data={"level": "following"})
    worker()
    assert world.rows(Notice, person_id=cast.eve.id) == []
    assert len(world.rows(Follow, person_id=cast.eve.id)) == 1


def test_nobody_follows_what_is_out_of_their_sight(world, cast, public, question):
    hidden = world.thread(world.space(CONFIDENTIAL, member=cast.amina), cast.amina)
    assert (
        cast.eve.browser.post(f"{hidden.address}/level", data={"level": "following"}).status_code
        == 404
    )
    assert public.post(f"{question.address}/level", data={"level": "following"}).status_code == 401
    assert world.rows(Follow, person_id=cast.eve.id) == []


def test_a_facilitator_closes_with_a_reason_and_opens_again(world, cast, public, question):
    answer = cast.chandra.browser.post(f"{question.address}/closure", reason="All was said.")
    assert "All was said." in follow(cast.chandra.browser, answer)
    assert "This thread is closed" in public.page(question.address)
    assert cast.ben.browser.post(f"{question.address}/replies", body="But!").status_code == 409
    follow(cast.chandra.browser, cast.chandra.browser.post(f"{question.address}/closure/end"))
    assert cast.ben.browser.post(f"{question.address}/replies", body="But!").status_code == 303


def test_a_thread_is_not_closed_without_a_reason(world, cast, public, question):
    for reason in ("", "x" * 201):
        answer = cast.chandra.browser.post(f"{question.address}/closure", reason=reason)
        assert answer.status_code == 422
    assert "This thread is closed" not in public.page(question.address)


def test_members_close_nothing(world, cast, public, question):
    for somebody in (cast.amina, cast.ben, cast.dalia):
        for deed in ("closure", "closure/end"):
            answer = somebody.browser.post(f"{question.address}/{deed}", reason="Enough.")
            assert answer.status_code == 403
    assert public.post(f"{question.address}/closure", reason="Enough.").status_code == 401
    hidden = world.thread(world.space(CONFIDENTIAL, member=cast.amina), cast.amina)
    assert cast.chandra.browser.post(f"{hidden.address}/closure", reason="x").status_code == 404
