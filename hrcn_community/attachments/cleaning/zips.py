"""Zip files under firm bounds: nothing that a header says is believed before it is counted."""

import zipfile
from pathlib import Path
from typing import IO

from hrcn_community.attachments.cleaning import limits
from hrcn_community.attachments.cleaning.outcome import NotTaken, Why

CHUNK = 64 * 1024
HEADER_BYTES = 30
IS_ENCRYPTED = 0x1
# The earliest moment that a zip can name, for every part, so that the same content is the same bytes.
NO_TIME = (1980, 1, 1, 0, 0, 0)
Parts = dict[str, bytes]


def unpack(source: Path | IO[bytes]) -> Parts:
    """Return all parts of a document, or refuse it before it has cost much."""
    try:
        with zipfile.ZipFile(source) as packed:
            entries = packed.infolist()
            _refuse_strange(entries, packed.start_dir)
            return _read(packed, [entry for entry in entries if not entry.is_dir()])
    except (zipfile.BadZipFile, NotImplementedError, EOFError):
        raise NotTaken(Why.DAMAGED) from None


def pack(parts: Parts, target: Path | IO[bytes], first: str) -> None:
    """Write the parts in a fixed order; the one that says what it is stands first."""
    names = sorted(parts, key=lambda name: (name != first, name))
    with zipfile.ZipFile(target, "w") as packed:
        for name in names:
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.create_system = 0
            # OpenDocument wants its first part as it is, so that anyone can read it at byte 38.
            stored = name == "mimetype"
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            packed.writestr(entry, parts[name])


def _refuse_strange(entries: list[zipfile.ZipInfo], end: int) -> None:
    if len(entries) > limits.ENTRIES:
        raise NotTaken(Why.UNPACKS_TOO_LARGE)
    if any(entry.flag_bits & IS_ENCRYPTED for entry in entries):
        raise NotTaken(Why.PROTECTED)
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names) or any(_is_strange(name) for name in names):
        raise NotTaken(Why.DAMAGED)
    if any(e.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for e in entries):
        raise NotTaken(Why.DAMAGED)
    _refuse_overlapping(entries, end)


def _is_strange(name: str) -> bool:
    """Tell whether a name leads out of its folder, or would on some system."""
    return (
        name.startswith("/")
        or any(sign in name for sign in "\\:\0")
        or bool({"..", "."} & set(name.split("/")))
    )


def _refuse_overlapping(entries: list[zipfile.ZipInfo], end: int) -> None:
    """Entries that share bytes unpack the same bomb many times over."""
    free = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < free:
            raise NotTaken(Why.UNPACKS_TOO_LARGE)
        free = entry.header_offset + HEADER_BYTES + entry.compress_size
    if free > end:
        raise NotTaken(Why.DAMAGED)


def _read(packed: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Parts:
    parts: Parts = {}
    taken = 0
    for entry in entries:
        parts[entry.filename] = raw = _read_one(packed, entry)
        taken += len(raw)
        if taken > limits.PARTS_BYTES:
            raise NotTaken(Why.UNPACKS_TOO_LARGE)
    return parts


def _read_one(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Count while reading: a header may say less than comes."""
    read = bytearray()
    with packed.open(entry) as part:
        while chunk := part.read(CHUNK):
            read += chunk
            unfolds = len(read) > limits.UNFOLDING * max(1, entry.compress_size)
            if len(read) > limits.PART_BYTES or (
                unfolds and len(read) > limits.UNFOLDING_MATTERS_FROM
            ):
                raise NotTaken(Why.UNPACKS_TOO_LARGE)
    return bytes(read)
