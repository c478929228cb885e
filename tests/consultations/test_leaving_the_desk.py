"""Leaving the desk, and stepping back: what was open by that right is closed, by every way to it."""

from datetime import timedelta

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.places import put_outside
from hrcn_community.audit.models import ReadEntry
from hrcn_community.conversations.models import Post
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.notifications import mailer
from hrcn_community.notifications.models import Mail
from hrcn_community.spaces.models import Space
from tests.letterbox import read


def test_whoever_leaves_the_desk_reads_no_case_of_it_any_more(cast, story, worker):
    story.until("matching")
    assert cast.chandra.browser.sees(story.address) == 200
    cast.chandra.browser.step_up()
    cast.chandra.browser.post("/spaces/consultation-desk/people/cleo/facilitation")
    cast.chandra.browser.post("/spaces/consultation-desk/membership/end")
    worker()
    chandra = cast.chandra.browser
    for page in (story.address, f"{story.address}/work", "/consultations/desk"):
        assert chandra.sees(page) == 404, page
    for page in ("/consultations", "/notifications", "/", "/search?q=shelters"):
        assert story.case.ref not in chandra.page(page), page
    assert story.post(cast.chandra, "scope", body="Still here.").status_code == 404


def test_leaving_another_space_changes_nothing_at_the_desk(world, cast, story, worker):
    story.until("triage")
    other = world.space(member=cast.chandra)
    cast.chandra.browser.post(f"/spaces/{other.slug}/membership/end")
    worker()
    assert cast.chandra.browser.sees(story.address) == 200


def test_an_expert_who_steps_back_reads_nothing_from_then_on(world, cast, story, worker):
    story.until("drafting")
    refs = [row.ref for row in world.rows(Post)]
    story.done(cast.dalia, "recusal", reason="A tie that I had forgotten.")
    worker()
    for page in (story.address, f"{story.address}/invitation", *(f"/posts/{ref}" for ref in refs)):
        assert cast.dalia.browser.sees(page) == 404, page
    for page in ("/consultations", "/", "/search?q=papers"):
        assert story.case.ref not in cast.dalia.browser.page(page), page


def test_a_mail_that_waits_is_not_sent_to_whoever_was_let_out_meanwhile(
    world, cast, story, worker, mailbox, monkeypatch
):
    story.until("drafting")
    worker()
    before = len(read(mailbox(), cast.dalia.email))
    with monkeypatch.context() as patch:
        patch.setattr(mailer, "deliver", _server_is_down)
        story.done(cast.dalia, "questions", body="Which year?")
        story.done(cast.omar, "information", body="This one.")
        worker()
    assert [m for m in world.rows(Mail, recipient=cast.dalia.email) if not m.sent_at]
    _let_out(world, story, cast.dalia)
    with _later():
        worker()
    assert len(read(mailbox(), cast.dalia.email)) == before
    assert [mail for mail in world.rows(Mail) if not mail.sent_at] == []


def test_a_mail_that_waits_is_not_sent_to_somebody_who_was_suspended(
    world, cast, story, worker, mailbox, monkeypatch
):
    deliver = mailer.deliver
    monkeypatch.setattr(mailer, "deliver", _server_is_down)
    story.until("triage")
    worker()
    assert mailbox() == []
    world.do(lambda: _suspend(cast.omar.id))
    monkeypatch.setattr(mailer, "deliver", deliver)
    with _later():
        worker()
    assert read(mailbox())
    assert read(mailbox(), cast.omar.email) == []


def test_finding_the_words_of_a_case_is_reading_it(world, cast, story):
    story.until("triage")
    assert world.rows(ReadEntry, person_id=cast.chandra.id) == []
    assert story.case.ref in cast.chandra.browser.page("/search?q=shelters")
    read_by_chandra = world.rows(ReadEntry, person_id=cast.chandra.id)
    assert {entry.space_id for entry in read_by_chandra} >= {story.case.asking_space_id}


def _server_is_down(_message) -> None:
    raise OSError


def _later():
    return clock.at(clock.now() + timedelta(hours=2))


def _suspend(person_id: int) -> None:
    db.session.get_one(Person, person_id).standing = Standing.SUSPENDED


def _let_out(world, story, person) -> None:
    def deed() -> None:
        for id_ in (story.case.asking_space_id, story.case.working_space_id):
            put_outside(db.session.get_one(Space, id_), person.id)

    world.do(deed)
