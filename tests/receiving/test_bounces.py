"""Our own mail that comes back: handed on where it is for good, and never answered."""

import pytest

from hrcn_community.receiving import deciding

NAME = "0a1b2c3d" * 4
OURS = f"<{NAME}@localhost>"
KIND = 'multipart/report; report-type=delivery-status; boundary="b"'


@pytest.fixture
def noted(monkeypatch):
    names: list[str] = []

    def note(message_id: str) -> bool:
        names.append(message_id)
        return True

    monkeypatch.setattr(deciding, "record_bounce", note)
    return names


def report(status: str, returned: str = "message/rfc822", name: str = OURS, action="failed") -> str:
    return (
        "--b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\n"
        f"Final-Recipient: rfc822; ben@example.org\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: {returned}\r\n\r\nTo: ben@example.org\r\nMessage-ID: {name}\r\n\r\nHello.\r\n--b--\r\n"
    )


def bounce(postbox, body: str, to: str = "community@example.org", kind: str = KIND) -> str:
    return postbox.receive(
        postbox.mail("MAILER-DAEMON@example.net", to, body, proof=None, kind=kind)
    )


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers", "message/global"])
def test_a_mail_that_came_back_for_good_is_handed_on(postbox, noted, returned):
    assert bounce(postbox, report("5.1.1", returned)) == "bounced"
    assert noted == [OURS]


@pytest.mark.parametrize("status", ["4.2.2", "2.0.0", "5", "55.1.1", "", "x5.1.1", "4.5.1"])
def test_a_mail_that_may_still_arrive_is_not(postbox, noted, status):
    assert bounce(postbox, report(status)) == "ignored"
    assert noted == []


def test_the_address_that_it_came_back_to_names_it_too(postbox, noted):
    body = report("5.1.1", name="")
    assert bounce(postbox, body, to=f"bounces+{NAME}@community.example.org") == "bounced"
    assert noted == [OURS]


def test_that_address_is_the_one_of_the_settings(app, postbox, noted, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_RETURN", "Back@community.example.org")
    body = report("5.1.1", name="")
    assert bounce(postbox, body, to=f"bounces+{NAME}@community.example.org") == "ignored"
    assert bounce(postbox, body, to=f"back+{NAME}@community.example.org") == "bounced"


def test_a_report_that_names_no_mail_of_ours_is_let_go(postbox, monkeypatch):
    assert bounce(postbox, report("5.1.1", name="")) == "ignored"
    monkeypatch.setattr(deciding, "record_bounce", lambda _name: False)
    assert bounce(postbox, report("5.1.1", name="<other@example.org>")) == "ignored"


def test_what_is_no_report_notes_nothing_whatever_it_says(postbox, noted):
    assert bounce(postbox, report("5.1.1"), kind='multipart/mixed; boundary="b"') == "unknown"
    read = KIND.replace("delivery-status", "disposition-notification")
    assert bounce(postbox, report("5.1.1"), kind=read) == "unknown"
    assert noted == []


def test_reports_are_taken_where_nobody_answers_by_mail(app, postbox, noted):
    app.config["MAIL_REPLY"] = ""
    assert bounce(postbox, report("5.1.1")) == "bounced"


def test_a_report_to_an_address_for_answers_is_no_answer(
    world, cast, worker, mailbox, postbox, to, noted
):
    mail = postbox.mail(cast.ben, to, report("5.1.1"), kind=KIND)
    assert postbox.receive(mail) == "bounced"
    worker()
    assert mailbox() == []


@pytest.mark.parametrize(
    "body",
    [
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n" + "Status: 5.1.1\r\n\r\n" * 9_000,
        "--b\r\nContent-Type: message/rfc822\r\n\r\n" * 1_500,
        "",
    ],
)
def test_reports_built_to_break_break_nothing(postbox, noted, body):
    assert bounce(postbox, body) in {"ignored", "unreadable"}
