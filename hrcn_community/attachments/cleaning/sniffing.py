"""What a file is, by its first bytes: never by its name, never by what the browser says."""

import mmap
from pathlib import Path

from hrcn_community.attachments.cleaning.outcome import NotTaken, Why

HEAD_BYTES = 4_096
TAKEN = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"%PDF-": "PDF",
    b"PK\x03\x04": "ZIP",
}
# Programs, sounds and films are no text either: their control characters give them away.
REFUSED = {
    b"PK\x05\x06": Why.ARCHIVE,
    b"PK\x07\x08": Why.ARCHIVE,
    b"7z\xbc\xaf\x27\x1c": Why.ARCHIVE,
    b"Rar!": Why.ARCHIVE,
    b"\x1f\x8b": Why.ARCHIVE,
    b"\x1f\x9d": Why.ARCHIVE,
    b"BZh": Why.ARCHIVE,
    b"\xfd7zXZ": Why.ARCHIVE,
    b"\x28\xb5\x2f\xfd": Why.ARCHIVE,
    b"MSCF": Why.ARCHIVE,
    b"!<arch>": Why.ARCHIVE,
    b"{\\rtf": Why.OLD_OFFICE,
    b"%!PS": Why.ACTIVE,
}
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams by which an old compound file is a new document under a password or under rights.
LOCKED = tuple(
    name.encode("utf-16-le") for name in ("EncryptedPackage", "EncryptionInfo", "DRMEncrypted")
)
# Storages in which Word, Excel and PowerPoint keep their programs.
PROGRAMS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "_VBA_PROJECT_CUR"))


def what_is(source: Path) -> str:
    """Return the form of a file that may be taken, or refuse it."""
    with source.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise NotTaken(Why.EMPTY)
    if head.startswith(COMPOUND):
        raise NotTaken(_why_not_compound(source))
    if head[257:262] == b"ustar":
        raise NotTaken(Why.ARCHIVE)
    return _by_start(head) or _in_a_container(head) or _refused_or_text(head)


def _by_start(head: bytes) -> str | None:
    return next((form for start, form in TAKEN.items() if head.startswith(start)), None)


def _in_a_container(head: bytes) -> str | None:
    """RIFF and ISO files say after some bytes what they hold: pictures, sounds or films."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] != b"ftyp":
        return None
    if head[8:12] in {b"avif", b"avis"}:
        return "AVIF"
    raise NotTaken(Why.UNKNOWN)


def _refused_or_text(head: bytes) -> str:
    for start, why in REFUSED.items():
        if head.startswith(start):
            raise NotTaken(why)
    return "TEXT"


def _why_not_compound(source: Path) -> Why:
    """An old compound file is not taken; what is said of it is what its sender can do something about."""
    with (
        source.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held,
    ):
        for names, why in ((LOCKED, Why.PROTECTED), (PROGRAMS, Why.MACROS)):
            if any(held.find(name) >= 0 for name in names):
                return why
    return Why.OLD_OFFICE
