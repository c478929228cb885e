"""Taking back one's own post, bringing it back, and hiding somebody else's with a reason."""

import pytest

from hrcn_community.conversations.models import Conversation, PostState
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.discussions.masks import a_masking_space, reply_masked
from tests.discussions.posts import post_of, state_of
from tests.discussions.tending import trail_lines
from tests.factories import CONFIDENTIAL, PUBLIC


@pytest.fixture
def thread(world, cast):
    space = world.space(PUBLIC, facilitator=cast.chandra)
    return world.thread(space, cast.amina, replies=[(cast.ben, "Unmistakable words of Ben.")])


def test_a_post_that_is_taken_back_leaves_a_line_and_none_of_its_words(world, cast, public, thread):
    ref = post_of(world, thread, 2).ref
    page = follow(cast.ben.browser, cast.ben.browser.post(f"/posts/{ref}/deletion"))
    assert "Unmistakable" not in page
    assert "Bring it back" in page
    page = public.page(thread.address)
    assert "Unmistakable" not in page
    assert "Post 2 was taken back by its author." in page
    assert "Unmistakable" not in public.page("/search?q=unmistakable&page=1").replace(
        '"unmistakable"', ""
    )
    assert public.sees(f"/posts/{ref}/history") == 404
    assert public.sees(f"/posts/{ref}") == 404
    assert world.rows(Conversation)[0].post_count == 1


def test_its_author_brings_it_back_as_it_was(world, cast, public, thread):
    ref = post_of(world, thread, 2).ref
    cast.ben.browser.post(f"/posts/{ref}/deletion")
    page = follow(cast.ben.browser, cast.ben.browser.post(f"/posts/{ref}/deletion/end"))
    assert "Unmistakable" in page
    assert "Ben" in public.page("/search?q=unmistakable")
    assert world.rows(Conversation)[0].post_count == 2


def test_the_message_after_it_offers_the_way_back_at_one_press(cast, world, thread):
    ref = post_of(world, thread, 2).ref
    page = follow(cast.ben.browser, cast.ben.browser.post(f"/posts/{ref}/deletion"))
    message = page.partition('class="flash ')[2].partition("data-dismiss")[0]
    assert f'action="/posts/{ref}/deletion/end"' in message
    assert "Bring it back" in message


def test_nobody_else_takes_it_back_or_brings_it_back(world, cast, thread):
    ref = post_of(world, thread, 2).ref
    for somebody in (cast.amina, cast.chandra, cast.cleo):
        assert somebody.browser.post(f"/posts/{ref}/deletion").status_code == 403
    cast.ben.browser.post(f"/posts/{ref}/deletion")
    for somebody in (cast.amina, cast.chandra, cast.cleo):
        assert somebody.browser.post(f"/posts/{ref}/deletion/end").status_code == 404
    assert state_of(world, thread, 2) == PostState.DELETED


def test_taking_back_twice_is_taking_back_once(world, cast, thread):
    ref = post_of(world, thread, 2).ref
    assert cast.ben.browser.post(f"/posts/{ref}/deletion").status_code == 303
    assert cast.ben.browser.post(f"/posts/{ref}/deletion").status_code == 404
    assert world.rows(Conversation)[0].post_count == 1


def test_a_facilitator_hides_a_post_and_its_author_is_told_why(world, cast, public, worker, thread):
    ref = post_of(world, thread, 2).ref
    page = follow(
        cast.chandra.browser,
        cast.chandra.browser.post(f"/posts/{ref}/hiding", reason="It names a tenant."),
    )
    assert "Unmistakable" not in page
    for browser in (public, cast.ben.browser):
        page = browser.page(thread.address)
        assert "Post 2 was hidden by the facilitators. Their reason: It names a tenant." in page
        assert "Unmistakable" not in page
    assert public.sees(f"/posts/{ref}/history") == 404
    worker()
    [notice] = world.rows(Notice, kind="post.hidden")
    assert notice.person_id == cast.ben.id
    assert "hid your post" in cast.ben.browser.page("/notifications")


def test_a_post_is_not_hidden_without_a_reason(world, cast, thread):
    ref = post_of(world, thread, 2).ref
    for reason in ("", " ", "x" * 201):
        answer = cast.chandra.browser.post(f"/posts/{ref}/hiding", reason=reason)
        assert answer.status_code == 422
        assert "Reason" in answer.text
    assert state_of(world, thread, 2) == PostState.PUBLISHED


def test_members_hide_nothing_and_its_author_cannot_undo_a_hiding(world, cast, public, thread):
    ref = post_of(world, thread, 2).ref
    for somebody in (cast.amina, cast.ben, cast.dalia, cast.omar):
        assert somebody.browser.post(f"/posts/{ref}/hiding", reason="I say so.").status_code == 403
    assert public.post(f"/posts/{ref}/hiding", reason="I say so.").status_code == 401
    cast.chandra.browser.post(f"/posts/{ref}/hiding", reason="It names a tenant.")
    assert cast.ben.browser.post(f"/posts/{ref}/deletion/end").status_code == 404
    assert cast.ben.browser.post(f"/posts/{ref}/edit", body="x", revision=1).status_code == 404


def test_the_core_team_hides_in_open_spaces_and_in_no_closed_one(world, cast, thread):
    answer = cast.cleo.browser.post(
        f"/posts/{post_of(world, thread, 2).ref}/hiding", reason="It names a tenant."
    )
    assert answer.status_code == 303
    closed = world.thread(world.space(CONFIDENTIAL, member=[cast.amina, cast.cleo]), cast.amina)
    ref = post_of(world, closed).ref
    assert cast.cleo.browser.post(f"/posts/{ref}/hiding", reason="By office.").status_code == 403
    unseen = world.thread(world.space(CONFIDENTIAL, member=cast.amina), cast.amina)
    ref = post_of(world, unseen).ref
    assert cast.cleo.browser.post(f"/posts/{ref}/hiding", reason="By office.").status_code == 404


@pytest.fixture
def hidden(world, cast, thread):
    """The ref of Ben's reply, which Chandra hid."""
    ref = post_of(world, thread, 2).ref
    cast.chandra.browser.post(f"/posts/{ref}/hiding", reason="It names a tenant.")
    return ref


def test_a_facilitator_shows_a_hidden_post_again_and_a_line_says_so(
    world, cast, public, worker, thread, hidden
):
    assert "Show again" in cast.chandra.browser.page(thread.address)
    page = follow(cast.chandra.browser, cast.chandra.browser.post(f"/posts/{hidden}/hiding/end"))
    assert "The post is shown again, and its author is told." in page
    page = public.page(thread.address)
    assert "Unmistakable words of Ben." in page
    [line] = trail_lines(page)
    words = "Chandra shows post 2 again. It had been hidden: It names a tenant."
    assert line.startswith(words)
    assert "Ben" in public.page("/search?q=unmistakable")
    post = post_of(world, thread, 2)
    assert (post.state, post.taken_back_by_id, post.taken_back_reason) == ("published", None, "")
    assert world.rows(Conversation)[0].post_count == 2
    worker()
    [notice] = world.rows(Notice, kind="post.shown")
    assert notice.person_id == cast.ben.id
    assert "shows your post in" in cast.ben.browser.page("/notifications")


def test_showing_again_twice_is_showing_once_and_hiding_it_anew_is_possible(
    world, cast, thread, hidden
):
    chandra = cast.chandra.browser
    assert chandra.post(f"/posts/{hidden}/hiding/end").status_code == 303
    assert chandra.post(f"/posts/{hidden}/hiding/end").status_code == 404
    assert world.rows(Conversation)[0].post_count == 2
    assert chandra.post(f"/posts/{hidden}/hiding", reason="Again.").status_code == 303
    assert state_of(world, thread, 2) == PostState.HIDDEN


def test_nobody_but_who_may_hide_shows_a_post_again(world, cast, public, thread, hidden):
    for somebody in (cast.amina, cast.ben, cast.dalia, cast.omar):
        assert somebody.browser.post(f"/posts/{hidden}/hiding/end").status_code == 403
        assert "Show again" not in somebody.browser.page(thread.address)
    assert public.post(f"/posts/{hidden}/hiding/end").status_code == 401
    assert state_of(world, thread, 2) == PostState.HIDDEN
    assert cast.cleo.browser.post(f"/posts/{hidden}/hiding/end").status_code == 303
    closed = world.thread(world.space(CONFIDENTIAL, member=cast.amina), cast.amina)
    ref = post_of(world, closed).ref
    assert cast.cleo.browser.post(f"/posts/{ref}/hiding/end").status_code == 404


def test_what_was_taken_back_is_not_shown_again_by_facilitators(world, cast, thread):
    ref = post_of(world, thread, 2).ref
    cast.ben.browser.post(f"/posts/{ref}/deletion")
    assert cast.chandra.browser.post(f"/posts/{ref}/hiding/end").status_code == 404
    assert cast.ben.browser.sees(f"/posts/{ref}/hiding") == 404


def test_its_author_alone_reads_what_was_hidden(cast, public, thread, hidden):
    assert f'href="/posts/{hidden}/hiding"' in cast.ben.browser.page(thread.address)
    page = cast.ben.browser.page(f"/posts/{hidden}/hiding")
    assert "Unmistakable words of Ben." in page
    assert "It names a tenant." in page
    for somebody in (cast.amina, cast.chandra, cast.cleo):
        assert somebody.browser.sees(f"/posts/{hidden}/hiding") == 404
        assert f'href="/posts/{hidden}/hiding"' not in somebody.browser.page(thread.address)
    assert public.sees(f"/posts/{hidden}/hiding") == 404


def test_who_wrote_under_a_pseudonym_reads_what_was_hidden_and_nobody_learns_whose_it_is(
    world, cast
):
    space = a_masking_space(world, cast.amina, cast.ben, facilitator=cast.chandra)
    thread = world.thread(space, cast.ben)
    reply_masked(cast.amina, thread)
    ref = post_of(world, thread, 2).ref
    cast.chandra.browser.post(f"/posts/{ref}/hiding", reason="Off the point.")
    assert "Said under a pseudonym." in cast.amina.browser.page(f"/posts/{ref}/hiding")
    assert cast.ben.browser.sees(f"/posts/{ref}/hiding") == 404
    cast.chandra.browser.post(f"/posts/{ref}/hiding/end")
    assert "Said under a pseudonym." in cast.ben.browser.page(thread.address)


def test_translations_that_were_hidden_with_it_are_shown_again_with_it(world, cast, public, thread):
    ref = post_of(world, thread, 2).ref
    cast.eve.browser.post(
        f"/posts/{ref}/translations", language="de", body="Unverkennbares.", of_revision=1
    )
    cast.chandra.browser.post(f"/posts/{ref}/hiding", reason="It names a tenant.")
    assert public.sees(f"/posts/{ref}/translations/de") == 404
    cast.chandra.browser.post(f"/posts/{ref}/hiding/end")
    assert "Unverkennbares." in public.page(f"/posts/{ref}/translations/de")
