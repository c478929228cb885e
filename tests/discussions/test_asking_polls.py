"""Asking a question with choices: with a thread, with a reply, and in a post that stands."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from hrcn_community.accounts.models import Person
from hrcn_community.conversations.models import Conversation, Poll, PollChoice, Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from tests.browsing import follow
from tests.counting import count_queries
from tests.discussions.polls import a_poll
from tests.discussions.posts import post_of
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC

LINES = "Heat pumps\n\n  Insulation \nDistrict heating\n"
POLL = {
    "poll_question": "What comes first?",
    "poll_choices": LINES,
    "poll_kind": "ranked",
    "poll_names": "anonymous",
    "poll_results": "voted",
    "poll_closes_at": "",
}


def thread_form(space, **more):
    fields = {"title": "Warm homes", "kind": "discussion", "body": "Let us see.", "language": "en"}
    return {**fields, "city": "", "space": space.slug, **POLL, **more}


def test_a_thread_is_started_with_a_poll_in_its_opening(world, cast, public):
    space = world.space(PUBLIC)
    page = follow(cast.amina.browser, cast.amina.browser.post("/threads", thread_form(space)))
    assert "What comes first?" in page
    [poll] = world.rows(Poll)
    assert (poll.kind, poll.is_anonymous, poll.results) == ("ranked", True, "voted")
    words = [(choice.position, choice.words) for choice in world.rows(PollChoice)]
    assert words == [(1, "Heat pumps"), (2, "Insulation"), (3, "District heating")]
    assert [post.has_poll for post in world.rows(Post)] == [True]
    assert "What comes first?" in public.page(
        "/threads/" + page.partition('action="/threads/')[2].partition("/")[0]
    )


def test_a_reply_brings_a_poll_and_sent_twice_it_is_one(world, cast):
    thread = world.thread(world.space(), cast.amina)
    form = {"body": "Vote, please.", "form_token": "0123456789", **POLL}
    for _ in range(2):
        answer = cast.ben.browser.post(f"{thread.address}/replies", form)
        assert "What comes first?" in follow(cast.ben.browser, answer)
    [poll] = world.rows(Poll)
    assert poll.post_id == post_of(world, thread, 2).id


def test_without_a_question_and_choices_there_is_no_poll(world, cast):
    thread = world.thread(world.space(), cast.amina)
    form = {"body": "No poll.", **POLL, "poll_question": " ", "poll_choices": "\n \n\u200b"}
    assert cast.ben.browser.post(f"{thread.address}/replies", form).status_code == 303
    assert world.rows(Poll) == []
    assert not post_of(world, thread, 2).has_poll


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"poll_question": ""}, "Ask a question"),
        ({"poll_question": "\u200b\u2060"}, "Ask a question"),
        ({"poll_question": "x" * 201}, "200 characters"),
        ({"poll_choices": "Only one"}, "Offer from 2 to 20 choices."),
        ({"poll_choices": "\n".join(f"Choice {n}" for n in range(21))}, "Offer from 2 to 20"),
        ({"poll_choices": "Yes\nNo\n yés"}, "“yés” stands there twice."),
        ({"poll_choices": "Yes\n" + "x" * 201}, "Use at most 200 characters for each."),
        ({"poll_kind": "loud"}, "Not a valid choice"),
        ({"poll_closes_at": "soon"}, "Not a valid datetime"),
        ({"poll_closes_at": "2001-01-01T10:00"}, "Choose a moment from now"),
        ({"poll_closes_at": "9999-12-31T23:59"}, "Choose a moment from now"),
        ({"poll_closes_at": "0001-01-01T00:00"}, "Choose a moment from now"),
    ],
)
def test_a_poll_that_cannot_be_comes_back_whole_with_the_reason(world, cast, wrong, message):
    thread = world.thread(world.space(), cast.amina)
    form = {"body": "I kept this sentence.", **POLL, **wrong}
    answer = cast.ben.browser.post(f"{thread.address}/replies", form)
    assert answer.status_code == 422
    assert message in answer.text
    assert "I kept this sentence." in answer.text
    assert '<details class="more" open>' in answer.text
    for name in ("poll_question", "poll_choices"):
        kept = form[name].split("\n")[0].strip(" \u200b\u2060")
        assert kept in answer.text, name
    assert world.rows(Poll) == []
    assert len(world.rows(Post)) == 1


def test_the_closing_time_is_of_the_persons_own_zone(world, cast):
    zone = update(Person).where(Person.id == cast.ben.id).values(timezone="America/New_York")
    world.do(lambda: db.session.execute(zone))
    thread = world.thread(world.space(), cast.amina)
    assert "America/New York" in cast.ben.browser.page(thread.address)
    with clock.at(datetime(2026, 6, 30, tzinfo=UTC)):
        form = {"body": "Vote.", **POLL, "poll_closes_at": "2026-07-01T18:00"}
        assert cast.ben.browser.post(f"{thread.address}/replies", form).status_code == 303
    assert world.rows(Poll)[0].closes_at == datetime(2026, 7, 1, 22, tzinfo=UTC)


def test_the_author_adds_a_poll_to_a_post_that_stands(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina)
    held = {"If-None-Match": public.get(thread.address).headers["ETag"]}
    address = f"/posts/{post_of(world, thread).ref}/poll/new"
    assert address in cast.amina.browser.page(thread.address)
    assert "Add the poll" in cast.amina.browser.page(address)
    answer = cast.amina.browser.post(address, POLL)
    assert "What comes first?" in follow(cast.amina.browser, answer)
    assert "What comes first?" in public.get(thread.address, headers=held).text
    assert address not in cast.amina.browser.page(thread.address)


def test_a_poll_of_nothing_is_explained_beside_its_fields(world, cast):
    thread = world.thread(world.space(), cast.amina)
    address = f"/posts/{post_of(world, thread).ref}/poll/new"
    answer = cast.amina.browser.post(address, {**POLL, "poll_question": "", "poll_choices": ""})
    assert answer.status_code == 422
    assert "Ask a question." in answer.text
    assert "Name the choices" in answer.text
    assert world.rows(Poll) == []


def test_a_post_holds_one_poll(world, cast):
    asked = a_poll(world, cast.amina)
    address = f"{asked.address}/new"
    assert cast.amina.browser.sees(address) == 409
    answer = cast.amina.browser.post(address, POLL)
    assert answer.status_code == 409
    assert "holds a poll already" in answer.text
    assert len(world.rows(Poll)) == 1


def test_others_add_no_poll_but_a_facilitator_may(world, cast, public):
    thread = world.thread(world.space(NETWORK, facilitator=cast.chandra), cast.amina)
    address = f"/posts/{post_of(world, thread).ref}/poll/new"
    for somebody in (cast.ben, cast.cleo):
        assert somebody.browser.sees(address) == 403
        assert somebody.browser.post(address, POLL).status_code == 403
    assert public.post(address, POLL).status_code == 401
    assert cast.chandra.browser.post(address, POLL).status_code == 303


def test_nobody_adds_a_poll_to_a_post_out_of_their_sight(world, cast):
    thread = world.thread(world.space(CONFIDENTIAL, member=cast.amina), cast.amina)
    there = f"/posts/{post_of(world, thread).ref}/poll/new"
    answers = [cast.eve.browser.post(a, POLL) for a in (there, "/posts/0000000000/poll/new")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len(answers[0].data) == len(answers[1].data)
    assert world.rows(Poll) == []


def test_a_closed_thread_takes_no_new_poll(world, cast):
    thread = world.thread(world.space(facilitator=cast.chandra), cast.amina)
    cast.chandra.browser.post(f"{thread.address}/closure", reason="All was said.")
    answer = cast.amina.browser.post(f"/posts/{post_of(world, thread).ref}/poll/new", POLL)
    assert answer.status_code == 409
    assert "closed" in answer.text
    assert world.rows(Poll) == []


def test_editing_the_text_leaves_the_poll_and_its_votes(world, cast):
    asked = a_poll(world, cast.amina)
    asked.vote(cast.ben, 2)
    cast.amina.browser.post(f"/posts/{asked.ref}/edit", body="Other words.", revision="1")
    assert [vote.person_id for vote in asked.votes()] == [cast.ben.id]
    assert "What comes first?" in cast.ben.browser.page(asked.thread.address)


def test_a_poll_shares_the_fate_of_its_post(world, cast, public):
    asked = a_poll(world, cast.amina, world.space(PUBLIC, facilitator=cast.chandra))
    asked.vote(cast.ben, 1)
    cast.amina.browser.post(f"/posts/{asked.ref}/deletion")
    for browser in (public, cast.ben.browser, cast.amina.browser):
        assert "What comes first?" not in browser.page(asked.thread.address)
        assert browser.sees(asked.address) == 404
    assert cast.ben.browser.post(f"{asked.address}/ballot", answer="2").status_code == 404
    cast.amina.browser.post(f"/posts/{asked.ref}/deletion/end")
    assert "What comes first?" in public.page(asked.thread.address)
    cast.chandra.browser.post(f"/posts/{asked.ref}/hiding", reason="Not here.")
    assert "What comes first?" not in public.page(asked.thread.address)
    assert public.sees(f"{asked.address}/voters") == 404
    assert len(asked.votes()) == 1


def test_a_poll_in_a_post_that_moves_into_a_closed_space_is_unknown_outside(world, cast, public):
    asked = a_poll(world, cast.amina)
    inside = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    move = update(Conversation).values(space_id=inside.id)
    world.do(
        lambda: db.session.execute(move.where(Conversation.id == asked.thread.conversation_id))
    )
    assert public.sees(asked.address) == cast.eve.browser.sees(asked.address) == 404
    assert cast.eve.browser.post(f"{asked.address}/ballot", answer="1").status_code == 404
    assert cast.ben.browser.post(f"{asked.address}/ballot", answer="1").status_code == 303


def test_a_page_asks_for_all_its_polls_at_once_and_only_where_there_are_some(
    app, world, cast, public
):
    thread = world.thread(world.space(PUBLIC), cast.amina, replies=[(cast.amina, "So.")] * 6)

    def statements(browser) -> int:
        browser.get(thread.address)
        with count_queries(app) as asked:
            browser.get(thread.address)
        return len([each for each in asked if not each.startswith("BEGIN")])

    before = statements(public), statements(cast.ben.browser)
    a_poll(world, cast.amina, thread=thread)
    one = statements(public), statements(cast.ben.browser)
    for number in range(2, 8):
        kind = ("multiple", "ranked", "single")[number % 3]
        a_poll(world, cast.amina, thread=thread, number=number, kind=kind)
    many = statements(public), statements(cast.ben.browser)
    assert one == many == (before[0] + 2, before[1] + 2)


def test_a_long_open_poll_may_close_in_two_years_and_no_later(world, cast):
    thread = world.thread(world.space(), cast.amina)
    for days, status in ((700, 303), (740, 422)):
        at = (clock.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")
        form = {"body": "Vote.", **POLL, "poll_closes_at": at}
        assert cast.ben.browser.post(f"{thread.address}/replies", form).status_code == status


def test_whoever_makes_a_poll_reads_when_anonymous_results_are_shown(world, cast):
    thread = world.thread(world.space(PUBLIC), cast.amina)
    words = "Of an anonymous poll that is open they come after 10 votes, then in steps of 5"
    for page in (thread.address, f"/posts/{post_of(world, thread).ref}/poll/new"):
        assert words in cast.amina.browser.page(page)
