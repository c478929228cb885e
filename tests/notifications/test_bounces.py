"""Mail that came back for good: the third stops mail, and says so in the app."""

from datetime import timedelta

import pytest

from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.notifications.bounces import record_bounce
from hrcn_community.notifications.models import Mail, MailPace, Notice
from hrcn_community.notifications.topics import Topic


@pytest.fixture
def thread(world, cast):
    return world.thread(world.space(), cast.amina)


@pytest.fixture
def name_her(world, cast, thread, worker):
    """Call it to let Amina be named, and mailed."""

    def name() -> None:
        world.reply(thread, cast.ben, "And @amina?")
        worker()

    return name


@pytest.fixture
def gone(sink):
    """Her mailbox is no more; call it to know who was asked for."""
    asked: list[str] = []

    def answer(address: str) -> str:
        asked.append(address)
        return "550 5.1.1 Nobody here" if address == "amina@example.org" else ""

    sink.answers["RCPT"] = answer
    return asked


def pace_of(world, who) -> MailPace:
    [pace] = world.rows(MailPace, person_id=who.id)
    return pace


def test_the_third_bounce_stops_mail_and_says_so_in_the_app(
    world, cast, gone, name_her, sink, worker
):
    for count in (1, 2):
        name_her()
        assert pace_of(world, cast.amina).hard_bounces == count
        assert pace_of(world, cast.amina).stopped_at is None
    name_her()
    assert pace_of(world, cast.amina).stopped_at
    worker()
    [notice] = world.rows(Notice, kind="mail.stopped")
    assert (notice.person_id, notice.address) == (cast.amina.id, "/settings/notices")
    page = cast.amina.browser.page("/notifications")
    assert "Mail to you came back three times" in page
    assert 'href="/settings/notices"' in page
    name_her()
    assert gone == ["amina@example.org"] * 3
    assert len(world.rows(Mail, person_id=cast.amina.id)) == 3
    assert len(world.rows(Notice, kind="mail.stopped")) == 1


def test_letters_still_go_out_as_whoever_forgot_a_password_needs_one(
    world, cast, gone, name_her, sink, public, worker
):
    for _ in range(3):
        name_her()
    sink.answers.clear()
    public.post("/sign-in/reset", email="amina@example.org")
    worker()
    assert [mail.subject for mail in sink.mails] == ["Your password for HRCN Community"]


def test_a_letter_that_comes_back_counts_as_well(world, cast, gone, public, worker):
    public.post("/sign-in/reset", email=cast.amina.email)
    worker()
    assert pace_of(world, cast.amina).hard_bounces == 1


def test_a_letter_to_somebody_unknown_that_comes_back_is_only_noted(world, cast, sink, worker):
    sink.answers["RCPT"] = lambda address: "550 5.1.1 Nobody here"
    cast.cleo.browser.post("/admin/invitations", email="nobody@example.org", role="practitioner")
    worker()
    mails = world.rows(Mail, recipient="nobody@example.org")
    assert [bool(mail.bounced_at) for mail in mails] == [True] * len(mails)
    assert world.rows(MailPace) == []


def test_what_comes_back_later_as_mail_counts_once_each(world, cast, name_her, app):
    for _ in range(3):
        name_her()
    for mail in world.rows(Mail, person_id=cast.amina.id):
        assert mail.sent_at
        for said in (mail.message_id, mail.message_id.strip("<>").partition("@")[0]):
            assert world.do(lambda said=said: record_bounce(said))
    assert pace_of(world, cast.amina).hard_bounces == 3
    assert pace_of(world, cast.amina).stopped_at


@pytest.mark.parametrize("said", ["<never@example.org>", "", "x", "<>", "a@b@c"])
def test_what_is_not_of_ours_is_no_bounce(world, said):
    assert world.do(lambda: record_bounce(said)) is False
    assert world.rows(MailPace) == []


def test_bounces_that_lie_far_apart_stop_nothing(world, cast, gone, name_her):
    began = clock.now()
    for month in range(4):
        with clock.at(began + timedelta(days=31 * month)):
            name_her()
        assert pace_of(world, cast.amina).hard_bounces == 1
    assert pace_of(world, cast.amina).stopped_at is None


def test_whoever_says_that_the_address_is_right_begins_anew(world, cast, gone, name_her, sink):
    for _ in range(3):
        name_her()

    def start_again() -> None:
        pace = db.session.get_one(MailPace, cast.amina.id)
        pace.hard_bounces, pace.stopped_at = 0, None

    world.do(start_again)
    name_her()
    assert pace_of(world, cast.amina).hard_bounces == 1
    assert pace_of(world, cast.amina).stopped_at is None
    sink.answers.clear()
    name_her()
    assert [mail.to for mail in sink.mails] == ["amina@example.org"]


def test_what_a_server_took_ends_no_count(world, cast, gone, name_her, sink):
    """It may come back an hour later; how many servers take everything."""
    name_her()
    refusal = sink.answers.pop("RCPT")
    name_her()
    sink.answers["RCPT"] = refusal
    name_her()
    assert pace_of(world, cast.amina).hard_bounces == 2


def test_what_would_come_by_mail_alone_stands_in_the_app_while_mail_is_stopped(
    world, cast, thread, gone, name_her, worker, chooses
):
    chooses(cast.amina, Topic.REPLY, "digest", in_app=False)
    for _ in range(3):
        name_her()
    world.reply(thread, cast.ben, "And more.")
    worker()
    [notice] = world.rows(Notice, person_id=cast.amina.id, kind="thread.replied")
    assert notice.in_app
    chooses(cast.amina, Topic.REPLY, "never", in_app=False)
    world.reply(thread, cast.ben, "And still more.")
    worker()
    assert len(world.rows(Notice, person_id=cast.amina.id, kind="thread.replied")) == 1
