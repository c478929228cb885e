"""Taking in a file: measured, scanned, cleaned, stored. Nothing here commits what follows from it."""

import hashlib
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from typing import IO, Any

from sqlalchemy import select

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.attachments.cleaning import Cleaned, NotTaken, clean_apart
from hrcn_community.attachments.cleaning.limits import AT_A_TIME
from hrcn_community.attachments.scanning import scan
from hrcn_community.attachments.storage import CHUNK, StorageAway, StorageFull, storage
from hrcn_community.attachments.words import WHY, shown_name
from hrcn_community.attachments.workplace import workplace
from hrcn_community.conversations.actions.attaching import add_upload
from hrcn_community.conversations.models import Attachment, StoredFile
from hrcn_community.conversations.queries.files import bytes_of
from hrcn_community.core import clock
from hrcn_community.core.db import after_commit, db, settle
from hrcn_community.core.errors import FULL, Refusal
from hrcn_community.core.refs import new_ref
from hrcn_community.core.settings import setting
from hrcn_community.core.turns import Turns
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.core.words import _l

LARGEST = 25 * 1024 * 1024
SMALL = ".small"
TRIES = 3
KINDS_OF_TEXT = (".csv", ".md")
# Whoever waits here keeps somebody else's page waiting.
TURNS = Turns(
    AT_A_TIME,
    patience=3,
    message=_l(
        "Many files arrive at this moment. Nothing was lost; please try again in some seconds."
    ),
)


class FileNotTaken(Refusal):
    """A file that is not taken; `message` says why."""


class TooLarge(FileNotTaken):
    message = _l("This file is larger than %(most)s MB.", most=LARGEST // 2**20)


class NoMoreRoom(FileNotTaken):
    message = _l("Your files take all the room that one person has here. Take some back first.")


@dataclass(frozen=True)
class PutAway:
    """Cleaned content that lies in the storage under `name`, and is not written down yet."""

    name: str
    digest: str
    extension: str
    columns: dict[str, Any]


def take_in(given: IO[bytes], name: str, *, by: Viewer, selves: Collection[int] = ()) -> Attachment:
    """Return what was uploaded as `name`, cleaned and stored: it is `by`'s alone until it is attached.

    All `selves` of one person share their room.

    Raise, with a message that says why not, a Refusal (FileNotTaken, Infected) or Unable (ScannerAway,
    StorageAway, too many at once). The database is let go meanwhile, so that others write.
    """
    left = setting("FILES_PER_PERSON") - bytes_of({by.id, *selves})
    settle()
    with TURNS.one():
        put = put_away(given, most=left)
    return add_upload(write_down(put), shown_name(name, _ending(name, put)), by=by)


def _ending(name: str, put: PutAway) -> str:
    """Return how the name of a file ends: as what it is; of plain text there are several kinds."""
    given = PurePath(name.lower()).suffix
    return given if put.extension == ".txt" and given in KINDS_OF_TEXT else put.extension


def put_away(given: IO[bytes], *, most: int = LARGEST) -> PutAway:
    """Clean and store what is given, of at most so many bytes. The database knows nothing of it yet."""
    try:
        with workplace() as folder:
            source = folder / "given"
            if _copy(given, source) > most:
                raise NoMoreRoom
            scanned_at = clock.now() if scan(source) else None
            return _stored(_cleaned(source, folder), scanned_at, most)
    except OSError as error:
        raise (StorageFull if error.errno in FULL else StorageAway) from error


def write_down(put: PutAway) -> StoredFile:
    """Return the row of what was put away, or that of the same content, if there was some already."""
    for _ in range(TRIES):
        if insert_or_ignore(StoredFile, name=put.name, digest=put.digest, **put.columns):
            return db.session.scalars(select(StoredFile).where(StoredFile.name == put.name)).one()
        if stands := _same(put):
            after_commit(lambda: _drop_copy(put))
            return stands
    raise StorageAway  # it comes and goes each time we look


def _drop_copy(put: PutAway) -> None:
    """Remove bytes that are there twice; where that cannot be done now, the sweep will."""
    with suppress(StorageAway):
        storage().delete([put.name, put.name + SMALL])


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


def _stored(cleaned: Cleaned, scanned_at: datetime | None, most: int) -> PutAway:
    columns = {**_columns(cleaned), "scanned_at": scanned_at}
    if columns["size"] > LARGEST:  # what was packed well may be written again at greater length
        raise TooLarge
    if columns["size"] + columns["small_size"] > most:
        raise NoMoreRoom
    name = new_ref(128)
    storage().put(name, cleaned.path)
    if cleaned.small:
        storage().put(name + SMALL, cleaned.small)
    return PutAway(name, _digest(cleaned), cleaned.extension, columns)


def _same(put: PutAway) -> StoredFile | None:
    """Return what is stored with the same content, held so that it is not cleared away meanwhile."""
    found = db.session.scalar(
        select(StoredFile)
        .where(StoredFile.digest == put.digest)
        .with_for_update(read=True, key_share=True)
    )
    if found and put.columns["scanned_at"]:
        found.scanned_at = put.columns["scanned_at"]
    return found


def _columns(cleaned: Cleaned) -> dict[str, Any]:
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
