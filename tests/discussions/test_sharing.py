"""A shared text: whoever reads it may edit it, its author is told, and only they take it back."""

from datetime import timedelta

import pytest

from hrcn_community.conversations.models import Post, Revision
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.notifications.models import Notice
from hrcn_community.spaces.models import Space
from tests.browsing import follow
from tests.discussions.posts import post_of
from tests.factories import CONFIDENTIAL, PUBLIC


@pytest.fixture
def thread(world, cast):
    return world.thread(world.space(PUBLIC, facilitator=cast.chandra), cast.amina, body="A list.")


@pytest.fixture
def ref(world, thread):
    return post_of(world, thread).ref


def test_an_author_shares_a_text_and_others_edit_it_under_their_names(
    world, cast, public, worker, thread, ref
):
    page = follow(cast.amina.browser, cast.amina.browser.post(f"/posts/{ref}/sharing"))
    assert "Shared text: everybody who reads here may edit it." in page
    assert "Edit a shared text" in cast.ben.browser.page(f"/posts/{ref}/edit")
    for words in ("A longer list.", "A longer list of two."):
        revision = post_of(world, thread).revision
        form = {"body": words, "revision": revision, "reason": "One more"}
        assert cast.ben.browser.post(f"/posts/{ref}/edit", form).status_code == 303
    page = public.page(thread.address)
    assert "A longer list of two." in page
    assert "Last edited by Ben" in page
    history = public.page(f"/posts/{ref}/history")
    for piece in ("Ben", "One more", "Amina"):
        assert piece in history
    worker()
    [notice] = world.rows(Notice, kind="post.edited")
    assert (notice.person_id, notice.actor_id) == (cast.amina.id, cast.ben.id)
    assert "Ben edited a text of yours" in cast.amina.browser.page("/notifications")
    with clock.at(clock.now() + timedelta(days=1)):
        world.do(lambda: _edit(world, cast.ben, ref))
        worker()
    assert len(world.rows(Notice, kind="post.edited")) == 2


def test_a_facilitator_shares_and_unshares_and_twice_is_once(world, cast, thread, ref):
    for path, is_wiki in (("sharing", True), ("sharing/end", False)):
        versions = []
        for _ in range(2):
            assert cast.chandra.browser.post(f"/posts/{ref}/{path}").status_code == 303
            versions.append(post_of(world, thread).version)
        assert versions[0] == versions[1]
        assert post_of(world, thread).is_wiki is is_wiki
    assert cast.ben.browser.post(f"/posts/{ref}/edit", body="x", revision=1).status_code == 403


def test_nobody_else_shares_it_and_nobody_but_its_author_takes_it_back(
    world, cast, public, thread, ref
):
    for somebody in (cast.ben, cast.cleo):
        assert somebody.browser.post(f"/posts/{ref}/sharing").status_code == 403
    assert public.post(f"/posts/{ref}/sharing").status_code == 401
    assert post_of(world, thread).is_wiki is False
    cast.amina.browser.post(f"/posts/{ref}/sharing")
    for somebody in (cast.ben, cast.chandra):
        assert somebody.browser.post(f"/posts/{ref}/deletion").status_code == 403
    assert public.post(f"/posts/{ref}/edit", body="x", revision=1).status_code == 401
    assert post_of(world, thread).source == "A list."


def test_a_shared_text_of_a_closed_space_is_nothing_to_others(world, cast):
    thread = world.thread(world.space(CONFIDENTIAL, member=[cast.amina, cast.ben]), cast.amina)
    ref = post_of(world, thread).ref
    cast.amina.browser.post(f"/posts/{ref}/sharing")
    for somebody in (cast.eve, cast.cleo):
        assert somebody.browser.sees(f"/posts/{ref}/edit") == 404
        for path in ("sharing", "sharing/end", "edit"):
            assert (
                somebody.browser.post(f"/posts/{ref}/{path}", body="x", revision=1).status_code
                == 404
            )
    assert len(world.rows(Revision)) == 1


def test_what_a_room_owns_is_not_shared(world, cast, thread, ref):
    world.do(lambda: db.session.query(Space).update({Space.is_listed: False}))
    answer = cast.amina.browser.post(f"/posts/{ref}/sharing")
    assert answer.status_code == 409
    assert "space of the directory" in answer.text
    assert not any(post.is_wiki for post in world.rows(Post))


def test_two_people_edit_at_once_and_both_changes_can_be_kept(world, cast, thread, ref):
    cast.amina.browser.post(f"/posts/{ref}/sharing")
    base = "Bring a scarf.\n\nBring a cup.\n\nBring a friend."
    cast.amina.browser.post(f"/posts/{ref}/edit", body=base, revision=1)
    theirs, mine = base.replace("scarf", "warm scarf"), base.replace("friend", "neighbour")
    cast.ben.browser.post(f"/posts/{ref}/edit", body=theirs, revision=2)
    answer = cast.eve.browser.post(f"/posts/{ref}/edit", body=mine, revision=2)
    assert answer.status_code == 409
    merged = theirs.replace("friend", "neighbour")
    assert merged in answer.text
    assert "so both are in the text below" in answer.text
    assert "neighbour" in answer.text.partition("<ins>")[2].partition("</ins>")[0]
    assert post_of(world, thread).source == theirs
    answer = cast.eve.browser.post(f"/posts/{ref}/edit", body=merged, revision=3)
    assert answer.status_code == 303
    assert post_of(world, thread).source == merged


def _edit(world, somebody, ref: str) -> None:
    from hrcn_community.accounts.viewer import viewer_of
    from hrcn_community.conversations.actions import edit_post
    from hrcn_community.conversations.queries import find_post

    viewer = viewer_of(somebody.id)
    post = find_post(ref, viewer=viewer)
    assert post is not None
    edit_post(post, f"{post.source} And more.", by=viewer)
