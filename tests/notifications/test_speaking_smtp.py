"""Mail goes out once, whatever its server does; and nobody waits for it."""

import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy import text

from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.notifications import mailer, smtp
from hrcn_community.notifications.mailer import MOST_ATTEMPTS, send_due_mail
from hrcn_community.notifications.models import Mail, MailPace
from tests.conftest import ON_POSTGRESQL
from tests.racing import at_once

UNKNOWN = "550 5.1.1 No such mailbox here"
LATER = "451 4.7.1 Not now"


@pytest.fixture
def named(world, cast, react):
    """Amina was named in a thread, and a mail to her is on its way."""
    thread = world.thread(world.space(), cast.amina)
    world.reply(thread, cast.ben, "What does @amina say?")
    react()
    return thread


@pytest.fixture
def after(send):
    """Call it to let time pass, minute by minute, and send what is due."""

    def pass_(minutes: int, step: int = 1) -> None:
        began = clock.now()
        for minute in range(0, minutes, step):
            with clock.at(began + timedelta(minutes=minute + step)):
                send()

    return pass_


def test_a_mail_arrives_once_in_plain_and_as_html(named, sink, send, world):
    send()
    send()
    [mail] = sink.mails
    assert mail.to == "amina@example.org"
    assert "What does @amina say?" in mail.text
    assert "What does" in mail.html
    [row] = world.rows(Mail)
    assert row.sent_at
    assert row.body == ""
    assert row.parked_at is None


def test_a_line_that_begins_with_a_dot_arrives_as_it_was_written(world, cast, sink, react, send):
    thread = world.thread(world.space(), cast.amina)
    world.reply(thread, cast.ben, "@amina\n\n.\n\n..two, and RCPT TO:<eve@example.org>")
    react()
    send()
    [mail] = sink.mails
    assert "\n.\n" in mail.text.replace("\r\n", "\n")
    assert "\n..two, and RCPT" in mail.text.replace("\r\n", "\n")


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_what_is_refused_for_now_is_tried_again_and_arrives_once(named, sink, after, command):
    sink.answers[command] = lambda address: LATER
    after(5)
    assert sink.mails == []
    del sink.answers[command]
    after(60)
    assert len(sink.mails) == 1


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("MAIL", "550 5.7.1 You may not send here"),
        ("MAIL", "530 5.7.0 Authentication required"),
        ("RCPT", "554 5.7.1 Relay access denied"),
        ("RCPT", "550 5.7.1 We do not know you"),
        ("RCPT", "554 Service refused"),
        ("DATA", "554 5.6.0 Not like this"),
    ],
)
def test_what_the_server_has_against_us_is_no_bounce(named, sink, after, world, command, answer):
    sink.answers[command] = lambda address: answer
    after(5)
    assert [mail.bounced_at for mail in world.rows(Mail)] == [None]
    del sink.answers[command]
    after(60)
    assert len(sink.mails) == 1


def test_what_is_never_taken_is_put_aside_at_last(named, sink, after, world):
    sink.answers["MAIL"] = lambda address: LATER
    after(24 * 60, step=30)
    [mail] = world.rows(Mail)
    assert mail.attempts == MOST_ATTEMPTS
    assert mail.parked_at


@pytest.mark.parametrize(
    "answer", [UNKNOWN, "550 No such mailbox", "554 5.1.1 Nobody", "552 5.2.2 Full for ever"]
)
def test_an_address_that_is_none_is_not_tried_again(named, sink, after, world, answer):
    asked = []
    sink.answers["RCPT"] = lambda address: asked.append(address) or answer
    after(120, step=5)
    assert asked == ["amina@example.org"]
    [mail] = world.rows(Mail)
    assert mail.bounced_at
    assert mail.sent_at is None
    assert world.rows(MailPace, person_id=mail.person_id)[0].hard_bounces == 1


def test_a_server_that_is_down_for_an_hour_loses_nothing_and_sends_nothing_twice(
    world, cast, sink, react, after
):
    sink.stop()
    thread = world.thread(world.space(), cast.amina)
    both = f"@{cast.amina.handle} @{cast.omar.handle}"
    for number in range(3):
        world.reply(thread, cast.ben, f"{both}, this is number {number}.")
    react()
    after(60)
    sink.start()
    after(120)
    assert len(sink.mails) == 6
    assert len(set(sink.message_ids)) == 6


def test_a_mail_whose_acceptance_was_not_heard_comes_once_more_and_never_again(
    named, sink, after, world
):
    sink.break_off = 5
    after(24 * 60, step=10)
    assert len(sink.mails) == 2
    assert len(set(sink.message_ids)) == 1
    [mail] = world.rows(Mail)
    assert mail.parked_at
    assert mail.sent_at is None


def test_whatever_a_server_says_when_we_leave_what_it_took_stays_taken(named, sink, after):
    sink.answers["QUIT"] = lambda _: "451 You may not leave"
    after(60, step=5)
    assert len(sink.mails) == 1


def test_a_mail_whose_reader_is_no_more_when_it_was_taken_is_forgotten(
    named, world, cast, sink, send
):
    def erase() -> None:
        world.do(lambda: db.session.execute(text("DELETE FROM mails")))

    sink.when_taken = erase
    send()
    assert len(sink.mails) == 1
    assert world.rows(Mail) == []


def test_a_mail_that_was_not_heard_of_once_is_not_sent_at_once_again(named, sink, send, after):
    sink.break_off = 1
    send()
    send()
    assert len(sink.mails) == 1
    after(12)
    assert len(sink.mails) == 2
    after(120)
    assert len(sink.mails) == 2


def test_a_mail_once_not_heard_of_may_still_be_refused_before_its_last_copy(
    named, sink, send, after
):
    sink.break_off = 5
    send()
    sink.answers["RCPT"] = lambda address: LATER
    after(30)
    assert len(sink.mails) == 1
    del sink.answers["RCPT"]
    after(24 * 60, step=10)
    assert len(sink.mails) == 2


def test_a_server_that_says_nothing_is_left_and_asked_once_more(
    named, sink, send, after, monkeypatch
):
    monkeypatch.setattr(smtp, "PATIENCE_SECONDS", 0.3)
    sink.hang = 1.0
    send()
    sink.hang = 0.0
    after(60)
    assert len(sink.mails) == 2
    assert len(set(sink.message_ids)) == 1


def test_a_worker_that_is_killed_while_it_speaks_leaves_one_copy_more_at_most(
    app, named, sink, after, monkeypatch
):
    class Killed(BaseException):
        pass

    def deliver_and_die(message):
        smtp.deliver(message)
        raise Killed

    monkeypatch.setattr(mailer, "deliver", deliver_and_die)
    began = clock.now()
    for hour in range(5):
        with clock.at(began + timedelta(hours=hour)), app.app_context():
            try:
                send_due_mail()
            except Killed:
                db.session.rollback()
    monkeypatch.setattr(mailer, "deliver", smtp.deliver)
    after(24 * 60, step=10)
    assert len(sink.mails) == 2


def test_nothing_is_held_while_the_server_is_spoken_to(app, named, sink, send, database_url):
    looked = []

    def look() -> None:
        if ON_POSTGRESQL:
            with app.app_context(), db.engine.connect() as connection:
                looked.append(connection.scalar(IDLE))
            return
        other = sqlite3.connect(database_url.removeprefix("sqlite:///"), timeout=0)
        other.execute("BEGIN IMMEDIATE")
        other.rollback()
        other.close()
        looked.append(0)

    sink.when_taken = look
    send()
    assert looked == [0]
    assert len(sink.mails) == 1


IDLE = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND state LIKE 'idle in transaction%' AND pid != pg_backend_pid()"
)


def test_three_workers_send_each_mail_once(app, world, cast, sink, react):
    thread = world.thread(world.space(), cast.amina)
    people = [world.person() for _ in range(12)]
    world.reply(thread, cast.ben, " ".join(f"@{person.handle}" for person in people))
    react()

    def work() -> int:
        sent = 0
        while True:
            with app.app_context():
                if not send_due_mail():
                    return sent
                sent += 1

    assert sum(at_once([work] * 3)) == 12
    assert sorted(mail.to for mail in sink.mails) == sorted(person.email for person in people)


def test_a_mail_that_cannot_be_made_waits_and_holds_up_no_other(
    named, world, cast, sink, react, send, monkeypatch
):
    def fail_for_amina(mail):
        return 1 / 0 if mail.recipient == "amina@example.org" else compose(mail)

    compose = mailer.compose
    monkeypatch.setattr(mailer, "compose", fail_for_amina)
    world.reply(named, cast.ben, f"And you, @{cast.omar.handle}?")
    react()
    send()
    assert [mail.to for mail in sink.mails] == ["omar@example.org"]
    [waiting] = world.rows(Mail, recipient="amina@example.org")
    assert waiting.attempts == 1
    assert waiting.due_at > clock.now()


def test_what_comes_back_says_in_its_address_which_mail_it_was(named, app, sink, send, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_RETURN", "bounces@community.example.org")
    send()
    [(sender, mail)] = sink.kept
    local = mail.headers["Message-ID"].strip("<>").partition("@")[0]
    assert sender == f"bounces+{local}@community.example.org"
    assert len(sender.partition("@")[0]) <= 64


def test_without_such_an_address_the_sender_is_who_it_is_from(named, sink, send):
    send()
    [(sender, mail)] = sink.kept
    assert sender == "community@example.org"
    assert mail.headers["From"] == "HRCN Community <community@example.org>"
