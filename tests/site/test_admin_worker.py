"""The worker's health: figures and names only; what was put aside is tried again or dropped by hand."""

import threading
from datetime import timedelta

import pytest

from hrcn_community import reactions, worker
from hrcn_community.accounts.events import ProfileChanged
from hrcn_community.core import clock
from hrcn_community.core.cache import lately
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry, record
from hrcn_community.notifications.models import Mail
from hrcn_community.running.models import ChoreRun, Worker
from hrcn_community.site.admin_cards import CARDS
from hrcn_community.worker import handle_next, work, work_off
from tests.browsing import follow
from tests.conftest import mails_from
from tests.factories import CONFIDENTIAL
from tests.racing import sent_at_once


def fail(_event, _entry) -> None:
    raise ZeroDivisionError("words that nobody may read")


@pytest.fixture
def parked(app, world, cast, monkeypatch):
    """A poison event that was given up, in a house that works again."""
    with monkeypatch.context() as within:
        broken = {**reactions.REACTIONS, ProfileChanged: (fail,)}
        within.setattr(worker, "REACTIONS", broken)
        world.do(lambda: record(ProfileChanged(person_id=cast.ben.id), by=cast.ben.id))
        for hour in range(10):
            with app.app_context(), clock.at(clock.now() + timedelta(hours=hour)):
                handle_next()
    [entry] = world.rows(Entry, name="ProfileChanged")
    assert entry.parked_at
    return entry


def test_without_a_worker_it_is_said_and_with_one_it_is_not(app, world, cast):
    page = cast.cleo.browser.page("/admin/worker")
    assert "No worker is running" in page
    stop = threading.Event()
    working = threading.Thread(target=work, args=(app, stop))
    working.start()
    for _ in range(200):
        if len(world.rows(ChoreRun)) >= 4:
            break
        stop.wait(0.05)
    page = cast.cleo.browser.page("/admin/worker")
    assert "No worker is running" not in page
    assert "Gather digests" in page
    assert len(world.rows(Worker)) == 1
    stop.set()
    working.join()
    assert world.rows(Worker) == []
    assert "No worker is running" in cast.cleo.browser.page("/admin/worker")


def test_a_parked_event_is_shown_by_name_and_class_and_tried_again_by_hand(
    app, world, cast, parked
):
    page = cast.cleo.browser.page("/admin/worker")
    assert "ProfileChanged" in page
    assert "ZeroDivisionError" in page
    assert "words that nobody may read" not in page
    told = follow(
        cast.cleo.browser, cast.cleo.browser.post(f"/admin/worker/events/{parked.id}/retry")
    )
    assert "The event is tried again" in told
    work_off(app)
    [entry] = world.rows(Entry, id=parked.id)
    assert entry.handled_at
    [done] = world.rows(Entry, name="EventRetried")
    assert (done.actor_id, done.facts) == (cast.cleo.id, {"event_id": parked.id})


def test_all_are_tried_again_and_one_is_dropped_with_a_reason(app, world, cast, parked):
    address = f"/admin/worker/events/{parked.id}/end"
    refused = cast.cleo.browser.post(address, reason=" ")
    assert refused.status_code == 422
    assert "Say why; it is written into the log." in refused.text
    assert follow(cast.cleo.browser, cast.cleo.browser.post("/admin/worker/events/retry"))
    assert not world.rows(Entry, id=parked.id)[0].parked_at
    assert cast.cleo.browser.post(address, reason="Of no use").status_code == 409
    world.do(lambda: setattr(db.session.get(Entry, parked.id), "parked_at", clock.now()))
    cast.cleo.browser.post(address, reason="Of no use")
    [dropped] = world.rows(Entry, name="EventDropped")
    assert dropped.facts == {"event_id": parked.id, "reason": "Of no use"}
    assert "ProfileChanged" not in cast.cleo.browser.page("/admin/worker")


def test_nobody_else_sees_or_does_any_of_it(world, public, cast, parked):
    for who in (public, cast.omar.browser, cast.dalia.browser):
        status = 403 if who is not public else 401
        assert who.sees("/admin/worker") in {status, 302}
        sent = who.post(f"/admin/worker/events/{parked.id}/retry")
        assert sent.status_code in {403, 404, 302, 401}
        assert who.post("/admin/worker/events/retry").status_code in {403, 302, 401}
    assert world.rows(Entry, id=parked.id)[0].parked_at


@pytest.fixture
def held(world, cast):
    def add() -> int:
        mail = Mail(
            recipient="zephyrine@example.org",
            subject="Zephyrine asks",
            body="Zephyrine says",
            message_id="<1@x>",
            due_at=clock.now(),
            parked_at=clock.now(),
            held_at=clock.now(),
        )
        db.session.add(mail)
        db.session.flush()
        return mail.id

    return world.do(add)


def test_held_mail_is_let_go_or_dropped_and_no_word_of_it_is_shown(app, world, cast, held):
    page = cast.cleo.browser.page("/admin/worker")
    assert "Mails are held" in page
    assert "ephyrine" not in page
    work_off(app)
    assert mails_from(app) == []
    follow(cast.cleo.browser, cast.cleo.browser.post(f"/admin/worker/mails/{held}/retry"))
    work_off(app)
    assert len(mails_from(app)) == 1


def test_let_go_by_two_at_once_or_again_it_is_once_and_the_later_reads_it(
    world, cast, public, parked, held
):
    cleo, tomas, names = cast.cleo.browser, cast.tomas.browser, ("EventRetried", "MailRetried")
    for what, name in zip((f"events/{parked.id}", f"mails/{held}"), names, strict=True):
        here, kind = f"/admin/worker/{what}/retry", what.partition("/")[0]
        for who in (cast.omar.browser, public):
            assert who.post(here).status_code in {401, 403, 404}
        done, late = sent_at_once((cleo, here), (tomas, here))
        assert (done.status_code, late.status_code) == (303, 409)
        again = cleo.post(here)
        assert again.status_code == 409
        for told in (late, again):
            assert "This is put aside no more" in told.text
        assert len(world.rows(Entry, name=name)) == 1
        assert cleo.post(f"/admin/worker/{kind}/999999/retry").status_code == 404


def test_all_let_go_by_two_at_once_are_let_go_by_one_and_each_reads_how_many(
    world, cast, public, parked, held
):
    cleo, tomas = cast.cleo.browser, cast.tomas.browser
    for kind, word, name in (
        ("events", "event is", "EventRetried"),
        ("mails", "mail is", "MailRetried"),
    ):
        here = f"/admin/worker/{kind}/retry"
        for who in (cast.omar.browser, public):
            assert who.post(here).status_code in {401, 403}
        assert world.rows(Entry, name=name) == []
        pressed = sent_at_once((cleo, here), (tomas, here))
        assert [answer.status_code for answer in pressed] == [303, 303]
        told = [browser.page("/admin/worker") for browser in (cleo, tomas)]
        assert sorted(f"1 {word}" in page for page in told) == [False, True]
        assert sum(f"0 {kind} are" in page for page in told) == 1
        assert f"0 {kind} are" in follow(cleo, cleo.post(here))
        assert len(world.rows(Entry, name=name)) == 1


def test_all_held_mails_are_dropped_with_one_reason(app, world, cast, held):
    assert cast.cleo.browser.post("/admin/worker/mails/end", reason="").status_code == 422
    follow(
        cast.cleo.browser, cast.cleo.browser.post("/admin/worker/mails/end", reason="Sent already")
    )
    assert world.rows(Mail) == []
    assert world.rows(Entry, name="MailDropped")[0].facts["reason"] == "Sent already"


def test_nothing_on_the_page_tells_of_a_confidential_space(app, world, cast):
    space = world.space(CONFIDENTIAL, "Zephyrine's table", member=cast.amina)
    world.thread(space, cast.amina, title="About Zephyrine", body="Zephyrine was there")
    assert "ephyrine" not in cast.cleo.browser.page("/admin/worker")


def test_a_storage_and_a_scanner_that_are_away_are_named(app, cast, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "SCANNER_URL", "tcp://127.0.0.1:9")
    blocked = tmp_path / "a file"
    blocked.write_text("no folder")
    monkeypatch.setitem(app.config, "STORAGE_URL", f"file://{blocked}")
    lately.forget()
    assert cast.cleo.browser.page("/admin/worker").count("does not answer") == 2
    lately.forget()
    monkeypatch.undo()
    assert "does not answer" not in cast.cleo.browser.page("/admin/worker")


def test_the_overview_leads_to_every_page_that_is_open_and_says_that_no_worker_runs(cast):
    page = cast.cleo.browser.page("/admin")
    assert "No worker is running" in page
    for card in CARDS:
        assert f'<a href="{card.href}">' in page
        assert cast.cleo.browser.sees(card.href) == 200
