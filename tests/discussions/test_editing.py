"""Changing one's own words: history stays, and nobody's words are lost to somebody else's."""

import re

from hrcn_community.conversations.models import Revision
from tests.browsing import follow
from tests.discussions.posts import post_of
from tests.factories import CONFIDENTIAL, PUBLIC


def test_an_author_edits_and_every_version_can_be_read(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina, body="The first words.")
    post = post_of(world, thread)
    assert "The first words." in cast.amina.browser.page(f"/posts/{post.ref}/edit")
    answer = cast.amina.browser.post(
        f"/posts/{post.ref}/edit", body="The *second* words.", revision=1, reason="A typing error"
    )
    page = follow(cast.amina.browser, answer)
    assert "<em>second</em>" in page
    assert "edited" in page
    history = public.page(f"/posts/{post.ref}/history")
    for piece in ("The first words.", "<em>second</em>", "A typing error", "Amina"):
        assert piece in history


def test_a_page_that_links_to_a_post_leads_to_its_number(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina, replies=[(cast.ben, "Reply")])
    answer = public.get(f"/posts/{post_of(world, thread, 2).ref}")
    assert answer.headers["Location"] == f"{thread.address}?post=2#p2"


def test_an_edit_over_a_version_that_is_past_is_a_409_with_both_texts(world, cast):
    thread = world.thread(world.space(), cast.amina, body="The first words.")
    address = f"/posts/{post_of(world, thread).ref}/edit"
    cast.amina.browser.post(address, body="From the kitchen.", revision=1)
    answer = cast.amina.browser.post(address, body="From the train.", revision=1)
    assert answer.status_code == 409
    assert "From the kitchen." in answer.text
    assert "From the train." in answer.text
    assert post_of(world, thread).source == "From the kitchen."
    assert 'name="revision" value="2"' in answer.text
    answer = cast.amina.browser.post(address, body="From both.", revision=2)
    assert answer.status_code == 303
    assert [row.number for row in world.rows(Revision)] == [1, 2, 3]


def test_any_two_versions_are_compared_word_by_word(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina, body="We met here.")
    ref = post_of(world, thread).ref
    for number, words in enumerate(("We meet here.", "We meet there."), 1):
        cast.amina.browser.post(f"/posts/{ref}/edit", body=words, revision=number)
    for query, gone, new in (
        ("", "here", "there"),
        ("?to=2", "met", "meet"),
        ("?from=3&to=1", "met here", "meet there"),
        ("?from=1", "met", "meet"),
        ("?from=99&to=x", "here", "there"),
        ("?from=99999999999999999999&before=-1", "here", "there"),
    ):
        page = public.page(f"/posts/{ref}/history{query}")
        assert [_inside(page, tag) for tag in ("del", "ins")] == [gone, new], query


def test_a_long_history_is_read_page_by_page(world, cast, public, monkeypatch):
    monkeypatch.setattr("hrcn_community.conversations.queries.history.PAGE", 2)
    thread = world.thread(world.space(PUBLIC), cast.amina, body="Words 1.")
    ref = post_of(world, thread).ref
    for number in (1, 2):
        cast.amina.browser.post(f"/posts/{ref}/edit", body=f"Words {number + 1}.", revision=number)
    assert "Words 1." not in public.page(f"/posts/{ref}/history")
    assert "before=2" in public.page(f"/posts/{ref}/history")
    assert "Words 1." in public.page(f"/posts/{ref}/history?before=2")


def test_changes_of_the_same_words_are_shown_beside_each_other(world, cast):
    thread = world.thread(world.space(), cast.amina, body="We met on Monday.")
    address = f"/posts/{post_of(world, thread).ref}/edit"
    cast.amina.browser.post(address, body="We met on Tuesday.", revision=1)
    answer = cast.amina.browser.post(address, body="We met on Friday.", revision=1)
    assert answer.status_code == 409
    assert [_inside(answer.text, tag) for tag in ("del", "ins")] == ["Tuesday", "Friday"]
    assert "We met on Friday.</textarea>" in answer.text


def test_the_same_words_again_are_no_new_version(world, cast):
    thread = world.thread(world.space(), cast.amina, body="The first words.")
    address = f"/posts/{post_of(world, thread).ref}/edit"
    assert cast.amina.browser.post(address, body="The first words.", revision=1).status_code == 303
    assert len(world.rows(Revision)) == 1


def test_empty_or_hostile_words_come_back_with_a_message(world, cast):
    thread = world.thread(world.space(), cast.amina)
    address = f"/posts/{post_of(world, thread).ref}/edit"
    for body, message in (("", "Write something first."), ("[" * 500, "square brackets")):
        answer = cast.amina.browser.post(address, body=body, revision=1, reason="Because of it")
        assert answer.status_code == 422
        assert message in answer.text
        assert "Because of it" in answer.text
    assert len(world.rows(Revision)) == 1


def test_nobody_edits_the_words_of_somebody_else_whatever_their_office(world, cast, public):
    space = world.space(PUBLIC, facilitator=cast.chandra)
    thread = world.thread(space, cast.amina)
    address = f"/posts/{post_of(world, thread).ref}/edit"
    for somebody in (cast.ben, cast.chandra, cast.cleo):
        assert somebody.browser.sees(address) == 403
        assert somebody.browser.post(address, body="Mine now.", revision=1).status_code == 403
    assert public.post(address, body="Mine now.", revision=1).status_code == 401
    assert post_of(world, thread).source != "Mine now."


def test_an_author_who_has_left_cannot_edit_nor_read_what_they_wrote(world, cast):
    space = world.space(CONFIDENTIAL, member=[cast.amina, cast.ben])
    thread = world.thread(space, cast.amina)
    post = post_of(world, thread)
    cast.amina.browser.post(f"/spaces/{space.slug}/membership/end")
    for address in (f"/posts/{post.ref}/edit", f"/posts/{post.ref}/history", f"/posts/{post.ref}"):
        assert cast.amina.browser.sees(address) == 404
    assert (
        cast.amina.browser.post(f"/posts/{post.ref}/edit", body="x", revision=1).status_code == 404
    )


def test_what_was_edited_is_found_by_its_new_words_alone(world, cast, public):
    thread = world.thread(world.space(PUBLIC), cast.amina, body="A zeppelin over the town hall.")
    cast.amina.browser.post(
        f"/posts/{post_of(world, thread).ref}/edit", body="A balloon instead.", revision=1
    )
    assert "Warm homes" in public.page("/search?q=balloon")
    assert "Warm homes" not in public.page("/search?q=zeppelin")


def _inside(page: str, tag: str) -> str:
    """Return the words of the first element of that name, without what is only read aloud."""
    found = page.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
    return re.sub(r"<span class=.visually-hidden.>[^<]*</span>", "", found)
