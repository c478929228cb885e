"""Where the bytes of files lie: in a folder, or in a storage that speaks S3.

What is put is there whole or not at all, and stays when the power goes. Names are ours, random letters
and digits; nothing that a person typed becomes a path.
"""

import errno
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from hrcn_community.core.errors import Unable
from hrcn_community.core.refs import new_ref
from hrcn_community.core.settings import setting
from hrcn_community.core.words import _l

CHUNK = 256 * 1024
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NAME = re.compile(r"[a-z0-9]{4,40}(\.small)?")
KEPT_APART = ("ledger", "export")  # how names begin of what no row of a file stands for
NOWHERE = "nothing0is0called0so"
PART = ".part"
HALF_WRITTEN = timedelta(minutes=5)  # so old, what was being written is what a killed server left
SECONDS = timedelta(seconds=20)


class StorageAway(Unable):
    """The storage does not do what it should, and nothing was half done."""

    code = 503
    words = _l(
        "Files cannot be reached or stored at the moment. Nothing was lost; please try again later."
    )

    def __init__(self) -> None:
        super().__init__(self.words, self.code)


class StorageFull(StorageAway):
    code = 507
    words = _l("There is no room left to store files. Nothing was stored; please tell the team.")


class Storage(Protocol):
    """A place for bytes by name; each verb raises StorageAway, or StorageFull, where it cannot."""

    def put(self, name: str, source: Path) -> None:
        """Store the content of `source` under a name that is new."""
        ...

    def read(self, name: str) -> Iterator[bytes]:
        """Return the content in pieces; whether it is there is known before the first is taken."""
        ...

    def delete(self, names: Iterable[str]) -> None:
        """Remove what is there of `names`."""
        ...

    def older_than(self, moment: datetime) -> Iterator[list[str]]:
        """Yield, some hundred at a time, the names of what was stored before `moment`."""
        ...

    def tidy(self, now: datetime) -> None:
        """Remove what was left half written."""
        ...


def storage() -> Storage:
    """Return the storage that STORAGE_URL names."""
    return open_storage(setting("STORAGE_URL"))


@cache
def open_storage(url: str) -> Storage:
    """Return the storage at `url`: file:///folder, or s3://bucket/prefix?endpoint=...&region=..."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return FolderStorage(Path(unquote(parts.path)))
    return ObjectStorage(url)


def storage_answers() -> bool:
    """Does the storage answer when it is asked for something that it does not hold?"""
    try:
        storage().read(NOWHERE)
    except StorageAway as away:
        return isinstance(away.__cause__, FileNotFoundError)
    return True


class FolderStorage:
    """Files in a folder, spread over subfolders by the first two letters of their names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, source: Path) -> None:
        target = self._path(name)
        part = target.with_name(f"{name}.{new_ref()}{PART}")
        with _said_in_words():
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                _write_through(source, part)
                part.rename(target)
                _write_through_folder(target.parent)
            except OSError:
                part.unlink(missing_ok=True)
                raise

    def read(self, name: str) -> Iterator[bytes]:
        with _said_in_words():
            file = self._path(name).open("rb")
        return _pieces(file)

    def delete(self, names: Iterable[str]) -> None:
        with _said_in_words():
            for name in names:
                self._path(name).unlink(missing_ok=True)

    def older_than(self, moment: datetime) -> Iterator[list[str]]:
        with _said_in_words():
            for folder in sorted(self.folder.glob("??")):
                yield [
                    path.name
                    for path in sorted(folder.iterdir())
                    if NAME.fullmatch(path.name) and _changed_at(path) < moment
                ]

    def tidy(self, now: datetime) -> None:
        """Remove what a server that was killed left half written."""
        for path in self.folder.glob(f"??/*{PART}"):
            if _changed_at(path) < now - HALF_WRITTEN:
                path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise ValueError(name)
        return self.folder / name[:2] / name


class ObjectStorage:
    """Objects in a bucket; the keys stand in the address or in the usual AWS_ variables."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        endpoint = asked.get("endpoint", "")
        given = {
            "access_key_id": unquote(parts.username or "") or None,
            "secret_access_key": unquote(parts.password or "") or None,
            "endpoint": endpoint or None,
            "region": asked.get("region", "us-east-1"),
        }
        self.store = S3Store(
            parts.hostname or "",
            prefix=parts.path.strip("/") or None,
            config={key: value for key, value in given.items() if value},  # type: ignore[arg-type]
            client_options={
                "allow_http": endpoint.startswith("http://"),
                "timeout": SECONDS,
                "connect_timeout": timedelta(seconds=3),
            },
            retry_config={"max_retries": 2, "retry_timeout": SECONDS},
        )

    def put(self, name: str, source: Path) -> None:
        with _said_in_words():
            obstore.put(self.store, self._key(name), source)

    def read(self, name: str) -> Iterator[bytes]:
        with _said_in_words():
            found = obstore.get(self.store, self._key(name)).stream(min_chunk_size=CHUNK)
        return (bytes(piece) for piece in found)

    def delete(self, names: Iterable[str]) -> None:
        with _said_in_words():
            for name in names:
                try:
                    obstore.delete(self.store, self._key(name))
                except FileNotFoundError:
                    continue

    def older_than(self, moment: datetime) -> Iterator[list[str]]:
        with _said_in_words():
            for found in obstore.list(self.store, chunk_size=500):
                yield [
                    each["path"].rpartition("/")[2]
                    for each in found
                    if each["last_modified"] < moment
                ]

    def tidy(self, now: datetime) -> None:
        """Nothing is ever half there."""

    def _key(self, name: str) -> str:
        if not NAME.fullmatch(name):
            raise ValueError(name)
        return f"{name[:2]}/{name}"


@contextmanager
def _said_in_words() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise (StorageFull if error.errno in FULL else StorageAway) from error
    except BaseError as error:
        full = "XMinioStorageFull" in str(error) or "QuotaExceeded" in str(error)
        raise (StorageFull if full else StorageAway) from error


def _write_through(source: Path, target: Path) -> None:
    """Copy a file, and return when it is on the disk."""
    with source.open("rb") as given, target.open("xb") as written:
        for piece in _pieces(given):
            written.write(piece)
        written.flush()
        os.fsync(written.fileno())


def _write_through_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _pieces(file) -> Iterator[bytes]:
    with file:
        while piece := file.read(CHUNK):
            yield piece


def _changed_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
