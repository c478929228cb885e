"""What a mail says: its plain text, else the words of its HTML. Whatever else hangs at it is counted."""

import email
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from hrcn_community.core.text import clean
from hrcn_community.importing.html_text import text_of
from hrcn_community.importing.mail.boxes import without_large_parts
from hrcn_community.importing.mail.heads import decoded

MOST_PARTS = 200
MOST_BOUNDARIES = 2_000
MOST_NESTED = 40
MOST_LINES = 50_000
LONGEST_FIELD = 20_000  # of what says how a part is to be read
MOST_PARAMETERS = 100  # in one; what reads them goes over the rest at each
LARGEST = 2 << 20  # of what is taken apart; large attachments are left out of it before
LONGEST_TEXT = 400_000
SEALS = {
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
}


@dataclass
class Body:
    text: str = ""
    attachments: int = 0
    parts: list[Message] = field(default_factory=list)


class Unreadable(Exception):
    """A mail that nobody would write: it is built to cost whoever takes it apart."""


class _Part(Message):
    """A mail, or a part of one, whose fields are read only where that is cheap."""

    def get(self, name: str, failobj: Any = None) -> Any:
        value = super().get(name, failobj)
        said = str(value)
        if len(said) > LONGEST_FIELD or said.count(";") > MOST_PARAMETERS:
            raise Unreadable
        return value


def body_of(raw: bytes) -> Body:
    """Return what a mail says; raise Unreadable where it cannot be taken apart, or only at too high a price."""
    try:
        message = email.message_from_bytes(_bounded(raw), _class=_Part)
        return _read(message)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, KeyError) as error:
        raise Unreadable from error


def _bounded(raw: bytes) -> bytes:
    if raw.count(b"\n--") > MOST_BOUNDARIES or raw.lower().count(b"boundary=") > MOST_NESTED:
        raise Unreadable
    lighter = without_large_parts(raw)[:LARGEST]
    if lighter.count(b"\n") > MOST_LINES or lighter.count(b"\r") > 2 * MOST_LINES:
        raise Unreadable
    return lighter


def _read(message: Message) -> Body:
    body, plain, html = Body(), [], []
    waiting = [message]
    while waiting:
        part = waiting.pop()
        kind = part.get_content_type()
        inside = part.get_payload()
        body.parts.append(part)
        if len(body.parts) > MOST_PARTS:
            raise Unreadable
        if kind.startswith("multipart/") and isinstance(inside, list):
            waiting += [each for each in reversed(inside) if isinstance(each, Message)]
        elif _is_attached(part) or kind not in {"text/plain", "text/html"}:
            body.attachments += _counts(part, kind)
        else:
            (plain if kind == "text/plain" else html).append(_text(part))
    body.text = clean("\n".join(plain))[:LONGEST_TEXT]
    if html and not body.text.strip():
        body.text = clean("\n\n".join(text_of(each[:LARGEST]) for each in html))[:LONGEST_TEXT]
    return body


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _counts(part: Message, kind: str) -> bool:
    """Did somebody add it? A seal, or the picture that a signature shows, they did not."""
    if kind in SEALS or kind.startswith(("multipart/", "message/delivery")):
        return False
    return not (kind.startswith("image/") and part.get("content-id"))


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    charset = _parameter(part, "charset") or "utf-8"
    text = decoded(raw, charset if charset != "us-ascii" else "utf-8")[0]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _parameter(part, "format") == "flowed" and part.get_content_type() == "text/plain":
        return unflowed(text, joins=_parameter(part, "delsp") == "yes")
    return text


def _parameter(part: Message, name: str) -> str:
    said = part.get_param(name, "")
    return str(said[2] if isinstance(said, tuple) else said or "").lower()


def unflowed(text: str, *, joins: bool = False) -> str:
    """Return `text` with the lines joined that were broken on the way (RFC 3676), each depth of quotes by itself.

    `joins`: the space that says so is none between words.
    """
    lines: list[tuple[int, list[str]]] = []
    is_open = False
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth, bare = len(line) - len(bare), bare.removeprefix(" ")
        flows = bare.endswith(" ") and bare != "-- "
        said = bare[:-1] if flows and joins else bare
        if is_open and lines[-1][0] == depth and bare != "-- ":
            lines[-1][1].append(said)
        else:
            lines.append((depth, [said]))
        is_open = flows
    return "\n".join(">" * depth + (" " if depth else "") + "".join(said) for depth, said in lines)
