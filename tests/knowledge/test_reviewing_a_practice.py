"""Reviewing a practice, and handing it in again."""

from hrcn_community.conversations.models import Post
from hrcn_community.knowledge.models import Practice
from tests.browsing import follow
from tests.knowledge.telling import a_practice, a_verified_practice, reviewed


def test_an_advisor_calls_a_practice_ready_and_its_submitter_is_told(world, cast, worker):
    _ = cast.dalia
    practice = a_practice(world, cast.amina)
    answer = cast.dalia.browser.post(
        f"{practice.address}/reviews", verdict="ready", body="Dates agree."
    )
    assert "Dates agree." in follow(cast.dalia.browser, answer)
    assert [p.state for p in world.rows(Practice)] == ["reviewed"]
    worker()
    assert "ready to be verified" in cast.amina.browser.page("/notifications")


def test_a_review_without_a_verdict_or_reason_comes_back(world, cast):
    _ = cast.dalia
    practice = a_practice(world, cast.amina)
    answer = cast.dalia.browser.post(f"{practice.address}/reviews", body="I kept this.")
    assert answer.status_code == 422
    assert "Choose one of the two." in answer.text
    assert "I kept this." in answer.text
    assert [p.state for p in world.rows(Practice)] == ["submitted"]


def test_its_submitter_does_not_review_it(world, cast):
    practice = a_practice(world, cast.dalia)
    answer = cast.dalia.browser.post(
        f"{practice.address}/reviews", verdict="ready", body="It is good."
    )
    assert answer.status_code == 409
    assert "Somebody else reviews" in answer.text
    assert [p.state for p in world.rows(Practice)] == ["submitted"]


def test_a_practitioner_who_submitted_may_not_review(world, cast):
    practice = a_practice(world, cast.amina)
    answer = cast.amina.browser.post(
        f"{practice.address}/reviews", verdict="ready", body="It is good."
    )
    assert answer.status_code == 403


def test_a_review_of_a_practice_out_of_sight_is_answered_as_one_of_none(world, cast):
    practice = a_practice(world, cast.amina)
    form = {"verdict": "ready", "body": "Let me in."}
    there = cast.eve.browser.post(f"{practice.address}/reviews", form)
    nowhere = cast.eve.browser.post("/practices/" + "x" * len(practice.slug) + "/reviews", form)
    assert there.status_code == nowhere.status_code == 404
    assert len(there.data) == len(nowhere.data)


def test_a_review_stays_closed_after_the_practice_is_open(world, cast, public):
    practice = a_verified_practice(world, cast)
    assert public.sees(practice.address) == 200
    assert public.sees(f"{practice.address}/review") in {401, 404}
    assert cast.ben.browser.sees(f"{practice.address}/review") == 404
    assert "I read it." in cast.amina.browser.page(f"{practice.address}/review")


def test_the_same_review_sent_twice_is_one(world, cast):
    _ = cast.dalia
    practice = a_practice(world, cast.amina)
    before = len(world.rows(Post))
    form = {"verdict": "ready", "body": "Once.", "form_token": "0123456789"}
    for _ in range(2):
        cast.dalia.browser.post(f"{practice.address}/reviews", form)
    assert len(world.rows(Post)) == before + 1


def test_changes_asked_for_wait_for_the_submitter_who_hands_in_again(world, cast, worker):
    _ = cast.dalia
    practice = a_practice(world, cast.amina)
    reviewed(world, practice, cast.dalia, is_ready=False)
    worker()
    assert "asked for changes" in cast.amina.browser.page("/notifications")
    assert "Answer the review of" in cast.amina.browser.page("/")
    answer = cast.amina.browser.post(f"{practice.address}/submission", body="I left the date out.")
    assert "I left the date out." in follow(cast.amina.browser, answer)
    assert [p.state for p in world.rows(Practice)] == ["submitted"]
    assert "Review “Open meetings”" in cast.dalia.browser.page("/")


def test_handing_in_again_needs_a_word(world, cast):
    _ = cast.dalia
    practice = a_practice(world, cast.amina)
    reviewed(world, practice, cast.dalia, is_ready=False)
    assert cast.amina.browser.post(f"{practice.address}/submission", body=" ").status_code == 422


def test_nothing_is_handed_in_again_before_changes_were_asked_for(world, cast):
    practice = a_practice(world, cast.amina)
    answer = cast.amina.browser.post(f"{practice.address}/submission", body="Here.")
    assert answer.status_code == 409
    assert "No changes have been asked for" in answer.text


def test_only_its_submitter_hands_it_in_again(world, cast):
    _ = cast.dalia
    practice = a_practice(world, cast.amina)
    reviewed(world, practice, cast.dalia, is_ready=False)
    answer = cast.dalia.browser.post(f"{practice.address}/submission", body="I did it for her.")
    assert answer.status_code == 403
    assert cast.eve.browser.post(f"{practice.address}/submission", body="x").status_code == 404


def test_a_verified_practice_takes_no_review(world, cast):
    practice = a_verified_practice(world, cast)
    answer = cast.dalia.browser.post(
        f"{practice.address}/reviews", verdict="changes", body="One more thing."
    )
    assert answer.status_code == 409
    assert "its review is over" in answer.text
