"""Changing a poll, putting choices aside, closing it; and that no vote is ever lost by it."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.actions.polls import change_poll
from hrcn_community.conversations.models import PollChoice
from hrcn_community.conversations.poll_plan import PollChange
from hrcn_community.conversations.queries.polls_found import choices_of, find_poll
from hrcn_community.core import clock
from hrcn_community.core.events import Entry
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.discussions.polls import CHOICES, MULTIPLE, Asked, a_poll, bars
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC


def form_of(asked: Asked, **changes: Any) -> dict[str, Any]:
    """Return the fields of the form as it comes, with changes."""
    poll = asked.row()
    fields: dict[str, Any] = {"poll_question": poll.question, "edition": str(poll.edition)}
    for choice in asked.world.rows(PollChoice, poll_id=asked.id):
        fields[f"words_{choice.position}"] = choice.words
        fields |= {f"aside_{choice.position}": "y"} if choice.retired_at else {}
    if not poll.voter_count:
        names = "anonymous" if poll.is_anonymous else "named"
        fields |= {"poll_kind": poll.kind, "poll_results": poll.results, "poll_names": names}
    return {**fields, "poll_choices": "", "poll_closes_at": "", **changes}


def save(who, asked: Asked, **changes: Any):
    return who.browser.post(f"{asked.address}/edit", form_of(asked, **changes))


def test_the_wording_is_corrected_and_says_so_once_somebody_has_voted(world, cast, public):
    asked = a_poll(world, cast.amina)
    page = follow(cast.amina.browser, save(cast.amina, asked, poll_question="What is first?"))
    assert "What is first?" in page
    assert "wording was changed" not in page
    asked.vote(cast.ben, 2)
    held = {"If-None-Match": public.get(asked.thread.address).headers["ETag"]}
    save(cast.amina, asked, words_2="Insulation of roofs")
    page = public.get(asked.thread.address, headers=held).text
    assert "The wording was changed after 1 person had voted." in page
    assert bars(page)[1] == ("Insulation of roofs", 1, 100)


def test_of_an_anonymous_poll_it_is_not_said_after_how_many(world, cast, public):
    asked = a_poll(world, cast.amina, is_anonymous=True)
    asked.vote(cast.ben, 2)
    save(cast.amina, asked, poll_question="What is first?")
    assert "The wording was changed after people had voted." in public.page(asked.thread.address)


def test_choices_are_added_and_put_aside_and_old_votes_still_count(world, cast, public):
    asked = a_poll(world, cast.amina)
    asked.vote(cast.ben, 1)
    save(cast.amina, asked, aside_1="y", poll_choices="Solar roofs\nShutters")
    page = cast.omar.browser.page(asked.thread.address)
    assert "Shutters" in page
    assert 'name="answer" value="1"' not in page
    told = bars(public.page(asked.thread.address))
    assert [words for words, *_ in told] == [*CHOICES, "Solar roofs", "Shutters"]
    assert told[0] == ("Heat pumps", 1, 100)
    answer = cast.omar.browser.post(f"{asked.address}/ballot", answer="1")
    assert answer.status_code == 409
    assert "not offered any more" in answer.text
    assert cast.omar.browser.post(f"{asked.address}/ballot", answer="5").status_code == 303


def test_who_chose_what_was_put_aside_may_stay_with_it_or_leave_it(world, cast):
    asked = a_poll(world, cast.amina, kind=MULTIPLE)
    asked.vote(cast.ben, 1, 2)
    save(cast.amina, asked, aside_1="y")
    assert 'value="1" checked' in cast.ben.browser.page(asked.thread.address)
    cast.ben.browser.post(f"{asked.address}/ballot", {"answer": ["1", "3"]})
    assert len(asked.votes()) == 2
    cast.ben.browser.post(f"{asked.address}/ballot", {"answer": ["3"]})
    assert cast.ben.browser.post(f"{asked.address}/ballot", {"answer": ["1"]}).status_code == 409


def test_what_was_put_aside_before_anybody_chose_it_is_not_shown(world, cast, public):
    asked = a_poll(world, cast.amina)
    asked.vote(cast.ben, 2)
    save(cast.amina, asked, aside_1="y")
    assert "Heat pumps" not in public.page(asked.thread.address)
    save(cast.amina, asked, aside_1="")
    assert "Heat pumps" in public.page(asked.thread.address)


def test_the_rules_may_change_until_somebody_has_voted(world, cast):
    asked = a_poll(world, cast.amina)
    save(cast.amina, asked, poll_kind="ranked", poll_names="anonymous", poll_results="closed")
    row = asked.row()
    assert (row.kind, row.is_anonymous, row.results) == ("ranked", True, "closed")
    before = form_of(asked)
    asked.vote(cast.ben, 2, 1)
    page = cast.amina.browser.page(f"{asked.address}/edit")
    assert "people relied on it" in page
    assert 'name="poll_names"' not in page
    answer = cast.amina.browser.post(f"{asked.address}/edit", {**before, "poll_names": "named"})
    assert answer.status_code == 409
    assert "Somebody has voted meanwhile" in answer.text
    assert asked.row().is_anonymous


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"poll_question": " "}, "Ask a question."),
        ({"words_2": ""}, "a choice is put aside, not emptied"),
        ({"words_2": "x" * 201}, "200 characters"),
        ({"words_2": "heat PUMPS"}, "“heat PUMPS” stands there twice."),
        ({"poll_choices": "Insulation"}, "“Insulation” stands there twice."),
        ({"aside_1": "y", "aside_2": "y"}, "Offer from 2 to 20 choices."),
        ({"poll_choices": "\n".join(map(str, range(18)))}, "Offer from 2 to 20 choices."),
        ({"poll_closes_at": "2001-01-01T10:00"}, "Choose a moment from now"),
    ],
)
def test_a_change_that_cannot_be_comes_back_with_the_reason(world, cast, wrong, message):
    asked = a_poll(world, cast.amina)
    asked.vote(cast.ben, 2)
    answer = save(cast.amina, asked, **{"words_3": "I kept this.", **wrong})
    assert answer.status_code == 422
    assert message in answer.text
    assert "I kept this." in answer.text
    assert [choice.words for choice in world.rows(PollChoice)] == list(CHOICES)


def test_a_poll_has_an_end_of_choices(world, cast):
    asked = a_poll(world, cast.amina)
    rounds = [{f"aside_{n}": "y" for n in range(1, 19)}, {f"aside_{n}": "y" for n in range(1, 37)}]
    answers = []
    for number, aside in enumerate(({}, *rounds)):
        have = len(world.rows(PollChoice))
        lines = "\n".join(f"Choice {number}-{n}" for n in range(20 - have + len(aside)))
        answers.append(save(cast.amina, asked, poll_choices=lines, **aside))
    assert [answer.status_code for answer in answers] == [303, 303, 422]
    assert "at most 40 choices in all" in answers[-1].text


def test_two_who_change_a_poll_at_once_do_not_overwrite_each_other(world, cast):
    asked = a_poll(world, cast.amina, world.space(PUBLIC, facilitator=cast.chandra))
    form = form_of(asked, poll_question="Mine?")
    save(cast.chandra, asked, poll_question="Hers?")
    answer = cast.amina.browser.post(f"{asked.address}/edit", form)
    assert answer.status_code == 409
    assert "Hers?" in answer.text
    assert "Mine?" in answer.text
    assert asked.row().question == "Hers?"
    again = cast.amina.browser.post(f"{asked.address}/edit", {**form, "edition": "2"})
    assert again.status_code == 303
    assert asked.row().question == "Mine?"


def test_others_change_and_close_nothing(world, cast, public):
    asked = a_poll(world, cast.amina, world.space(PUBLIC, facilitator=cast.chandra))
    for somebody in (cast.ben, cast.cleo):
        assert somebody.browser.sees(f"{asked.address}/edit") == 403
        assert save(somebody, asked, poll_question="Ha?").status_code == 403
        assert somebody.browser.post(f"{asked.address}/closure").status_code == 403
        assert f"{asked.address}/edit" not in somebody.browser.page(asked.thread.address)
    assert public.post(f"{asked.address}/edit", form_of(asked)).status_code == 401
    assert public.post(f"{asked.address}/closure").status_code == 401
    assert cast.chandra.browser.sees(f"{asked.address}/edit") == 200
    assert cast.chandra.browser.post(f"{asked.address}/closure").status_code == 303


def test_nobody_changes_or_closes_what_is_out_of_their_sight(world, cast):
    asked = a_poll(world, cast.amina, world.space(CONFIDENTIAL, member=cast.amina))
    for deed in ("edit", "closure"):
        there = cast.eve.browser.post(f"{asked.address}/{deed}", form_of(asked))
        nowhere = cast.eve.browser.post(f"/posts/0000000000/poll/{deed}", form_of(asked))
        assert there.status_code == nowhere.status_code == 404
        assert len(there.data) == len(nowhere.data)
    assert asked.row().closed_at is None


def test_closed_by_hand_it_shows_the_results_and_changes_no_more(world, cast, public, worker):
    asked = a_poll(world, cast.amina, results="closed")
    asked.vote(cast.ben, 1)
    for _ in range(2):
        answer = cast.amina.browser.post(f"{asked.address}/closure")
        assert "The poll is closed." in follow(cast.amina.browser, answer)
    assert bars(public.page(asked.thread.address))[0] == ("Heat pumps", 1, 100)
    assert cast.amina.browser.sees(f"{asked.address}/edit") == 409
    assert save(cast.amina, asked, poll_question="Ha?").status_code == 409
    worker()
    worker()
    assert [notice.person_id for notice in world.rows(Notice)] == [cast.ben.id]
    assert "A poll in “Warm homes” has closed" in cast.ben.browser.page("/notifications")


def test_closed_by_its_time_author_and_voters_are_told_once(world, cast, worker):
    closes_at = clock.now() + timedelta(hours=1)
    asked = a_poll(world, cast.amina, closes_at=closes_at)
    asked.vote(cast.ben, 1)
    asked.vote(cast.omar, 2)
    worker()
    assert world.rows(Notice) == []
    with clock.at(closes_at + timedelta(minutes=5)):
        worker()
        cast.amina.browser.post(f"{asked.address}/closure")
        worker()
    told = sorted(notice.person_id for notice in world.rows(Notice, kind="poll.closed"))
    assert told == sorted([cast.amina.id, cast.ben.id, cast.omar.id])
    assert asked.row().closed_at == closes_at


def test_of_an_anonymous_poll_only_the_author_is_told(world, cast, worker):
    closes_at = clock.now() + timedelta(hours=1)
    asked = a_poll(world, cast.amina, closes_at=closes_at, is_anonymous=True)
    asked.vote(cast.ben, 1)
    with clock.at(closes_at):
        worker()
    assert [notice.person_id for notice in world.rows(Notice)] == [cast.amina.id]


def test_put_off_it_closes_at_the_new_time_alone(world, cast, worker):
    first, second = (clock.now() + timedelta(hours=hours) for hours in (1, 48))
    asked = a_poll(world, cast.amina, closes_at=first)
    save(cast.amina, asked, poll_closes_at=second.strftime("%Y-%m-%dT%H:%M"))
    with clock.at(first + timedelta(minutes=1)):
        worker()
        assert asked.row().closed_at is None
        assert cast.ben.browser.post(f"{asked.address}/ballot", answer="1").status_code == 303
    with clock.at(second + timedelta(hours=3)):
        worker()
        assert asked.row().closed_at == asked.row().closes_at


def test_nobody_is_told_of_a_poll_whose_post_is_gone_or_out_of_their_sight(world, cast, worker):
    closes_at = clock.now() + timedelta(hours=1)
    space = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    gone, left = (a_poll(world, cast.amina, space, closes_at=closes_at) for _ in range(2))
    for asked in (gone, left):
        asked.vote(cast.ben, 1)
    cast.amina.browser.post(f"/posts/{gone.ref}/deletion")
    cast.ben.browser.post(f"/spaces/{space.slug}/membership/end")
    with clock.at(closes_at):
        worker()
    assert [notice.person_id for notice in world.rows(Notice)] == [cast.amina.id]
    assert gone.row().closed_at is not None


def test_a_change_that_changes_nothing_is_none(world, cast):
    asked = a_poll(world, cast.amina)
    assert save(cast.amina, asked).status_code == 303
    assert asked.row().edition == 1
    assert world.rows(Entry, name="PollChanged") == []


WORDS = st.text(alphabet="abcdefgh", min_size=1, max_size=6)
CHANGES = st.lists(
    st.tuples(
        WORDS, st.lists(st.tuples(WORDS, st.booleans()), max_size=6), st.lists(WORDS, max_size=2)
    ),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(CHANGES)
def test_no_change_ever_touches_a_vote(world, cast, changes):
    asked = a_poll(world, cast.amina, world.space(NETWORK), kind=MULTIPLE)
    asked.vote(cast.ben, 1, 2)
    asked.vote(cast.omar, 3)
    before = [(v.voter, v.choice_id, v.rank, v.person_id) for v in asked.votes()]

    def change(question, written, added) -> None:
        amina = viewer_of(cast.amina.id)
        poll = find_poll(asked.ref, viewer=amina)
        assert poll is not None
        standing = [(c.words, bool(c.retired_at)) for c in choices_of(poll).values()]
        choices = tuple([*written, *standing[len(written) :]][: len(standing)])
        plan = PollChange(question, choices, tuple(added))
        change_poll(poll, plan, by=amina, over=poll.edition)

    for each in changes:
        world.do(lambda each=each: change(*each))
    assert [(v.voter, v.choice_id, v.rank, v.person_id) for v in asked.votes()] == before
    assert asked.row().voter_count == 2
    page = cast.dalia.browser.page(asked.thread.address)
    assert sum(votes for _, votes, _ in bars(page)) == 3
