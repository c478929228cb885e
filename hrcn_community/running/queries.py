"""How the machine stands: figures, names of events and ids. Never what an event or a mail is about."""

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select, text

from hrcn_community.accounts.viewer import AnyViewer
from hrcn_community.attachments.scanning import scanner_answers
from hrcn_community.attachments.storage import storage_answers
from hrcn_community.core import clock
from hrcn_community.core.cache import for_a_while
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.settings import setting
from hrcn_community.notifications.models import Mail, MailPace, MailSort
from hrcn_community.running.models import ChoreRun, Worker
from hrcn_community.running.version import VERSION

SILENT_AFTER = timedelta(minutes=3)
PAGE = 50
OWED = and_(Entry.handled_at.is_(None), Entry.parked_at.is_(None))
PARKED = and_(Entry.handled_at.is_(None), Entry.parked_at.is_not(None))
UNSENT = and_(Mail.sent_at.is_(None), Mail.bounced_at.is_(None))


@dataclass(frozen=True)
class Health:
    """What /admin/worker shows."""

    workers: Sequence[Any]
    works: bool
    oldest_owed_at: datetime | None
    kinds: Sequence[Any]
    parked: Sequence[Any]
    mails: Any
    put_aside: Sequence[Any]
    last_digest_at: datetime | None
    stopped: int
    chores: Sequence[Any]
    backup: Any
    restored: Any
    answers: Mapping[str, bool | None]
    versions: Mapping[str, str]


def health() -> Health:
    """Return how the worker and what it needs stand now."""
    workers = db.session.scalars(select(Worker).order_by(Worker.seen_at.desc())).all()
    return Health(
        workers=workers,
        works=any(each.seen_at > clock.now() - SILENT_AFTER for each in workers),
        oldest_owed_at=_first(select(func.min(Entry.due_at)).where(OWED, _is_due())),
        kinds=_kinds(),
        parked=_parked(),
        mails=_mails(),
        put_aside=_put_aside(),
        last_digest_at=_last_digest(),
        stopped=_first(select(func.count()).where(MailPace.stopped_at.is_not(None))),
        chores=db.session.scalars(select(ChoreRun).order_by(ChoreRun.name)).all(),
        backup=_newest("BackupMade"),
        restored=_newest("HouseRestored"),
        answers=for_a_while("what answers", 60, _answers),
        versions=_versions(),
    )


def find_entry(event_id: int, *, viewer: AnyViewer) -> Entry | None:
    """Return an event as it stands, once whoever else decides about it is done."""
    return db.session.scalar(select(Entry).where(Entry.id == event_id).with_for_update())


def find_mail(mail_id: int, *, viewer: AnyViewer) -> Mail | None:
    """Return a mail as it stands, once whoever else decides about it is done."""
    return db.session.scalar(select(Mail).where(Mail.id == mail_id).with_for_update())


def figures() -> dict[str, Any]:
    """Return what the overview says of the machine."""
    seen_at = _first(select(func.max(Worker.seen_at)))
    works = bool(seen_at and seen_at > clock.now() - SILENT_AFTER)
    return {"works": works, "backup": _newest("BackupMade")}


def _is_due() -> ColumnElement[bool]:
    return Entry.due_at <= clock.now()


def _kinds() -> Sequence[Any]:
    """Return of each kind of event that is not done: how many are due, come later, failed, are parked."""
    return db.session.execute(
        select(
            Entry.name,
            _how_many(and_(Entry.parked_at.is_(None), _is_due())).label("due"),
            _how_many(and_(Entry.parked_at.is_(None), ~_is_due(), Entry.attempts == 0)).label(
                "later"
            ),
            _how_many(and_(Entry.parked_at.is_(None), Entry.attempts > 0)).label("failing"),
            _how_many(Entry.parked_at.is_not(None)).label("parked"),
        )
        .where(Entry.handled_at.is_(None))
        .group_by(Entry.name)
        .order_by(Entry.name)
    ).all()


def _parked() -> Sequence[Any]:
    return db.session.execute(
        select(
            Entry.id, Entry.name, Entry.failure, Entry.attempts, Entry.happened_at, Entry.parked_at
        )
        .where(PARKED)
        .order_by(Entry.id)
        .limit(PAGE)
    ).all()


def _mails() -> Any:
    waits = Mail.parked_at.is_(None)
    return db.session.execute(
        select(
            _how_many(and_(waits, Mail.attempts == 0)).label("waiting"),
            _how_many(and_(waits, Mail.attempts > 0)).label("failing"),
            _how_many(and_(~waits, Mail.held_at.is_(None))).label("parked"),
            _how_many(Mail.held_at.is_not(None)).label("held"),
        ).where(UNSENT)
    ).one()


def _put_aside() -> Sequence[Any]:
    """Return mails that were put aside. To whom they go is not shown: it would tell who is told what."""
    return db.session.execute(
        select(Mail.id, Mail.sort, Mail.failure, Mail.attempts, Mail.parked_at, Mail.held_at)
        .where(UNSENT, Mail.parked_at.is_not(None))
        .order_by(Mail.id)
        .limit(PAGE)
    ).all()


def _last_digest() -> datetime | None:
    sent = select(Mail.sent_at).where(Mail.sort == MailSort.DIGEST, Mail.sent_at.is_not(None))
    return _first(sent.order_by(Mail.id.desc()).limit(1))


def _newest(name: str) -> Any:
    newest = select(Entry.happened_at, Entry.facts).where(Entry.name == name)
    return db.session.execute(newest.order_by(Entry.id.desc()).limit(1)).first()


def _answers() -> dict[str, bool | None]:
    """Return who answers; None where nobody is asked."""
    scanner = scanner_answers() if setting("SCANNER_URL") else None
    return {"storage": storage_answers(), "scanner": scanner}


def _versions() -> dict[str, str]:
    engine = db.engine.dialect
    server = ".".join(str(each) for each in engine.server_version_info or ())
    if engine.name == "sqlite":
        server = _first(text("SELECT sqlite_version()"))
    return {
        "release": VERSION,
        "schema": _first(text("SELECT version_num FROM alembic_version")) or "",
        "python": platform.python_version(),
        "database": f"{engine.name} {server}",
    }


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _first(question: Any) -> Any:
    return db.session.scalar(question)
