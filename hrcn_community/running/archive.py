"""The archive of a backup: a tar within gzip, written and read as a stream, the same for every database.

    begin.json              format, revision of the schema, moment, prints of the keys, columns of each table
    tables/<name>/<n>       rows as lines of JSON, some thousand at a time
    files/<name>            what lies in the storage
    end.json                how many rows and files, a print (SHA-256) of each part and of the whole

Whatever is cut off lacks its end. Parts are small enough to be held in memory one by one.
"""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from hrcn_community.core.sealing import keyed_print
from hrcn_community.running.sealed import Secret, opened_from

FORMAT = 1
BEGIN, END = "begin.json", "end.json"
TABLES, FILES = "tables/", "files/"
LARGEST_PART = 256 * 2**20
GZIP = 31  # zlib's word for it, with the largest window
HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\x03"  # as zlib begins: nothing that could be flipped unseen


class Damaged(Exception):
    """The archive is not what was written."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This is no whole backup: {why}.")


@dataclass
class Contents:
    """What an archive says of itself, and what was counted while it was read."""

    begin: dict[str, Any]
    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    gone: list[str] = field(default_factory=list)
    whole: str = ""


class Writer:
    """Writes an archive part by part."""

    def __init__(self, sink: IO[bytes]) -> None:
        self._sink = sink
        self._pack = zlib.compressobj(6, zlib.DEFLATED, GZIP)
        self._whole = hashlib.sha256()
        self._prints: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        self._prints[name] = _print_of(content)
        _count(self._whole, name, content)
        self._put(name, content)

    def end(self, **told: Any) -> None:
        """Write what was written, and close."""
        whole = self._whole.hexdigest()
        told |= {"parts": self._prints, "whole": whole, "sealed": keyed_print("backup", whole)}
        self._put(END, json.dumps(told).encode())
        self._write(bytes(2 * tarfile.BLOCKSIZE))
        self._sink.write(self._pack.flush())

    def _put(self, name: str, content: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(content), 0o600
        self._write(member.tobuf(tarfile.PAX_FORMAT))
        self._write(content + bytes(-len(content) % tarfile.BLOCKSIZE))

    def _write(self, content: bytes) -> None:
        self._sink.write(self._pack.compress(content))


def parts_of(path: Path, secret: Secret | None) -> Iterator[tuple[str, bytes]]:
    """Yield the parts of the archive at `path` in their order; raise Damaged where it is broken."""
    try:
        with path.open("rb") as file, opened_from(file, secret) as source:
            yield from _members(source)
    except (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile) as error:
        raise Damaged("it is damaged or was cut off") from error


def verified(path: Path, secret: Secret | None) -> Contents:
    """Read the whole archive and return what it holds; raise Damaged where anything is not as written."""
    contents, end, prints, whole = Contents({}), {}, {}, hashlib.sha256()
    for name, content in parts_of(path, secret):
        if end:
            raise Damaged("something follows its end")
        if name == END:
            end = _read(content)
            continue
        prints[name] = _print_of(content)
        _count(whole, name, content)
        _note(contents, name, content)
    if not contents.begin or not end:
        raise Damaged("its end is missing" if contents.begin else "its beginning is missing")
    if wrong := sorted(set(prints.items()) ^ set(end["parts"].items())):
        raise Damaged(f"{wrong[0][0]} is not as it was written")
    counted = {"rows": contents.rows, "files": contents.files, "whole": whole.hexdigest()}
    if any(end[name] != value for name, value in counted.items()):
        raise Damaged("what it holds is not what it says")
    contents.gone, contents.whole = end["gone"], end["whole"]
    contents.begin["sealed"] = end["sealed"]
    return contents


def rows_in(content: bytes) -> list[list[Any]]:
    return [json.loads(line) for line in content.splitlines()]


def table_of(name: str) -> str:
    """Return which table a part belongs to."""
    return name.removeprefix(TABLES).partition("/")[0]


def _note(contents: Contents, name: str, content: bytes) -> None:
    if name == BEGIN:
        contents.begin = _read(content)
        contents.rows = dict.fromkeys(contents.begin["columns"], 0)
    elif name.startswith(TABLES) and table_of(name) in contents.rows:
        contents.rows[table_of(name)] += content.count(b"\n")
    elif name.startswith(FILES):
        contents.files += 1
    else:
        raise Damaged(f"{name} does not belong into it")


def _members(source: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    head = source.read(len(HEAD))
    if head != HEAD:
        raise Damaged("it does not begin as one, or its key is another")
    packed = gzip.GzipFile(fileobj=_Again(head, source), mode="rb")  # type: ignore[arg-type]
    with tarfile.open(fileobj=packed, mode="r|") as tar:
        for member in tar:
            file = tar.extractfile(member)
            if file is None or member.size > LARGEST_PART:
                raise Damaged(f"{member.name} does not belong into it")
            yield member.name, file.read()
    while packed.read(2**16):  # to the very end: there stands the print of all
        pass


class _Again(io.RawIOBase):
    """A stream of which the beginning was read already."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if not self._head:
            return self._rest.read(size)
        size = len(self._head) if size < 0 else size
        given, self._head = self._head[:size], self._head[size:]
        return given


def _read(content: bytes) -> dict[str, Any]:
    try:
        return json.loads(content)
    except ValueError as error:
        raise Damaged("it cannot be read") from error


def _print_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _count(whole: Any, name: str, content: bytes) -> None:
    whole.update(f"{name}\0{len(content)}\0".encode())
    whole.update(content)
