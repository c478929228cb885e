"""Plain text, as UTF-8 with one kind of line end. Markup is no plain text, whatever it is called."""

import codecs
import re
from pathlib import Path

from hrcn_community.attachments.cleaning import limits
from hrcn_community.attachments.cleaning.outcome import Cleaned, NotTaken, Why

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
EARLY = 8_192
BEGINS_AS_CODE = re.compile(
    r"#!|(?:\s|\ufeff|<!--.*?-->)*<(?:[!?/]|[a-z][\w:.-]*[\s/>])", re.I | re.S
)
HOLDS_MARKUP = re.compile(r"<(?:script|svg|html|iframe|object|embed|body|!doctype|\?php)\b", re.I)


def clean(source: Path, folder: Path, form: str) -> Cleaned:
    """Write the text again as UTF-8; its name says `.txt`, as its content says no more."""
    if source.stat().st_size > limits.TEXT_BYTES:
        raise NotTaken(Why.TOO_MUCH)
    text = _decoded(source.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")
    if BEGINS_AS_CODE.match(text) or HOLDS_MARKUP.search(text[:EARLY]):
        raise NotTaken(Why.ACTIVE)
    if CONTROLS.search(text):
        raise NotTaken(Why.UNKNOWN)
    if not text.strip():
        raise NotTaken(Why.EMPTY)
    path = folder / "clean.txt"
    path.write_bytes(text.encode())
    return Cleaned.of(".txt", path)


def _decoded(raw: bytes) -> str:
    for mark, encoding in BOMS:
        if raw.startswith(mark):
            return _as(raw[len(mark) :], encoding)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return _as(raw, "cp1252")


def _as(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise NotTaken(Why.UNKNOWN) from None
