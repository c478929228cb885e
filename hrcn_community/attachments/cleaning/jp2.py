"""The boxes of a JPEG 2000 picture inside a paper: those that hold words are left out."""

from hrcn_community.attachments.cleaning.outcome import NotTaken, Why

SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
WORDS = {b"xml ", b"uuid", b"uinf", b"url ", b"jp2i", b"asoc", b"lbl "}


def strip_jp2(raw: bytes) -> bytes:
    """Return the picture without its boxes of words; a bare stream of pixels has none."""
    if not raw.startswith(SIGNATURE):
        return raw
    kept, at = [], 0
    while at < len(raw):
        size = _size(raw, at)
        if raw[at + 4 : at + 8] not in WORDS:
            kept.append(raw[at : at + size])
        at += size
    return b"".join(kept)


def _size(raw: bytes, at: int) -> int:
    """Return how long the box is that begins here: 0 says to the end, 1 that the length is long."""
    size = int.from_bytes(raw[at : at + 4], "big")
    if size == 0:
        return len(raw) - at
    if size == 1:
        size = int.from_bytes(raw[at + 8 : at + 16], "big")
    if size < 8 or at + size > len(raw):
        raise NotTaken(Why.DAMAGED)
    return size
