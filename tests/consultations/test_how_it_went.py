"""Rating an answer, being asked what became of it, and asking what follows."""

from datetime import timedelta

import pytest

from hrcn_community.consultations import follow_up_chore
from hrcn_community.consultations.models import Case, CaseLink, CaseOutcome, CaseRating
from hrcn_community.conversations.models import Post
from hrcn_community.core import clock
from tests.browsing import follow
from tests.consultations.test_writing_a_request import READERS, WHAT, save

RATING = {"useful": "partly", "sentence": "The second part helped."}
OUTCOME = {"used": "used", "body": "The by-law was passed."}


def later(app, days):
    with clock.at(clock.now() + timedelta(days=days)), app.app_context():
        follow_up_chore.follow_up_answers()


def test_who_asked_rates_once_and_may_change_it_until_the_end(world, cast, story):
    story.until("sign_off")
    assert story.post(cast.omar, "rating", **RATING).status_code == 409
    for path in ("signature", "delivery"):
        story.done(cast.cleo, path)
    for who, status in ((cast.cleo, 403), (cast.dalia, 403), (cast.eve, 404)):
        assert story.post(who, "rating", **RATING).status_code == status
    wrong = story.post(cast.omar, "rating", useful="very", sentence="Kept all the same.")
    assert wrong.status_code == 422
    assert "Kept all the same." in wrong.text
    assert world.rows(CaseRating) == []
    story.done(cast.omar, "rating", **RATING)
    page = story.page(cast.omar)
    assert "useful in part" in page
    assert "The second part helped." in story.page(cast.dalia)
    story.done(cast.omar, "rating", useful="yes", sentence="On reflection, all of it.")
    (rating,) = world.rows(CaseRating)
    assert rating.useful == "yes"
    (post,) = world.rows(Post, id=rating.post_id)
    assert (post.source, post.author_id) == ("On reflection, all of it.", None)
    story.done(cast.omar, "rating", useful="no", sentence="")
    assert world.rows(CaseRating)[0].useful == "no"


def test_ninety_days_after_its_close_who_asked_is_asked_by_reference_alone(
    app, world, cast, story, worker, mailbox
):
    story.until("closed")
    worker()
    before = len(mailbox())
    later(app, 89)
    assert story.case.state == "closed"
    assert story.post(cast.omar, "outcome", **OUTCOME).status_code == 409
    later(app, 91)
    later(app, 91)
    assert story.case.state == "followup_due"
    with clock.at(clock.now() + timedelta(days=92)):
        worker()
    (mail,) = mailbox()[before:]
    assert story.case.ref in mail
    assert "shelters" not in mail
    assert "You have the next move." in story.page(cast.omar)
    assert story.post(cast.cleo, "outcome", **OUTCOME).status_code == 403
    assert story.post(cast.omar, "outcome", used="used", body=" ").status_code == 422
    story.done(cast.omar, "rating", **RATING)
    story.done(cast.omar, "outcome", **OUTCOME)
    assert story.case.state == "evaluated"
    assert world.rows(CaseOutcome)[0].used == "used"
    assert "The by-law was passed." in story.page(cast.cleo)
    for path, fields in (("outcome", OUTCOME), ("rating", RATING)):
        assert story.post(cast.omar, path, **fields).status_code == 409
    assert len(world.rows(CaseOutcome)) == 1


def test_what_was_closed_without_an_answer_is_not_asked_about(app, cast, story):
    story.ask()
    story.done(cast.omar, "withdrawal")
    later(app, 400)
    assert story.case.state == "withdrawn"


@pytest.mark.parametrize(("days", "status"), [(29, 303), (31, 409)])
def test_a_case_opens_again_within_thirty_days(app, cast, story, days, status):
    story.asker = cast.amina  # of whom no second step is asked meanwhile
    story.until("closed")
    with clock.at(clock.now() + timedelta(days=days)):
        cast.amina.browser.let_in(cast.amina.id)
        assert ("/closure/end" in story.page(cast.amina)) is (status == 303)
        answer = story.post(cast.amina, "closure/end", reason="A court has decided.")
        assert answer.status_code == status


def test_what_follows_is_linked_and_seen_by_whoever_may_read_both(world, cast, story):
    first = story.until("closed")
    assert f"/consultations/new?follows={story.case.ref}" in story.page(cast.omar)
    assert "?follows=" not in story.page(cast.cleo)
    omar = cast.omar
    begun = omar.browser.post("/consultations/drafts", question="And now?", follows=story.case.ref)
    draft = begun.headers["Location"].rpartition("/")[0]
    save(omar, draft, "what", WHAT)
    save(omar, draft, "readers", {**READERS, "tier": "network"})
    assert f"follows from {story.case.ref}" in omar.browser.page(f"{draft}/review")
    answer = omar.browser.post(f"{draft}/submission")
    second = answer.headers["Location"]
    assert f'href="{first}"' in follow(omar.browser, answer)
    assert f'href="{second}"' in omar.browser.page(first)
    outside = cast.eve.browser.page(second)
    assert first.rpartition("/")[2] not in outside
    assert "Before and after" not in outside
    assert f'href="{first}"' in cast.chandra.browser.page(second)


def test_nothing_follows_from_a_case_of_somebody_else(world, cast, story):
    story.until("closed", tier="network")
    begun = cast.amina.browser.post(
        "/consultations/drafts", question="And now?", follows=story.case.ref
    )
    draft = begun.headers["Location"].rpartition("/")[0]
    save(cast.amina, draft, "what", WHAT)
    save(cast.amina, draft, "readers", READERS)
    cast.amina.browser.post(f"{draft}/submission")
    assert len(world.rows(Case)) == 2
    assert world.rows(CaseLink) == []


def test_one_case_that_fails_holds_up_no_other(app, world, story, monkeypatch):
    first, second = (_closed(story) for _ in range(2))
    ask, asked = follow_up_chore.ask_how_it_went, []

    def ask_but_not_the_first(case_id):
        asked.append(case_id)
        ask(case_id)
        if case_id == first:
            raise ValueError

    monkeypatch.setattr(follow_up_chore, "ask_how_it_went", ask_but_not_the_first)
    later(app, 91)
    assert asked == [first, second]
    assert {row.id: row.state for row in world.rows(Case)} == {
        first: "closed",
        second: "followup_due",
    }


def _closed(story) -> int:
    story.address = ""
    story.until("closed")
    return story.case.id
