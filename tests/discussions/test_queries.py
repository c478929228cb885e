"""Asking for a consolidated reply, and the window in which contributions are taken."""

from datetime import timedelta

import pytest

from hrcn_community.conversations.models import ConversationDay
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.discussions.models import Synopsis, Thread, ThreadKind
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.counting import count_queries
from tests.discussions.posts import post_of
from tests.discussions.queries import ask, in_days, make_due
from tests.factories import CONFIDENTIAL, PUBLIC

FORM = {
    "title": "Who keeps rents down?",
    "body": "Tell us.",
    "kind": "query",
    "language": "en",
    "city": "",
}


@pytest.fixture
def query(world, cast):
    return ask(world, cast)


def test_a_member_starts_a_query_and_its_window_is_open(world, cast, public):
    answer = cast.amina.browser.post(
        "/threads", FORM, space=world.space(PUBLIC).slug, until=in_days(20)
    )
    page = follow(cast.amina.browser, answer)
    assert "Contributions are welcome until" in page
    assert "Nobody has contributed yet." in page
    assert "Query" in public.page("/threads")
    [synopsis] = world.rows(Synopsis)
    assert synopsis.state == "collecting"
    assert 19 <= (synopsis.contributions_until - clock.now()).days <= 20


@pytest.mark.parametrize("day", ["", "soon", in_days(1), in_days(120), "2020-01-01"])
def test_the_last_day_of_a_query_lies_days_ahead_and_the_text_is_kept(world, cast, day):
    answer = cast.amina.browser.post("/threads", FORM, space=world.space().slug, until=day)
    assert answer.status_code == 422
    assert "Tell us." in answer.text
    assert world.rows(Thread) == []


def test_in_any_other_kind_of_thread_the_day_is_ignored(world, cast):
    for day in ("soon", "2020-01-01", ""):
        form = FORM | {"kind": "discussion", "until": day}
        assert (
            cast.amina.browser.post("/threads", form, space=world.space().slug).status_code == 303
        )
    assert world.rows(Synopsis) == []


def test_the_head_counts_each_who_contributed_once_and_only_what_stands(world, cast, public, query):
    world.reply(query.thread, cast.ben, "One more.")
    assert "2 people have contributed." in public.page(query.address)
    cast.dalia.browser.post(f"/posts/{post_of(world, query.thread, 3).ref}/deletion")
    assert "1 person has contributed." in public.page(query.address)


def test_whoever_replied_after_the_window_is_not_counted_but_marked_for_the_facilitator(
    world, cast, public, query
):
    query.end()
    world.reply(query.thread, cast.omar, "Late, but here.")
    assert "2 people have contributed." in public.page(query.address)
    assert "The replies are being drawn together" in public.page(query.address)
    page = cast.chandra.browser.page(f"{query.address}/synopsis/edit")
    assert page.count("After the window") == 1


def test_the_window_ends_by_itself_and_the_facilitators_are_told_once(world, cast, worker, query):
    worker()
    _later(world, query)
    worker()
    worker()
    assert query.state == "drafting"
    assert [n.person_id for n in world.rows(Notice, kind="synopsis.contributed")] == [
        cast.chandra.id
    ]


def test_ended_before_its_time_it_does_not_end_again(world, cast, worker, query):
    world.do(lambda: db.session.get_one(Synopsis, query.thread.id).contributions_until)
    assert query.end().status_code == 303
    assert query.end().status_code == 409
    make_due(world)
    worker()
    assert world.rows(Notice, kind="synopsis.contributed") == []  # who ended it knows it
    assert query.state == "drafting"


def test_an_extended_window_does_not_end_when_the_first_one_would_have(world, cast, worker, query):
    answer = query.post(cast.chandra, "window", until=in_days(40), reason="Two cities are away.")
    assert "Two cities are away." in follow(cast.chandra.browser, answer)
    make_due(world)
    worker()
    assert query.state == "collecting"


def test_it_can_be_opened_again_while_nobody_is_asked(query, cast):
    query.drafting()
    assert query.post(cast.chandra, "window", until=in_days(5)).status_code == 303
    assert query.state == "collecting"


@pytest.mark.parametrize("day", ["", "soon", in_days(-1), in_days(120)])
def test_it_is_not_extended_to_a_day_that_is_none(query, cast, day):
    before = query.synopsis.contributions_until
    assert query.post(cast.chandra, "window", until=day).status_code == 422
    assert query.synopsis.contributions_until == before


def test_what_answered_a_question_is_worth_as_much_as_before_once_that_becomes_a_query(world, cast):
    space = world.space(PUBLIC, facilitator=cast.chandra)
    replies = [(cast.ben, "So.")]
    question = world.thread(space, cast.amina, kind=ThreadKind.QUESTION, replies=replies)

    def worth() -> tuple[int, int]:
        [day] = world.rows(ConversationDay, conversation_id=question.conversation_id)
        return post_of(world, question, 2).score, day.score

    before = worth()
    cast.amina.browser.post(f"{question.address}/replies/2/acceptance")
    assert worth() > before
    answer = cast.chandra.browser.post(f"{question.address}/query", until=in_days(10))
    assert answer.status_code == 303
    assert worth() == before


def test_a_facilitator_turns_a_question_into_a_query(world, cast, public, query):
    question = world.thread(query.space, cast.ben, "Who pays?", kind=ThreadKind.QUESTION)
    page = cast.chandra.browser.page(question.address)
    assert "Ask for a consolidated reply" in page
    assert cast.chandra.browser.sees(f"{question.address}/query") == 200
    answer = cast.chandra.browser.post(f"{question.address}/query", until=in_days(10))
    assert "Contributions are welcome until" in follow(cast.chandra.browser, answer)
    assert (
        cast.chandra.browser.post(f"{question.address}/query", until=in_days(9)).status_code == 409
    )
    assert len(world.rows(Synopsis)) == 2


def test_it_is_not_turned_into_one_without_a_day_nor_by_others(world, cast, public, query):
    talk = world.thread(query.space, cast.ben)
    address = f"{talk.address}/query"
    assert cast.chandra.browser.post(address, until="").status_code == 422
    assert cast.chandra.browser.post(address, until=in_days(1)).status_code == 422
    for somebody in (cast.ben, cast.amina, cast.omar):
        assert somebody.browser.post(address, until=in_days(9)).status_code == 403
    assert public.post(address, until=in_days(9)).status_code == 401
    assert len(world.rows(Synopsis)) == 1


def test_members_neither_end_nor_extend_a_window(query, cast, public):
    for deed in ("window", "window/end"):
        assert query.post(cast.amina, deed, until=in_days(9)).status_code == 403
        assert public.post(f"{query.address}/synopsis/{deed}").status_code == 401
    assert query.state == "collecting"


def test_out_of_sight_there_is_no_window(world, cast):
    hidden = ask(world, cast, CONFIDENTIAL, [cast.ben])
    for deed in ("window", "window/end", "edit", "confirmations", "publication", "confirmation"):
        assert hidden.post(cast.cleo, deed, until=in_days(9)).status_code == 404
    assert cast.cleo.browser.post(f"{hidden.address}/query", until=in_days(9)).status_code == 404
    for page in ("", "/edit", "/confirmations"):
        assert cast.eve.browser.sees(f"{hidden.address}/synopsis{page}") == 404


def test_a_thread_that_is_no_query_has_no_synopsis(world, cast, query):
    talk = world.thread(query.space, cast.amina)
    for page in ("synopsis", "synopsis/edit", "synopsis/confirmations"):
        assert cast.chandra.browser.sees(f"{talk.address}/{page}") == 404


def test_the_reply_to_a_query_is_not_chosen(query, cast):
    answer = cast.amina.browser.post(f"{query.address}/replies/2/acceptance")
    assert answer.status_code == 409
    assert cast.amina.browser.post(f"{query.address}/acceptance/end").status_code == 409


def test_a_query_takes_at_most_three_statements_more_than_a_discussion(
    app, world, cast, public, query
):
    talk = world.thread(query.space, cast.amina, replies=[(cast.ben, "So."), (cast.dalia, "So.")])
    opening = post_of(world, talk)
    world.reply(talk, cast.ben, f"[#1](/posts/{opening.ref})")  # a synopsis also names its sources
    steps = (lambda: query, query.confirming, query.published)
    for step in steps:
        step()
        for browser in (public, cast.ben.browser, cast.chandra.browser):
            taken = [_statements(app, browser, each) for each in (query.address, talk.address)]
            assert taken[0] - taken[1] <= 3, taken


def test_a_page_that_the_public_keeps_changes_when_the_window_ends(world, public, query):
    tag = public.get(query.address).headers["ETag"]
    assert public.get(query.address, headers={"If-None-Match": tag}).status_code == 304
    query.end()
    assert public.get(query.address, headers={"If-None-Match": tag}).status_code == 200


def _statements(app, browser, path: str) -> int:
    browser.page(path)
    with count_queries(app) as statements:
        browser.page(path)
    return len([each for each in statements if not each.startswith("BEGIN")])


def _later(world, query) -> None:
    """Let the time of the window have passed."""

    def pass_() -> None:
        synopsis = db.session.get_one(Synopsis, query.thread.id)
        synopsis.contributions_until = clock.now() - timedelta(minutes=1)

    world.do(pass_)
    make_due(world)
