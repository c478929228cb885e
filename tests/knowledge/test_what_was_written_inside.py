"""Texts that are opened to more people: what was written while they were closed stays inside."""

from hrcn_community.conversations.models import Post
from hrcn_community.knowledge.models import Practice
from tests.knowledge.telling import a_guideline, a_practice, adopted, reviewed, verified


def test_a_practice_that_is_opened_takes_no_earlier_version_out_with_it(world, cast, public):
    _ = cast.dalia, cast.cleo
    practice = a_practice(world, cast.amina, summary="Mrs Zaunkoenig runs it.")
    ref = _summary_ref(world)
    cast.amina.browser.post(
        f"/posts/{ref}/edit", body="An office runs it.", revision=1, reason="Zaunkoenig asked me to"
    )
    reviewed(world, practice, cast.dalia)
    verified(world, practice, cast.cleo, "2-1")
    for browser in (public, cast.eve.browser, cast.chandra.browser, cast.cleo.browser):
        page = browser.page(f"/posts/{ref}/history")
        assert "An office runs it." in page
        assert "Zaunkoenig" not in page
        assert "Zaunkoenig" not in browser.page(practice.address)
    assert "Mrs Zaunkoenig" in cast.amina.browser.page(f"/posts/{ref}/history"), "her own words"


def test_what_is_written_after_the_opening_is_history_for_all(world, cast, public):
    _ = cast.dalia, cast.cleo
    practice = a_practice(world, cast.amina, summary="First words.")
    ref = _summary_ref(world)
    reviewed(world, practice, cast.dalia)
    verified(world, practice, cast.cleo)
    for revision, words in ((1, "Second words."), (2, "Third words.")):
        cast.amina.browser.post(
            f"/posts/{ref}/edit", body=words, revision=revision, reason=f"Reason {revision}"
        )
    page = public.page(f"/posts/{ref}/history")
    for words in ("First words.", "Second words.", "Third words.", "Reason 1", "Reason 2"):
        assert words in page


def test_the_summary_of_an_adopted_guideline_takes_no_draft_out_with_it(world, cast, public):
    guideline = a_guideline(world, cast.ruth)
    post = next(p for p in world.rows(Post) if p.source == "For cities that begin.")
    cast.ruth.browser.post(f"/posts/{post.ref}/edit", body="For all cities.", revision=1)
    adopted(world, guideline, cast.cleo)
    page = public.page(f"/posts/{post.ref}/history")
    assert "For all cities." in page
    assert "For cities that begin." not in page


def test_an_adopted_clause_that_is_hidden_is_shown_nowhere(world, cast):
    guideline = a_guideline(world, cast.ruth)
    adopted(world, guideline, cast.cleo)
    post = next(p for p in world.rows(Post) if p.source == "Somebody elected asks for it.")
    cast.cleo.browser.post(f"/posts/{post.ref}/hiding", reason="It names a person.")
    for page in (guideline.address, f"{guideline.address}/clauses/1", "/search?q=elected"):
        assert "Somebody elected" not in cast.eve.browser.page(page), page


def _summary_ref(world) -> str:
    practice = world.rows(Practice)[0]
    return world.rows(Post, id=practice.summary_post_id)[0].ref
