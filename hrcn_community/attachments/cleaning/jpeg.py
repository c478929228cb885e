"""The segments of a JPEG, for pictures inside papers and documents: their pixels stay as they are."""

import re

from PIL import Image

from hrcn_community.attachments.cleaning.outcome import NotTaken, Why
from hrcn_community.attachments.cleaning.sizes import ORIENTATION

START, END = b"\xff\xd8", b"\xff\xd9"
END_OF_IMAGE, START_OF_SCAN = 0xD9, 0xDA
APP0, APP1, APP2, APP14, APP15, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
ALONE = {0x01, *range(0xD0, 0xD8)}
# In a scan, FF is followed by 00, by a restart or by more FF; anything else ends it.
AFTER_SCAN = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
# An Exif block that says one thing: which way is up.
ONLY_UPRIGHT = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0%c\0\0\0\0\0\0"


def strip_jpeg(raw: bytes) -> bytes:
    """Return the picture without words, places, second pictures, or anything after its end."""
    if not raw.startswith(START):
        raise NotTaken(Why.DAMAGED)
    kept, at = [START], 2
    while at < len(raw):
        marker, at = _marker(raw, at)
        if marker == END_OF_IMAGE:
            kept.append(END)
            break
        if marker in ALONE:
            kept.append(bytes((0xFF, marker)))
            continue
        payload, at = _payload(raw, at)
        kept.append(_segment(marker, payload))
        if marker == START_OF_SCAN:
            end = AFTER_SCAN.search(raw, at)
            kept.append(raw[at : end.start() if end else len(raw)])
            at = end.start() if end else len(raw)
    return b"".join(kept)


def _marker(raw: bytes, at: int) -> tuple[int, int]:
    """Return the marker here and where it ends; any number of FF may stand before it."""
    if raw[at] != 0xFF:
        raise NotTaken(Why.DAMAGED)
    while at < len(raw) and raw[at] == 0xFF:
        at += 1
    if at == len(raw):
        raise NotTaken(Why.DAMAGED)
    return raw[at], at + 1


def _payload(raw: bytes, at: int) -> tuple[bytes, int]:
    length = int.from_bytes(raw[at : at + 2], "big")
    if length < 2 or at + length > len(raw):
        raise NotTaken(Why.DAMAGED)
    return raw[at + 2 : at + length], at + length


def _segment(marker: int, payload: bytes) -> bytes:
    """Return what stays of a segment: all that decodes, and of the rest what changes how it looks."""
    if marker == COMMENT or APP0 <= marker <= APP15:
        payload = _said(marker, payload)
        if not payload:
            return b""
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload


def _said(marker: int, payload: bytes) -> bytes:
    if marker == APP0 and payload.startswith(b"JFIF\0"):
        return payload[:12] + b"\0\0"  # without the small picture that may follow
    if marker == APP1 and payload.startswith(b"Exif\0\0"):
        return _upright(payload)
    if marker == APP2 and payload.startswith(b"ICC_PROFILE\0"):
        return payload
    return payload[:12] if marker == APP14 and payload.startswith(b"Adobe") else b""


def _upright(payload: bytes) -> bytes:
    try:
        exif = Image.Exif()
        exif.load(payload)
        turn = exif.get(ORIENTATION, 1)
    except Exception:
        # Broken in whatever way: then it says nothing.
        return b""
    return ONLY_UPRIGHT % turn if isinstance(turn, int) and 1 < turn < 9 else b""
