"""Publishing the consolidated reply, and what becomes of it when its sources are withdrawn."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.db import db
from hrcn_community.discussions.actions import publish
from hrcn_community.discussions.models import Confirmation, NotAtThisStage, Thread
from hrcn_community.discussions.queries import find_consolidation
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.discussions.posts import post_of
from tests.discussions.queries import ask
from tests.factories import CONFIDENTIAL


@pytest.fixture
def query(world, cast):
    return ask(world, cast)


def test_it_becomes_a_post_of_the_thread_and_its_answer(world, cast, public, worker, query):
    query.confirming()
    query.say(cast.ben, wants_credit="y")
    page = follow(cast.chandra.browser, query.publish())
    assert "The consolidated reply" in page
    post = post_of(world, query.thread, 4)
    assert post.author_id == cast.chandra.id
    assert f"[#3]({query.address}?post=3#p3)" in post.source
    assert world.rows(Thread, id=query.thread.id)[0].accepted_post_id == post.id
    page = public.page(query.address)
    assert "Consolidated reply" in page
    assert f'href="{query.address}?post=2#p2"' in page
    assert "Answered" in public.page("/threads")
    assert "Caps keep" in public.page("/search?q=tenants")
    worker()
    told = {n.person_id for n in world.rows(Notice, kind="synopsis.published")}
    assert told == {cast.amina.id, cast.ben.id, cast.dalia.id}


def test_the_thread_stays_open_or_is_closed_with_it(world, cast, query):
    query.confirming()
    query.say(cast.ben)
    assert world.rows(Conversation, id=query.thread.conversation_id)[0].closed_at is None
    page = follow(cast.chandra.browser, query.publish(closes="y"))
    assert "This thread is closed" in page
    assert "The consolidated reply is published." in page


def test_it_waits_for_a_confirmation_or_for_the_time_to_be_over(world, cast, query):
    query.confirming()
    answer = query.publish()
    assert answer.status_code == 409
    assert "Nobody has confirmed the draft yet" in answer.text

    def pass_() -> None:
        found = db.session.get_one(type(query.synopsis), query.thread.id)
        found.confirmations_until = found.contributions_until.replace(year=2020)

    world.do(pass_)
    assert query.publish().status_code == 303


def test_over_an_objection_it_is_published_with_a_reason_that_everybody_reads(
    world, cast, public, query
):
    query.confirming()
    query.say(cast.ben)
    query.say(cast.dalia, "no", remark="We did more.")
    answer = query.publish()
    assert answer.status_code == 409
    assert "Somebody objects" in answer.text
    assert query.publish(over_objection="x" * 1001).status_code == 422
    query.publish(over_objection="Both views stand in the thread.")
    page = public.page(query.address)
    assert "Published over an objection." in page
    assert "Both views stand in the thread." in page
    assert "We did more." not in page
    assert _credit(page) == []


def test_a_reason_without_an_objection_is_not_kept(cast, query):
    query.confirming()
    query.say(cast.ben)
    query.publish(over_objection="For nothing.")
    assert query.synopsis.over_objection == ""


def test_nobody_else_publishes_and_not_before_its_time(world, cast, public, query):
    assert query.publish().status_code == 409
    query.drafting()
    assert query.publish().status_code == 409
    query.send()
    query.say(cast.ben)
    for somebody in (cast.amina, cast.ben, cast.dalia, cast.omar):
        assert query.publish(somebody).status_code == 403
    assert public.post(f"{query.address}/synopsis/publication").status_code == 401
    assert query.publish(round="").status_code == 422
    assert query.state == "confirming"


def test_in_a_closed_thread_it_is_not_published(cast, query):
    query.confirming()
    query.say(cast.ben)
    cast.chandra.browser.post(f"{query.address}/closure", reason="All was said.")
    assert query.publish().status_code == 409
    assert query.state == "confirming"


def test_published_twice_it_is_one_post(world, cast, query):
    query.confirming()
    query.say(cast.ben)
    token = "0123456789"
    places = {query.publish(form_token=token).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    assert query.publish().status_code == 409
    assert len(world.rows(Post, conversation_id=query.thread.conversation_id)) == 4


def test_two_facilitators_who_publish_at_once_publish_once(app, world, cast, query):
    query.confirming()
    query.say(cast.ben)

    def rush(person_id: int) -> str:
        with app.app_context():
            viewer = viewer_of(person_id)
            found = find_consolidation(query.thread.ref, viewer=viewer)
            assert found is not None
            try:
                publish(found, of_round=1, by=viewer)
                db.session.commit()
            except NotAtThisStage:
                return "refused"
            return "published"

    with ThreadPoolExecutor(4) as crowd:
        outcomes = list(crowd.map(rush, [cast.chandra.id, cast.cleo.id] * 2))
    assert sorted(outcomes) == ["published"] + ["refused"] * 3
    assert len(world.rows(Post, conversation_id=query.thread.conversation_id)) == 4


def test_those_who_agree_and_wish_it_are_named_as_they_are_called_now(world, cast, public, query):
    query.confirming()
    query.say(cast.ben, wants_credit="y")
    query.say(cast.dalia)
    query.publish()
    assert _credit(public.page(query.address)) == ["Ben"]

    def rename() -> None:
        db.session.get_one(Person, cast.ben.id).name = "Benedict"

    world.do(rename)
    assert _credit(public.page(query.address)) == ["Benedict"]
    assert "Benedict" not in post_of(world, query.thread, 4).source


def test_whoever_agreed_to_an_earlier_draft_only_is_not_named(cast, public, query):
    query.confirming()
    query.say(cast.dalia, wants_credit="y")
    query.take_back()
    query.save("Caps keep tenants, so they say. [2]")
    query.send()
    query.say(cast.ben, wants_credit="y")
    query.publish()
    assert _credit(public.page(query.address)) == ["Ben"]


def test_somebody_who_is_named_may_end_it_at_once(world, cast, public, query):
    query.confirming().published()
    assert _credit(public.page(query.address)) == ["Ben", "Dalia"]
    page = cast.ben.browser.page(query.address)
    assert "Name Ben here no longer" in page
    assert "Name Dalia here no longer" not in page
    answer = query.post(cast.ben, "confirmation/end")
    assert _credit(follow(cast.ben.browser, answer)) == ["Dalia"]
    assert _credit(public.page(query.address)) == ["Dalia"]
    assert [c.agrees for c in world.rows(Confirmation)] == [True, True]


def test_nobody_ends_the_credit_of_somebody_else_or_before_there_is_one(cast, public, query):
    query.confirming()
    query.say(cast.ben, wants_credit="y")
    assert query.post(cast.ben, "confirmation/end").status_code == 409
    query.published()
    assert query.post(cast.omar, "confirmation/end").status_code == 409
    assert query.post(cast.omar, "confirmation/end", person_id=cast.ben.id).status_code == 409
    assert public.post(f"{query.address}/synopsis/confirmation/end").status_code == 401
    assert _credit(public.page(query.address)) == ["Ben", "Dalia"]


def test_whoever_took_their_contribution_back_is_not_named(world, cast, public, query):
    query.confirming().published()
    cast.dalia.browser.post(f"/posts/{post_of(world, query.thread, 3).ref}/deletion")
    assert _credit(public.page(query.address)) == ["Ben"]


def test_a_sentence_whose_source_is_withdrawn_says_so_at_once_wherever_it_stands(
    world, cast, public, query
):
    query.confirming().published()
    cast.dalia.browser.post(f"/posts/{post_of(world, query.thread, 3).ref}/deletion")
    for browser in (public, cast.ben.browser, cast.chandra.browser):
        page = browser.page(query.address)
        assert (
            page.count("A source of this sentence was withdrawn.") == 2
        )  # at the head, in the post
        assert "We built homes." not in page
    cast.dalia.browser.post(f"/posts/{post_of(world, query.thread, 3).ref}/deletion/end")
    assert "A source of this sentence was withdrawn." not in public.page(query.address)


def test_where_all_is_withdrawn_the_mark_is_stronger_and_the_facilitators_are_told_once(
    world, cast, public, worker, query
):
    query.confirming().published()
    ref = post_of(world, query.thread, 2).ref
    for deed in ("deletion", "deletion/end", "deletion"):
        cast.ben.browser.post(f"/posts/{ref}/{deed}")
        worker()
    page = public.page(query.address)
    assert "Every source of this sentence was withdrawn." in page
    assert [n.person_id for n in world.rows(Notice, kind="synopsis.unsourced")] == [cast.chandra.id]


def test_a_hidden_source_counts_as_withdrawn_in_the_draft_too(world, cast, worker, query):
    query.confirming()
    ref = post_of(world, query.thread, 3).ref
    cast.chandra.browser.post(f"/posts/{ref}/hiding", reason="It names a tenant.")
    for somebody, place in ((cast.chandra, "synopsis/confirmations"), (cast.ben, "synopsis")):
        page = somebody.browser.page(f"{query.address}/{place}")
        assert "A source of this sentence was withdrawn." in page
        assert "We built homes." not in page
    worker()
    assert world.rows(Notice, kind="synopsis.unsourced") == []


def test_a_source_that_was_moved_away_is_withdrawn_and_nothing_is_told_of_where(
    world, cast, public, query
):
    query.confirming().published()
    elsewhere = ask(world, cast, CONFIDENTIAL, [cast.ben])

    def move() -> None:
        post = db.session.get_one(Post, post_of(world, query.thread, 3).id)
        post.conversation_id, post.number = elsewhere.thread.conversation_id, 17

    world.do(move)
    page = public.page(query.address)
    assert "A source of this sentence was withdrawn." in page
    assert "#17" not in page
    assert elsewhere.thread.ref not in page


def test_an_edited_source_is_marked_with_the_way_to_its_history(world, cast, public, query):
    query.confirming().published()
    ref = post_of(world, query.thread, 2).ref
    cast.ben.browser.post(f"/posts/{ref}/edit", body="We capped nothing.", revision="1")
    page = public.page(query.address)
    assert "Source edited since:" in page
    assert f"/posts/{ref}/history" in page


def test_a_reply_that_was_edited_after_all_says_so_and_marks_what_was_withdrawn(
    world, cast, public, query
):
    query.confirming().published()
    ref = post_of(world, query.thread, 4).ref
    cast.chandra.browser.post(f"/posts/{ref}/edit", body="Quite other words.", revision="1")
    cast.dalia.browser.post(f"/posts/{post_of(world, query.thread, 3).ref}/deletion")
    page = public.page(query.address)
    assert "Quite other words." in page
    assert "Caps keep tenants." not in page
    assert "This text was edited after those who contributed confirmed it." in page
    assert "Withdrawn since:" in page


def test_a_reply_that_was_taken_back_can_be_drafted_again(world, cast, public, query):
    query.confirming().published()
    assert query.take_back().status_code == 409
    cast.chandra.browser.post(f"/posts/{post_of(world, query.thread, 4).ref}/deletion")
    page = public.page(query.address)
    assert "The consolidated reply was withdrawn" in page
    assert "Caps keep tenants." not in page
    assert "Draft it again" in cast.chandra.browser.page(query.address)
    assert query.take_back().status_code == 303
    assert query.state == "drafting"
    assert query.send().status_code == 303
    assert query.publish().status_code == 303
    assert post_of(world, query.thread, 5).author_id == cast.chandra.id


def test_nobody_outside_is_told_of_a_reply_in_a_closed_space(world, cast, worker):
    hidden = ask(world, cast, CONFIDENTIAL, [cast.amina, cast.ben, cast.dalia])
    hidden.confirming().published()
    worker()
    inside = {cast.amina.id, cast.ben.id, cast.dalia.id, cast.chandra.id}
    assert {n.person_id for n in world.rows(Notice)} <= inside
    for somebody in (cast.cleo, cast.omar):
        assert somebody.browser.sees(hidden.address) == 404
        assert "rents" not in somebody.browser.page("/notifications")


def _credit(page: str) -> list[str]:
    found = re.search(r"With contributions by(.*?)They agree", page, re.S)
    return re.findall(r">([^<>]+)</a>", found[1]) if found else []
