"""Taking in a file: measured, scanned, cleaned, stored. Nothing here commits what follows from it."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.attachments.cleaning import Cleaned, NotTaken, clean_apart
from hrcn_community.attachments.scanning import scan
from hrcn_community.attachments.storage import CHUNK, StorageAway, StorageFull, storage
from hrcn_community.attachments.words import WHY, shown_name
from hrcn_community.attachments.workplace import workplace
from hrcn_community.conversations.actions.attaching import add_upload
from hrcn_community.conversations.models import Attachment, StoredFile
from hrcn_community.conversations.queries.files import bytes_of
from hrcn_community.core import clock
from hrcn_community.core.db import db, settle
from hrcn_community.core.errors import FULL, Refusal
from hrcn_community.core.refs import new_ref
from hrcn_community.core.settings import setting
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.core.words import _l

LARGEST = 25 * 1024 * 1024
SMALL = ".small"
AT_ONCE, PATIENCE = 4, 3  # of the threads that serve pages, and seconds
_places = threading.BoundedSemaphore(AT_ONCE)


class FileNotTaken(Refusal):
    """A file that is not taken; `message` says why."""


class TooLarge(FileNotTaken):
    message = _l("This file is larger than %(most)s MB.", most=LARGEST // 2**20)


class NoMoreRoom(FileNotTaken):
    message = _l("Your files take all the room that one person has here. Take some back first.")


class Crowded(Refusal):
    status = 503
    message = _l(
        "Many files arrive at this moment. Nothing was lost; please try again in some seconds."
    )


def take_in(given: IO[bytes], name: str, *, by: Viewer) -> Attachment:
    """Return what was uploaded as `name`, cleaned and stored: it is `by`'s alone until it is attached.

    Raise a Refusal that says why not: FileNotTaken, Infected, ScannerAway, StorageAway, Crowded. The
    database is let go meanwhile, so that others write.
    """
    left = setting("FILES_PER_PERSON") - bytes_of(by.id)
    settle()
    try:
        with _a_place(), workplace() as folder:
            source = folder / "given"
            if _copy(given, source) > left:
                raise NoMoreRoom
            is_scanned = scan(source)
            cleaned = _cleaned(source, folder)
            stored = _stored(cleaned, clock.now() if is_scanned else None)
    except OSError as error:
        raise (StorageFull if error.errno in FULL else StorageAway) from error
    return add_upload(stored, shown_name(name, stored.extension), by=by)


@contextmanager
def _a_place() -> Iterator[None]:
    """Let only some in at once: whoever waits here keeps somebody else's page waiting."""
    if not _places.acquire(timeout=PATIENCE):
        raise Crowded
    try:
        yield
    finally:
        _places.release()


def _copy(given: IO[bytes], target: Path) -> int:
    """Copy what was sent and return its size in bytes; no more is read than is taken."""
    size = 0
    with target.open("xb") as file:
        while piece := given.read(CHUNK):
            size += len(piece)
            if size > LARGEST:
                raise TooLarge
            file.write(piece)
    return size


def _cleaned(source: Path, folder: Path) -> Cleaned:
    try:
        return clean_apart(source, folder)
    except NotTaken as refused:
        raise FileNotTaken(WHY[refused.why]) from refused


def _stored(cleaned: Cleaned, scanned_at: datetime | None) -> StoredFile:
    """Store what was cleaned, unless the same is there; the bytes lie there before their row says so."""
    digest = _digest(cleaned)
    if stands := _same(digest, scanned_at):
        return stands
    settle()  # it was only looked for: what follows may take its time
    name = new_ref(128)
    storage().put(name, cleaned.path)
    if cleaned.small:
        storage().put(name + SMALL, cleaned.small)
    if insert_or_ignore(
        StoredFile, **_columns(cleaned), name=name, digest=digest, scanned_at=scanned_at
    ):
        return db.session.scalars(select(StoredFile).where(StoredFile.name == name)).one()
    storage().delete([name, name + SMALL])  # somebody else stored the same in this very moment
    stands = _same(digest, scanned_at)
    if stands is None:
        raise StorageAway
    return stands


def _same(digest: str, scanned_at: datetime | None) -> StoredFile | None:
    """Return what is stored with the same content, held so that it is not cleared away meanwhile."""
    found = db.session.scalar(
        select(StoredFile)
        .where(StoredFile.digest == digest)
        .with_for_update(read=True, key_share=True)
    )
    if found and scanned_at:
        found.scanned_at = scanned_at
    return found


def _columns(cleaned: Cleaned) -> dict[str, object]:
    return {
        "kind": cleaned.kind,
        "media_type": cleaned.media_type,
        "extension": cleaned.extension,
        "size": cleaned.path.stat().st_size,
        "width": cleaned.width,
        "height": cleaned.height,
        "small_size": cleaned.small.stat().st_size if cleaned.small else 0,
        "small_width": cleaned.small_width,
        "small_height": cleaned.small_height,
        "pages": cleaned.pages,
        "is_animated": cleaned.is_animated,
        "stored_at": clock.now(),
    }


def _digest(cleaned: Cleaned) -> str:
    """Return the SHA-256 of the cleaned content as 64 hex digits."""
    with cleaned.path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
