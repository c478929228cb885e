"""A mailbox, however large, message by message: it is read piece by piece and never held."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

PIECE = 1 << 20
LONGEST_LINE = 1000  # of an envelope; it may be cut by the end of a piece
LONGEST_HEAD = 256 * 1024
LARGEST = 32 << 20  # of a message; what lies beyond is attachments
HOUR = re.compile(rb"\d\d:\d\d")
HEAD_ENDS = re.compile(rb"\r?\n\r?\n")
BODY_ENDS = b"\n--"  # a line that may be a boundary: in base64 there is none
LARGE = 256 * 1024
TEXT = re.compile(rb"^content-type:[ \t]*text/", re.I | re.M)
PACKED = re.compile(rb"^content-transfer-encoding:[ \t]*base64", re.I | re.M)
QUOTED = re.compile(rb"^>(>*From )", re.M)


@dataclass(frozen=True)
class Place:
    """Where a message stands in the file, its envelope included; what its head is, and its print."""

    start: int
    end: int
    head: bytes
    print: str


def places(file: BinaryIO) -> Iterator[Place]:
    """Yield the place of every message, in order, in two goes over the file at once."""
    start: int | None = None
    for at in _beginnings(file):
        if start is not None:
            yield _place(file, start, at)
        start = at
    if start is not None:
        yield _place(file, start, file.seek(0, 2))


def message_at(file: BinaryIO, start: int, end: int) -> bytes:
    """Return a message without its envelope, its quoted `From ` as they were written."""
    file.seek(start)
    whole = file.read(min(end - start, LARGEST))
    if whole.startswith(b"From "):
        whole = whole.partition(b"\n")[2]
    return QUOTED.sub(rb"\1", whole)


def without_large_parts(whole: bytes) -> bytes:
    """Return a message without the contents of its large attachments: to take those apart is dear."""
    if len(whole) < LARGE:
        return whole
    kept: list[bytes] = []
    at = 0
    while at < len(whole):
        ends = whole.find(BODY_ENDS, at + 1)
        ends = ends if ends >= 0 else len(whole)
        part = whole[at:ends] if ends - at < LARGE else _head_alone(whole, at, ends)
        kept.append(part)
        at = ends
    return b"".join(kept)


def _head_alone(whole: bytes, at: int, ends: int) -> bytes:
    """Return the head of a large part, if it is no text: with it whatever it holds, if it is."""
    head = HEAD_ENDS.search(whole, at, min(at + LONGEST_HEAD, ends))
    if not head:
        return whole[at:ends]
    said = whole[at : head.end()]
    return said if PACKED.search(said) and not TEXT.search(said) else whole[at:ends]


def envelope_of(head: bytes) -> bytes:
    """Return the first line of a message, if it is its envelope."""
    line = head.partition(b"\n")[0]
    return line if line.startswith(b"From ") else b""


def _beginnings(file: BinaryIO) -> Iterator[int]:
    """Yield where messages begin: at an envelope after an empty line, or at the beginning."""
    at = passed = 0  # where the text begins that is looked at, and up to where all was seen
    kept, is_first = b"", True
    while True:
        file.seek(at + len(kept))
        piece = file.read(PIECE)
        text = kept + piece
        if is_first and text.strip() and not _is_envelope(text, 0):
            yield 0  # a single message, or a box that lost its first line
        is_first = False
        until = at + (max(len(text) - LONGEST_LINE, 0) if piece else len(text))
        for found in _envelopes(text, is_first=not passed):
            if passed <= at + found < until:
                yield at + found
        if not piece:
            return
        behind = max(until - at - 4, 0)  # what stands before an envelope is looked at, too
        passed, at, kept = until, at + behind, text[behind:]


def _envelopes(text: bytes, *, is_first: bool) -> Iterator[int]:
    """Yield where an envelope stands after an empty line, or at the beginning of the box."""
    if is_first and _is_envelope(text, 0):
        yield 0
    at = text.find(b"\nFrom ")
    while at >= 0:
        is_apart = text.endswith((b"\n", b"\n\r"), 0, at)
        if is_apart and _is_envelope(text, at + 1):
            yield at + 1
        at = text.find(b"\nFrom ", at + 1)


def _is_envelope(text: bytes, at: int) -> bool:
    """Does a line stand there that says from whom and at what hour? A longer one than any is prose."""
    line, ends, _ = text[at : at + LONGEST_LINE].partition(b"\n")
    return line.startswith(b"From ") and bool(ends) and bool(HOUR.search(line))


def _place(file: BinaryIO, start: int, end: int) -> Place:
    """Read a message once: its head is kept, of the rest a print."""
    file.seek(start)
    head = file.read(min(LONGEST_HEAD, end - start))
    ends = HEAD_ENDS.search(head)
    print_ = hashlib.blake2b(digest_size=20)
    body = ends.end() if ends else len(head)
    print_.update(head[body:])
    left = end - start - len(head)
    while left > 0 and (piece := file.read(min(left, PIECE))):
        print_.update(piece)
        left -= len(piece)
    return Place(start, end, head[:body], print_.hexdigest())
