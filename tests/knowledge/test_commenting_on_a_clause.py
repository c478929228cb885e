"""Commenting on a clause of a guideline."""

from hrcn_community.conversations.models import Post
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.knowledge.telling import a_guideline, adopted


def test_a_member_comments_and_every_member_reads_it(world, cast):
    guideline = a_guideline(world, cast.dalia)
    answer = cast.ben.browser.post(f"{guideline.address}/clauses/2/comments", body="Why **five**?")
    assert "<strong>five</strong>" in follow(cast.ben.browser, answer)
    assert "<strong>five</strong>" in cast.eve.browser.page(f"{guideline.address}/clauses/2")
    assert "1 comment" in cast.eve.browser.page(guideline.address)
    assert (
        "five"
        not in cast.eve.browser.page(f"{guideline.address}/clauses/1").lower().split("aside")[0]
    )


def test_an_empty_comment_comes_back_with_a_message(world, cast):
    guideline = a_guideline(world, cast.dalia)
    before = len(world.rows(Post))
    answer = cast.ben.browser.post(f"{guideline.address}/clauses/1/comments", body=" ")
    assert answer.status_code == 422
    assert "Write something first." in answer.text
    assert len(world.rows(Post)) == before


def test_the_public_comments_on_nothing_and_reads_no_clause(world, cast, public):
    guideline = a_guideline(world, cast.dalia)
    adopted(world, guideline, cast.cleo)
    answer = public.post(f"{guideline.address}/clauses/1/comments", body="Half an hour of writing.")
    assert answer.status_code == 401
    assert "Half an hour of writing." in answer.text
    page = public.page(guideline.address)
    assert "For cities that begin." in page
    assert "Somebody elected asks for it." not in page
    assert "Begin with a mandate" not in page
    there = public.get(f"{guideline.address}/clauses/1")
    nowhere = public.get(f"{guideline.address}/clauses/9")
    assert there.status_code == nowhere.status_code == 404
    assert len(there.data) == len(nowhere.data)


def test_a_comment_on_a_clause_that_is_not_there_is_404(world, cast):
    guideline = a_guideline(world, cast.dalia)
    path = f"{guideline.address}/clauses/3/comments"
    assert cast.ben.browser.post(path, body="Hello?").status_code == 404


def test_the_same_comment_sent_twice_is_one(world, cast):
    guideline = a_guideline(world, cast.dalia)
    before = len(world.rows(Post))
    form = {"body": "Only once.", "form_token": "0123456789"}
    for _ in range(2):
        cast.ben.browser.post(f"{guideline.address}/clauses/1/comments", form)
    assert len(world.rows(Post)) == before + 1


def test_who_follows_the_clause_is_told_once_and_the_mentioned_in_their_own_words(
    world, cast, worker
):
    guideline = a_guideline(world, cast.dalia)
    _ = cast.amina
    cast.ben.browser.post(f"{guideline.address}/clauses/1/comments", body="What says @amina?")
    worker()
    worker()
    kinds = {(n.person_id, n.kind) for n in world.rows(Notice)}
    assert kinds == {(cast.dalia.id, "clause.commented"), (cast.amina.id, "clause.mentioned")}
