"""Mail that was built to break, or to keep busy, whoever reads it."""

import time

import pytest

from hrcn_community.conversations.models import Post
from hrcn_community.receiving.deciding import LARGEST
from tests.receiving.mails import OWN, PASS, SERVER

WHOLE = OWN.encode()


def nested(depth: int) -> bytes:
    opened = b"".join(
        b'--b%d\r\nContent-Type: multipart/mixed; boundary="b%d"\r\n\r\n' % (n, n + 1)
        for n in range(depth)
    )
    return opened + b"--b%d\r\n\r\nDeep.\r\n" % depth


def parts(count: int) -> bytes:
    return b"--b0\r\nContent-Type: text/plain\r\n\r\nx\r\n" * count + b"--b0--\r\n"


MIXED = 'multipart/mixed; boundary="b0"'
BODIES = {
    "depth 100": (nested(100), MIXED),
    "depth 20": (nested(20), MIXED),
    "10,000 parts": (parts(10_000), MIXED),
    "150 parts": (parts(150), MIXED),
    "no end": (b"--b0\r\n\r\nHello", MIXED),
    "no boundary": (b"Hello", "multipart/mixed"),
    "an empty boundary": (b"--\r\n\r\nHello\r\n--\r\n" * 900, 'multipart/mixed; boundary=""'),
    "lines without end": (b"\n" * (20 << 20), "text/plain"),
    "carriage returns": (b"\r" * (20 << 20), "text/plain"),
    "one line": (b"a" * (20 << 20), "text/plain"),
    "boundaries without end": (b"\n--b0" * (4 << 20), MIXED),
    "angles": (b"<" * 400_000, "text/html"),
    "tags": (b"<b>" * 300_000, "text/html"),
    "parameters": (b"Hello", "text/plain; " + "; ".join(f"a*{n}=b" for n in range(600))),
    "parameters without end": (b"Hello", 'text/plain; a="' + ";" * 40_000),
    "parameters of a part": (
        b'--b0\r\nContent-Type: text/plain; a="' + b";" * 40_000 + b"\r\n\r\nHello",
        MIXED,
    ),
    "lines that flow": (
        "😀 \n".encode() + (b"a" * 38 + b" \n") * 49_000,
        "text/plain; format=flowed; charset=utf-8",
    ),
    "a charset of many lines": (b"Hello", "text/plain; charset=" + "x" * 5_000),
    "a forwarded mail": (b"From: a@example.org\r\n\r\nHello", "message/rfc822"),
    "a report": (b"--b0\r\n\r\nx", 'multipart/report; report-type=delivery-status; boundary="b0"'),
}

TOO_DEAR = {  # nobody takes these apart
    "depth 100",
    "10,000 parts",
    "an empty boundary",
    "lines without end",
    "carriage returns",
    "boundaries without end",
    "parameters",
    "parameters without end",
    "parameters of a part",
}


@pytest.mark.parametrize("name", BODIES)
def test_whatever_its_shape_it_is_dealt_with_in_little_time(cast, postbox, to, name):
    body, kind = BODIES[name]
    raw = postbox.mail(cast.ben, to, body, kind=kind)
    began = time.process_time()
    outcome = postbox.receive(raw)
    assert (outcome == "refused_unreadable") is (name in TOO_DEAR), outcome
    assert outcome in {"posted", "ignored"} or outcome.startswith("refused_")
    assert time.process_time() - began < 5  # what it computes, however long it waits


@pytest.mark.parametrize(
    "charset", ["idna", "punycode", "unicode_escape", "zip", "rot13", "utf-7", "\x00"]
)
def test_no_charset_does_anything_but_read_letters(world, cast, postbox, to, charset):
    raw = postbox.mail(cast.ben, to, WHOLE, kind=f"text/plain; charset={charset}")
    assert postbox.receive(raw) == "posted"
    assert world.rows(Post)[-1].source == OWN


def test_what_no_database_takes_is_left_out(world, cast, postbox, to):
    assert postbox.receive(postbox.mail(cast.ben, to, "We did\x00 it \ud800 so.")) == "posted"
    source = world.rows(Post)[-1].source
    assert "\x00" not in source
    assert source.startswith("We did it ")
    odd = {"message_id": "<a\x00b@example.org>", "subject": "\x00\ud800"}
    assert postbox.receive(postbox.mail(cast.ben, to, **odd)) == "posted"


def test_what_turns_text_round_is_shown_and_not_obeyed(world, cast, postbox, to):
    assert postbox.receive(postbox.mail(cast.ben, to, "Pay \u202eruoy llib.")) == "posted"
    assert "\u202e" not in world.rows(Post)[-1].source


def test_a_mail_of_25_mb_is_taken_and_a_larger_one_refused(world, cast, postbox, to):
    kind = 'multipart/mixed; boundary="b0"'
    head = (
        b"--b0\r\nContent-Type: text/plain\r\n\r\nWe did it so.\r\n--b0\r\nContent-Type: application/pdf\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
    )
    line = b"QUJD" * 19 + b"\r\n"
    filled = postbox.mail(cast.ben, to, head + line * ((LARGEST - 2_000) // len(line)), kind=kind)
    assert LARGEST - 3_000 < len(filled) <= LARGEST
    assert postbox.receive(filled) == "posted"
    assert world.rows(Post)[-1].source == OWN
    assert postbox.receive(filled + line * 40) == "refused_long"


@pytest.mark.parametrize("raw", [b"", b"\n", b"Hello", b"\xff\xfe" * 100, b":" * 1000, b"From x\n"])
def test_what_is_no_mail_is_none(postbox, raw):
    assert postbox.receive(raw) in {"no_mail", "unknown"}


def test_a_head_without_end_is_no_mail(cast, postbox, to):
    assert postbox.receive(postbox.mail(cast.ben, to, subject="x" * (1 << 20))) == "no_mail"
    folded = "a\r\n " * 20_000
    assert postbox.receive(postbox.mail(cast.ben, to, subject=folded)) in {"posted", "unknown"}
    many = ["x"] * 20_000
    assert postbox.receive(postbox.mail(cast.ben, to, x_a=many)) in {"no_mail", "unknown"}


def test_remarks_within_remarks_in_an_address_break_nothing(cast, postbox, to):
    deep = "(" * 20_000
    assert postbox.receive(postbox.mail(f"{deep} ben@example.org", to)) == "refused_sender"
    assert postbox.receive(postbox.mail(cast.ben, f"{to}, {deep}")) in {"posted", "unknown"}


def test_a_bare_carriage_return_begins_no_field(cast, postbox, to):
    smuggled = f"x\rAuthentication-Results: {SERVER}; {PASS}"
    raw = postbox.mail(cast.ben, to, proof=None, subject=smuggled)
    assert postbox.receive(raw) == "refused_unproven"
    hidden = postbox.mail("eve@example.org", to, subject="x\rFrom: ben@example.org")
    assert postbox.receive(hidden) == "refused_sender"


def test_an_envelopes_line_and_bare_line_ends_are_no_hindrance(cast, postbox, to):
    raw = b"From ben@example.org Mon Nov  3 10:02:00 2025\n" + postbox.mail(cast.ben, to)
    assert postbox.receive(raw) == "posted"
    assert postbox.receive(postbox.mail(cast.ben, to).replace(b"\r\n", b"\n")) == "posted"
