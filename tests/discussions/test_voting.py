"""Voting in a poll, changing one's mind, taking a vote back."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.actions.polls import close_poll
from hrcn_community.conversations.models import PollChoice
from hrcn_community.conversations.queries.polls_found import find_poll, voter_print
from hrcn_community.core import clock
from tests.browsing import follow
from tests.canary.planters import there
from tests.discussions.masks import a_masking_space, persona_in, reply_masked
from tests.discussions.polls import MULTIPLE, RANKED, a_poll, bars, crowd
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC

HTMX = {"HX-Request": "true"}


def fragment(browser, address, **fields):
    form = {"csrf_token": browser.token("/"), **fields}
    return browser.client.post(address, data=form, headers=HTMX)


def chosen(asked) -> list[tuple[int, int]]:
    """Return the votes in a poll: choice and rank, in order."""
    choices = asked.world.rows(PollChoice, poll_id=asked.id)
    positions = {choice.id: choice.position for choice in choices}
    return sorted((positions[vote.choice_id], vote.rank) for vote in asked.votes())


def test_a_member_votes_once_and_may_change_their_mind(world, cast):
    asked = a_poll(world, cast.amina)
    answer = cast.ben.browser.post(f"{asked.address}/ballot", answer="2")
    page = follow(cast.ben.browser, answer)
    assert "Your vote is counted." in page
    assert "You voted:" in page
    cast.ben.browser.post(f"{asked.address}/ballot", answer="3")
    assert chosen(asked) == [(3, 1)]
    assert asked.row().voter_count == 1
    assert bars(cast.ben.browser.page(asked.thread.address))[2] == ("District heating", 1, 100)


def test_as_a_fragment_the_poll_takes_its_own_place_and_says_that_the_vote_is_counted(world, cast):
    asked = a_poll(world, cast.amina)
    answer = fragment(cast.ben.browser, f"{asked.address}/ballot", answer="1")
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith(f'<section class="poll" id="poll-{asked.ref}"')
    assert "innerHTML:[data-announcer]" in answer.text
    assert "Your vote is counted." in answer.text
    assert bars(answer.text)[0] == ("Heat pumps", 1, 100)
    assert "<html" not in answer.text
    assert chosen(asked) == [(1, 1)]


def test_several_choices_are_one_ballot(world, cast):
    asked = a_poll(world, cast.amina, kind=MULTIPLE)
    cast.ben.browser.post(f"{asked.address}/ballot", {"answer": ["1", "3"]})
    cast.omar.browser.post(f"{asked.address}/ballot", {"answer": ["3"]})
    assert chosen(asked) == [(1, 1), (3, 1), (3, 1)]
    assert asked.row().voter_count == 2
    page = cast.ben.browser.page(asked.thread.address)
    assert [share for _, _, share in bars(page)] == [50, 0, 100]
    assert "may add up to more than 100 %" in page


def test_wishes_are_ranked_as_far_as_somebody_likes_and_gaps_do_not_count(world, cast):
    asked = a_poll(world, cast.amina, kind=RANKED)
    places = {"position-1": "3", "position-2": "", "position-3": "1"}
    page = follow(cast.ben.browser, cast.ben.browser.post(f"{asked.address}/ballot", places))
    assert chosen(asked) == [(1, 2), (3, 1)]
    assert "District heating › Heat pumps" in page
    assert '<option value="2" selected>' in page


@pytest.mark.parametrize(
    ("kind", "sent", "message"),
    [
        ("single", {}, "Choose first."),
        ("single", {"answer": ["1", "2"]}, "Choose one only."),
        ("single", {"answer": "99"}, "Choose first."),
        ("single", {"answer": "1; DROP"}, "Choose first."),
        ("multiple", {}, "Choose first."),
        ("ranked", {"position-1": "", "position-2": ""}, "Choose first."),
        ("ranked", {"position-1": "2", "position-2": "2", "position-3": "1"}, "the same place"),
        ("ranked", {"position-1": "１", "position-2": "1"}, "the same place"),
    ],
)
def test_a_ballot_that_cannot_be_counted_comes_back_with_the_reason(
    world, cast, kind, sent, message
):
    asked = a_poll(world, cast.amina, kind=kind)
    for answer in (
        cast.ben.browser.post(f"{asked.address}/ballot", sent),
        fragment(cast.ben.browser, f"{asked.address}/ballot", **sent),
    ):
        assert answer.status_code == 422
        assert message in answer.text
    assert asked.votes() == []
    assert asked.row().voter_count == 0


def test_what_was_sent_is_still_there_when_a_ballot_comes_back(world, cast):
    asked = a_poll(world, cast.amina, kind=RANKED)
    sent = {"position-1": "2", "position-2": "2", "position-3": "1"}
    page = cast.ben.browser.post(f"{asked.address}/ballot", sent).text
    assert page.count('<option value="2" selected>') == 2
    assert page.count('<option value="1" selected>') == 1


def test_a_vote_is_withdrawn_on_a_page_and_as_a_fragment(world, cast):
    asked = a_poll(world, cast.amina)
    asked.vote(cast.ben, 1)
    asked.vote(cast.omar, 1)
    answer = cast.ben.browser.post(f"{asked.address}/ballot/end")
    assert "Your vote is withdrawn." in follow(cast.ben.browser, answer)
    answer = fragment(cast.omar.browser, f"{asked.address}/ballot/end")
    assert "Your vote is withdrawn." in answer.text
    cast.omar.browser.post(f"{asked.address}/ballot/end")
    assert asked.votes() == []
    assert asked.row().voter_count == 0


def test_the_public_sees_no_ballot_and_is_asked_to_sign_in(world, cast, public):
    asked = a_poll(world, cast.amina)
    asked.vote(cast.ben, 1)
    page = public.page(asked.thread.address)
    assert bars(page)
    assert "/poll/ballot" not in page
    for deed in ("ballot", "ballot/end"):
        assert public.post(f"{asked.address}/{deed}", answer="2").status_code == 401
    assert chosen(asked) == [(1, 1)]


def test_nobody_votes_in_what_is_out_of_their_sight(world, cast):
    asked = a_poll(world, cast.amina, world.space(CONFIDENTIAL, member=cast.amina))
    for deed in ("ballot", "ballot/end"):
        there = cast.eve.browser.post(f"{asked.address}/{deed}", answer="1")
        nowhere = cast.eve.browser.post(f"/posts/0000000000/poll/{deed}", answer="1")
        assert there.status_code == nowhere.status_code == 404
        assert len(there.data) == len(nowhere.data)
    assert asked.votes() == []


def test_a_poll_that_closed_a_moment_ago_takes_no_vote_and_says_so(world, cast):
    closes_at = clock.now() + timedelta(hours=1)
    asked = a_poll(world, cast.amina, closes_at=closes_at)
    asked.vote(cast.ben, 1)
    with clock.at(closes_at):
        for deed in ("ballot", "ballot/end"):
            answer = cast.ben.browser.post(f"{asked.address}/{deed}", answer="2")
            assert answer.status_code == 409
            assert "This poll is closed" in answer.text
        answer = fragment(cast.ben.browser, f"{asked.address}/ballot", answer="2")
        assert answer.status_code == 409
        assert "This poll is closed" in answer.text
        assert answer.headers["HX-Retarget"] == f"#poll-{asked.ref}"
        assert bars(answer.text)[0] == ("Heat pumps", 1, 100)
    assert chosen(asked) == [(1, 1)]


def test_a_closed_thread_takes_no_votes_and_opened_again_it_does(world, cast):
    asked = a_poll(world, cast.amina, world.space(PUBLIC, facilitator=cast.chandra))
    cast.chandra.browser.post(f"{asked.thread.address}/closure", reason="Enough.")
    page = cast.ben.browser.page(asked.thread.address)
    assert "Takes no votes while the conversation is closed" in page
    assert "/poll/ballot" not in page
    answer = cast.ben.browser.post(f"{asked.address}/ballot", answer="2")
    assert answer.status_code == 409
    assert "This conversation is closed" in answer.text
    cast.chandra.browser.post(f"{asked.thread.address}/closure/end")
    assert cast.ben.browser.post(f"{asked.address}/ballot", answer="2").status_code == 303


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_nobody_votes_under_two_names(world, cast, is_anonymous):
    """Who asked under a pseudonym, and wears one still, votes by name like everybody: once."""
    space = a_masking_space(world, cast.amina, cast.ben)
    thread = world.thread(space, cast.ben)
    reply_masked(cast.amina, thread)
    persona = replace(cast.amina, id=persona_in(world, space).id)
    asked = a_poll(world, persona, thread=thread, number=2, is_anonymous=is_anonymous)
    for answer in ("1", "2"):
        sent = {"answer": answer, "mask": "1", "masked": "1"}
        assert cast.amina.browser.post(f"{asked.address}/ballot", sent).status_code == 303
    [vote] = asked.votes()
    assert vote.voter == world.ask(lambda: voter_print(asked.id, cast.amina.id))
    assert asked.row().voter_count == 1


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_the_same_ballot_ten_times_at_once_is_one(app, world, cast, is_anonymous):
    asked = a_poll(
        world, cast.amina, world.space(NETWORK), kind=MULTIPLE, is_anonymous=is_anonymous
    )
    browser = cast.ben.browser
    form = {"csrf_token": browser.token("/"), "answer": ["1", "2"]}
    cookies = browser.client._cookies

    def send(_number: int) -> int:
        client = app.test_client()
        client._cookies = cookies
        return client.post(f"{asked.address}/ballot", data=form).status_code

    with ThreadPoolExecutor(10) as crowd_:
        assert set(crowd_.map(send, range(10))) == {303}
    assert chosen(asked) == [(1, 1), (2, 1)]
    assert asked.row().voter_count == 1


def test_many_who_vote_and_withdraw_at_once_are_counted_right(app, world, cast):
    asked = a_poll(world, cast.amina, world.space(NETWORK))
    people = crowd(world, 6)

    def come_and_go(number: int) -> None:
        for wish in (1, 2, 3):
            asked.vote(people[number], wish)

    with ThreadPoolExecutor(6) as together:
        list(together.map(come_and_go, range(6)))
    assert chosen(asked) == [(3, 1)] * 6
    assert asked.row().voter_count == 6


def test_a_vote_and_the_closing_at_once_are_one_after_the_other(app, world, cast):
    asked = a_poll(world, cast.amina, world.space(NETWORK))
    people = crowd(world, 5)
    outcomes = []

    def vote(person) -> None:
        try:
            asked.vote(person, 1)
            outcomes.append("counted")
        except Exception as error:
            outcomes.append(type(error).__name__)

    def close(_: object) -> None:
        def deed() -> None:
            amina = viewer_of(cast.amina.id)
            close_poll(there(find_poll(asked.ref, viewer=amina)), by=amina)

        world.do(deed)

    with ThreadPoolExecutor(6) as together:
        list(
            together.map(lambda each: each[0](each[1]), [(vote, p) for p in people] + [(close, 0)])
        )
    assert set(outcomes) <= {"counted", "PollOver"}
    assert asked.row().voter_count == len(asked.votes()) == outcomes.count("counted")
