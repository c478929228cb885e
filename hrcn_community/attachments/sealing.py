"""Files of sealed spaces: they lie in the storage encrypted with the key of their space.

What comes there is written anew, encrypted, under another name, before the transaction ends; what lay
there before is removed by the worker once it has ended. So nothing is lost whenever it is broken off.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, event, exists, insert, inspect, or_, select, text, update
from sqlalchemy.orm import Mapper

from hrcn_community.attachments.actions import SMALL
from hrcn_community.attachments.storage import storage
from hrcn_community.attachments.workplace import workplace
from hrcn_community.conversations.events import SealedAnew
from hrcn_community.conversations.models import Attachment, LetGoFile, StoredFile
from hrcn_community.core.db import after_commit, db, empty_log
from hrcn_community.core.events import Entry, entry_of
from hrcn_community.core.refs import new_ref
from hrcn_community.core.sealed_streams import opened_stream, sealed_stream
from hrcn_community.spaces.actions import seal_spaces
from hrcn_community.spaces.sealing import (
    drop_keys,
    encrypt_rows,
    find_key,
    in_spaces,
    key_over,
    new_space_key,
)

FILES: Any = StoredFile.__table__
HANGING: tuple[Any, ...] = (Attachment.__table__, LetGoFile.__table__)


def read_stored(name: str, key_ref: str | None) -> Iterator[bytes]:
    """Return the content of a stored file in pieces; that it is there is known before the first is taken."""
    pieces = storage().read(name)
    return opened_stream(pieces, find_key(key_ref)) if key_ref else pieces


def seal_whole_spaces(*ids: int) -> None:
    """Seal spaces with all that stands there: words, earlier versions, files, and what search knew."""
    _seal_files(ids, seal_spaces(*ids))


def renew_key(space_ids: Collection[int]) -> None:
    """Give sealed spaces another key, and write all that stands there anew with it."""
    ref = new_space_key(space_ids)
    encrypt_rows(space_ids, ref)
    _seal_files(space_ids, ref)
    db.session.flush()
    drop_keys()


def forget_what_was_before(sealed: SealedAnew, _entry: Entry) -> None:
    """Let go what lay in the storage before it was encrypted, unless it stands at something else too.

    What the index and the log of SQLite remember of the words goes with it.
    """
    used = or_(*(exists().where(table.c.file_id == FILES.c.id) for table in HANGING))
    gone = delete(StoredFile).where(StoredFile.id == sealed.file_id, ~used)
    names = db.session.scalars(gone.returning(StoredFile.name)).all()
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("INSERT INTO post_index(post_index) VALUES ('optimize')"))
    after_commit(lambda: storage().delete([n + end for n in names for end in ("", SMALL)]))
    after_commit(empty_log)


def _seal_files(space_ids: Collection[int], ref: str) -> None:
    connection = db.session.connection()
    done: dict[int, int] = {}
    for table in HANGING:
        rows = connection.execute(in_spaces(table, space_ids).order_by(table.c.id)).mappings()
        for row in rows.all():
            old = row["file_id"]
            done[old] = done.get(old) or _written_anew(connection, old, ref)
            here = update(table).where(table.c.id == row["id"])
            connection.execute(here.values(file_id=done[old]))
    _tell(connection, [None, *(old for old, new in done.items() if old != new)])


@event.listens_for(Attachment, "before_update")
def _seal_what_is_hung(_mapper: Mapper[Any], connection: Connection, row: Any) -> None:
    """Encrypt the content of a file that is hung at a post of a sealed space now."""
    if "post_id" not in inspect(row).committed_state or row.post_id is None:
        return
    ref = key_over(connection, Attachment.__table__.c.post_id, row.post_id)
    if ref is None:
        return
    old, row.file_id = row.file_id, _written_anew(connection, row.file_id, ref)
    if old != row.file_id:
        _tell(connection, [old])


def _written_anew(connection: Connection, file_id: int, ref: str) -> int:
    """Write a stored file once more, encrypted with the key `ref`; return the id of its new row."""
    old = connection.execute(select(FILES).where(FILES.c.id == file_id)).mappings().one()
    if old["key_ref"] == ref:
        return file_id
    name, key = new_ref(128), find_key(ref)
    with workplace() as folder:
        digest = _put(old, "", name, key, folder / "sealed")
        if old["small_size"]:
            _put(old, SMALL, name, key, folder / "small")
    kept = {column: value for column, value in old.items() if column != "id"}
    new = kept | {"name": name, "digest": digest, "key_ref": ref}
    [number] = connection.execute(insert(FILES).values(**new).returning(FILES.c.id)).one()
    return number


def _put(old: Any, ending: str, name: str, key: bytes, path: Path) -> str:
    """Store one content under `name`, encrypted; return the SHA-256 of what lies there now."""
    digest = hashlib.sha256()
    with path.open("xb") as written:
        for piece in sealed_stream(read_stored(old["name"] + ending, old["key_ref"]), key):
            digest.update(piece)
            written.write(piece)
    storage().put(name + ending, path)
    return digest.hexdigest()


def _tell(connection: Connection, replaced: Sequence[int | None]) -> None:
    entries = [entry_of(SealedAnew(file_id=id_)) for id_ in replaced]
    connection.execute(insert(Entry), entries)
