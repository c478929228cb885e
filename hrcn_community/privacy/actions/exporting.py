"""Asking for one's archive, making it, letting it go. Nothing here commits, but before what is slow."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.attachments.storage import storage
from hrcn_community.core import clock
from hrcn_community.core.db import after_commit, db, reading, settle, take_turn
from hrcn_community.core.events import Entry, record
from hrcn_community.core.refs import new_ref
from hrcn_community.privacy.archive import PREFIX, store_archive
from hrcn_community.privacy.events import ExportAsked, ExportExpired, ExportMade
from hrcn_community.privacy.models import Export

KEPT_FOR = timedelta(days=7)
BEING_MADE = timedelta(hours=1)  # so long nobody asks in vain; then it is begun anew


def ask_for_export(*, with_pseudonyms: bool, by: Viewer) -> Export:
    """Let the archive of `by` be made; two askings at once are one, an older archive goes."""
    take_turn(f"export {by.id}")
    export, now = _of(by.id), clock.now()
    if export and _is_being_made(export, with_pseudonyms):
        return export
    if export is None:
        export = Export(person_id=by.id)
        db.session.add(export)
    _drop(export)
    export.ref, export.asked_at = new_ref(), now
    export.with_pseudonyms = with_pseudonyms
    db.session.flush()
    record(ExportAsked(export_id=export.id), by=by.id)
    return export


def make_archive(event: ExportAsked, entry: Entry) -> None:
    """Gather and store an archive. Nothing is held meanwhile: on SQLite everybody's writes would wait."""
    export = db.session.get(Export, event.export_id)
    if export is None or export.stored or not _is_member(export.person_id):
        return
    ref, masked = export.ref, export.with_pseudonyms
    person_id = export.person_id
    settle()
    with reading():
        name, size = store_archive(person_id, with_pseudonyms=masked)
        db.session.rollback()
    export = db.session.get(Export, event.export_id, populate_existing=True, with_for_update=True)
    if export is None or (export.ref, export.with_pseudonyms) != (ref, masked) or export.stored:
        storage().delete([name])  # asked anew meanwhile, or gone
        return
    expires_at = clock.now() + KEPT_FOR
    export.stored, export.size, export.expires_at = name, size, expires_at
    record(ExportMade(export_id=export.id))
    until = int(expires_at.timestamp())
    record(ExportExpired(export_id=export.id, expires=until), due=expires_at)


def let_archive_go(event: ExportExpired, entry: Entry) -> None:
    """Delete an archive whose time is over; one that was made since stays."""
    export = db.session.get(Export, event.export_id)
    if export and export.expires_at and int(export.expires_at.timestamp()) == event.expires:
        _drop(export)
        db.session.delete(export)


def drop_archive(person_id: int) -> None:
    """Let whatever archive somebody has go with them."""
    if export := _of(person_id):
        _drop(export)
        db.session.delete(export)


def forget_archives(_as_it_was_at: datetime) -> None:
    """After a restore: archives are in no backup; whoever had one is not sent to where it lay."""
    db.session.execute(delete(Export).where(Export.stored != ""))


def sweep_archives() -> None:
    """Delete bytes of archives that no row knows: what a kill left between the two."""
    for names in storage().older_than(clock.now() - BEING_MADE):
        some = [name for name in names if name.startswith(PREFIX)]
        known = set(db.session.scalars(select(Export.stored).where(Export.stored.in_(some))))
        db.session.rollback()
        storage().delete([name for name in some if name not in known])


def _is_being_made(export: Export, with_pseudonyms: bool) -> bool:
    same = export.with_pseudonyms == with_pseudonyms
    return same and not export.stored and export.asked_at > clock.now() - BEING_MADE


def _drop(export: Export) -> None:
    if name := export.stored:
        after_commit(lambda: storage().delete([name]))
    export.stored, export.size, export.expires_at = "", 0, None


def _of(person_id: int) -> Export | None:
    return db.session.scalar(select(Export).where(Export.person_id == person_id))


def _is_member(person_id: int) -> bool:
    standing = db.session.scalar(select(Person.standing).where(Person.id == person_id))
    return standing == Standing.MEMBER
