"""The words of a message: its plain text, else those of its HTML; what is attached is counted."""

import email
from dataclasses import dataclass, field
from email.message import Message

from hrcn_community.importing.html_text import text_of
from hrcn_community.importing.mail.boxes import without_large_parts
from hrcn_community.importing.mail.heads import decoded

MOST_PARTS = 500


@dataclass
class Body:
    text: str = ""
    attachments: int = 0
    oddities: list[str] = field(default_factory=list)


def body_of(raw: bytes) -> Body:
    """Return what a message says. One that cannot be taken apart is shown as it stands."""
    body = Body()
    try:
        message = email.message_from_bytes(without_large_parts(raw))
        plain, html = _texts(message, body)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, KeyError):
        body.oddities.append("it cannot be taken apart, so that it is shown as it stands")
        body.text = decoded(raw, "utf-8")[0]
        return body
    body.text = "\n".join(plain).strip("\r\n")
    if html and not body.text.strip():
        body.text = "\n\n".join(filter(None, map(text_of, html)))
        body.oddities.append("it is HTML alone, of which the words are kept")
    return body


def _texts(message: Message, body: Body) -> tuple[list[str], list[str]]:
    plain: list[str] = []
    html: list[str] = []
    waiting = [message]
    for _ in range(MOST_PARTS):
        if not waiting:
            return plain, html
        part = waiting.pop(0)
        kind = part.get_content_type()
        inside = part.get_payload()
        if kind.startswith("multipart/") and isinstance(inside, list):
            waiting[:0] = [each for each in inside if isinstance(each, Message)]
        elif _is_attached(part) or kind not in {"text/plain", "text/html"}:
            body.attachments += _is_something(part, kind)
        else:
            (plain if kind == "text/plain" else html).append(_text(part, body))
    body.oddities.append(f"it has more than {MOST_PARTS} parts")
    return plain, html


def _is_something(part: Message, kind: str) -> bool:
    return not kind.startswith("multipart/") or bool(part.get_payload())


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _text(part: Message, body: Body) -> str:
    raw = part.get_payload(decode=True)
    charset = part.get_param("charset", "us-ascii")
    name = charset[2] if isinstance(charset, tuple) else str(charset)
    if not isinstance(raw, bytes):
        return ""
    text, was_so = decoded(raw, name if name != "us-ascii" else "utf-8")
    if not was_so:
        reason = "its charset is unknown or not the one that it names"
        body.oddities += [] if reason in body.oddities else [reason]
    return text.replace("\r\n", "\n")
