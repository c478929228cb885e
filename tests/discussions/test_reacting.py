"""Saying something of a post without a word: counted exactly, told once, named to its readers alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.actions.reacting import react, take_reaction_back
from hrcn_community.conversations.models import Conversation, Post, PostReaction, ReactionKind
from hrcn_community.conversations.queries import find_post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.discussions.models import ThreadKind
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.discussions.posts import post_of
from tests.factories import CONFIDENTIAL, PUBLIC


@pytest.fixture
def thread(world, cast):
    return world.thread(world.space(PUBLIC, facilitator=cast.chandra), cast.amina)


@pytest.fixture
def ref(world, thread):
    return post_of(world, thread).ref


def test_somebody_thanks_and_everybody_sees_that_one_did(world, cast, public, thread, ref):
    answer = cast.ben.browser.post(f"/posts/{ref}/reactions/thanks")
    page = follow(cast.ben.browser, answer)
    assert 'aria-pressed="true"' in page
    assert f"/posts/{ref}/reactions/thanks/end" in page
    post = post_of(world, thread)
    assert (post.reactions, post.score) == ({"thanks": 1}, 1)
    public_page = public.page(thread.address)
    assert "reaction__count" in public_page
    assert "<button" not in public_page.partition("reactions--counted")[2].partition("</ul>")[0]
    assert "Ben" not in public_page


def test_a_press_changes_the_buttons_in_place(cast, ref):
    answer = cast.ben.browser.fragment(f"/posts/{ref}/reactions/tried")
    assert answer.status_code == 200
    assert answer.text.strip().startswith('<div class="reactions"')
    assert f'formaction="/posts/{ref}/reactions/tried/end"' in answer.text
    assert answer.text.count('aria-pressed="true"') == 1
    answer = cast.ben.browser.fragment(f"/posts/{ref}/reactions/tried/end")
    assert 'aria-pressed="true"' not in answer.text


def test_each_kind_is_worth_what_it_means_and_is_taken_back(world, cast, thread, ref):
    for kind in ReactionKind:
        cast.ben.browser.post(f"/posts/{ref}/reactions/{kind}")
        cast.dalia.browser.post(f"/posts/{ref}/reactions/{kind}")
    post = post_of(world, thread)
    assert post.reactions == {"thanks": 2, "agree": 2, "insight": 2, "tried": 2}
    assert post.score == 14
    cast.ben.browser.post(f"/posts/{ref}/reactions/tried/end")
    cast.ben.browser.post(f"/posts/{ref}/reactions/tried/end")
    post = post_of(world, thread)
    assert (post.reactions["tried"], post.score) == (1, 11)


def test_an_accepted_answer_is_worth_more_while_it_is_the_answer(world, cast):
    thread = world.thread(
        world.space(),
        cast.amina,
        kind=ThreadKind.QUESTION,
        replies=[(cast.ben, "A"), (cast.eve, "B")],
    )
    for number, scores in ((2, (5, 0)), (3, (0, 5)), (3, (0, 5))):
        cast.amina.browser.post(f"{thread.address}/replies/{number}/acceptance")
        assert tuple(post_of(world, thread, n).score for n in (2, 3)) == scores
    cast.amina.browser.post(f"{thread.address}/acceptance/end")
    assert post_of(world, thread, 3).score == 0


def test_nobody_values_their_own_post(world, cast, thread, ref):
    answer = cast.amina.browser.post(f"/posts/{ref}/reactions/agree")
    assert answer.status_code == 409
    assert "your own post" in answer.text
    assert world.rows(PostReaction) == []
    assert f"/posts/{ref}/reactions/agree" not in cast.amina.browser.page(thread.address)


def test_there_are_four_kinds_and_no_other(world, cast, ref):
    for kind in ("laugh", "THANKS", "kept", "0"):
        assert cast.ben.browser.post(f"/posts/{ref}/reactions/{kind}").status_code == 404
        assert cast.ben.browser.post(f"/posts/{ref}/reactions/{kind}/end").status_code == 404
    assert world.rows(PostReaction) == []


def test_the_public_says_nothing_and_is_told_no_names(cast, public, ref):
    cast.ben.browser.post(f"/posts/{ref}/reactions/agree")
    assert public.post(f"/posts/{ref}/reactions/agree").status_code == 401
    assert public.sees(f"/posts/{ref}/reactions") == 401


def test_who_does_not_see_a_post_neither_values_it_nor_learns_who_did(world, cast):
    thread = world.thread(world.space(CONFIDENTIAL, member=[cast.amina, cast.ben]), cast.amina)
    ref = post_of(world, thread).ref
    assert cast.ben.browser.post(f"/posts/{ref}/reactions/agree").status_code == 303
    for somebody in (cast.eve, cast.cleo):
        for path in ("reactions/agree", "reactions/agree/end"):
            there = somebody.browser.post(f"/posts/{ref}/{path}")
            nowhere = somebody.browser.post(f"/posts/0000000000/{path}")
            assert there.status_code == nowhere.status_code == 404
            assert len(there.data) == len(nowhere.data)
        assert somebody.browser.sees(f"/posts/{ref}/reactions") == 404
    assert post_of(world, thread).reactions == {"agree": 1}


def test_of_a_post_that_was_taken_back_or_hidden_nobody_learns_who_valued_it(
    cast, public, ref, thread
):
    cast.ben.browser.post(f"/posts/{ref}/reactions/agree")
    cast.amina.browser.post(f"/posts/{ref}/deletion")
    for path in (f"/posts/{ref}/reactions", f"/posts/{ref}/history"):
        assert cast.ben.browser.sees(path) == 404
    for browser in (public, cast.ben.browser):
        assert "reaction__count" not in browser.page(thread.address)
    assert cast.ben.browser.post(f"/posts/{ref}/reactions/thanks").status_code == 404
    cast.amina.browser.post(f"/posts/{ref}/deletion/end")
    cast.chandra.browser.post(f"/posts/{ref}/hiding", reason="It names a tenant.")
    assert cast.ben.browser.sees(f"/posts/{ref}/reactions") == 404


def test_readers_see_who_said_what_the_latest_first_page_by_page(world, cast, ref, monkeypatch):
    monkeypatch.setattr("hrcn_community.conversations.queries.reactions.PAGE", 2)
    for somebody in (cast.ben, cast.eve, cast.dalia):
        somebody.browser.post(f"/posts/{ref}/reactions/agree")
    cast.ben.browser.post(f"/posts/{ref}/reactions/tried")
    page = cast.amina.browser.page(f"/posts/{ref}/reactions")
    assert [name in page for name in ("/people/dalia", "/people/eve", "/people/ben")] == [
        True,
        True,
        False,
    ]
    assert page.index("/people/dalia") < page.index("/people/eve")
    older = page.partition("before=")[2].partition('"')[0]
    page = cast.amina.browser.page(f"/posts/{ref}/reactions?kind=agree&before={older}")
    assert "/people/ben" in page
    assert "/people/eve" not in page
    page = cast.amina.browser.page(f"/posts/{ref}/reactions?kind=tried")
    assert "/people/ben" in page
    assert "/people/dalia" not in page
    assert cast.amina.browser.sees(f"/posts/{ref}/reactions?kind=nothing&before=x") == 200


def test_one_person_ten_times_at_once_says_it_once(app, world, cast, thread, ref):
    _together(app, [cast.ben.id] * 10, ref, [react])
    post = post_of(world, thread)
    assert (post.reactions, post.score, len(world.rows(PostReaction))) == ({"thanks": 1}, 1, 1)


def test_many_people_at_once_are_all_counted_and_so_is_every_version(app, world, cast, thread, ref):
    people = [world.person().id for _ in range(8)]
    before = post_of(world, thread).version
    _together(app, people, ref, [react, take_reaction_back, react])
    post = post_of(world, thread)
    assert (post.reactions, post.score) == ({"thanks": 8}, 8)
    assert post.version == before + 24
    [conversation] = world.rows(Conversation, id=thread.conversation_id)
    assert conversation.version >= 24


def test_an_author_is_told_once_a_day_of_a_post_and_never_again_by_who_toggles(
    world, cast, worker, thread, ref
):
    address = f"/posts/{ref}/reactions/thanks"
    for _ in range(3):
        cast.ben.browser.post(address)
        worker()
        cast.ben.browser.post(f"{address}/end")
    cast.dalia.browser.post(f"/posts/{ref}/reactions/insight")
    worker()
    [notice] = world.rows(Notice, kind="post.reacted")
    assert (notice.person_id, notice.actor_id) == (cast.amina.id, cast.ben.id)
    assert "Ben valued your post" in cast.amina.browser.page("/notifications")
    with clock.at(clock.now() + timedelta(days=1)):
        for somebody in (cast.ben, cast.eve):
            world.do(lambda who=somebody: _react(ref, who.id))
            worker()
    told = [notice.actor_id for notice in world.rows(Notice, kind="post.reacted")]
    assert told == [cast.ben.id, cast.eve.id]


def test_what_was_taken_back_before_anybody_was_told_is_told_to_nobody(world, cast, worker, ref):
    cast.ben.browser.post(f"/posts/{ref}/reactions/agree")
    cast.ben.browser.post(f"/posts/{ref}/reactions/agree/end")
    worker()
    assert world.rows(Notice, kind="post.reacted") == []


def test_where_nobody_is_named_nothing_is_said_by_name(world, cast, thread, ref):
    world.do(lambda: db.session.query(Post).update({Post.author_id: None}))
    answer = cast.ben.browser.post(f"/posts/{ref}/reactions/agree")
    assert answer.status_code == 409
    assert world.rows(PostReaction) == []


def _react(ref: str, person_id: int, deed=react) -> None:
    viewer = viewer_of(person_id)
    post = find_post(ref, viewer=viewer)
    assert post is not None
    deed(post, ReactionKind.THANKS, by=viewer)


def _together(app, people, ref, deeds) -> None:
    def rush(person_id: int) -> None:
        for deed in deeds:
            with app.app_context():
                viewer = viewer_of(person_id)
                post = find_post(ref, viewer=viewer)
                assert post is not None
                db.session.rollback()  # everybody has looked before anybody says it
                post.conversation = db.session.get_one(Conversation, post.conversation_id)
                deed(post, ReactionKind.THANKS, by=viewer)
                db.session.commit()

    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(rush, people))
