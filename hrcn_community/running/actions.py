"""Letting what was put aside be tried again, or letting it go. Each is written down with who did it."""

from sqlalchemy import select, update

from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import Entry, record
from hrcn_community.core.words import _l
from hrcn_community.notifications.models import Mail, Notice
from hrcn_community.running.events import EventDropped, EventRetried, MailDropped, MailRetried
from hrcn_community.running.queries import PARKED, UNSENT

AT_ONCE = 500


class PutAsideNoMore(Refusal):
    message = _l("This is put aside no more: somebody let it be tried again, or dropped it.")


def retry(entry: Entry, *, by: Viewer) -> None:
    """Let a parked event be handled anew, as often as a new one."""
    _refuse_unless(entry.parked_at and not entry.handled_at)
    entry.parked_at, entry.attempts, entry.due_at = None, 0, clock.now()
    record(EventRetried(event_id=entry.id), by=by.id)


def retry_all(*, by: Viewer) -> int:
    """Let every parked event be handled anew, some hundred at a time; return how many."""
    some = db.session.scalars(
        select(Entry)
        .where(PARKED)
        .order_by(Entry.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for entry in some:
        retry(entry, by=by)
    return len(some)


def drop(entry: Entry, reason: str, *, by: Viewer) -> None:
    """Let nothing follow from a parked event any more."""
    _refuse_unless(entry.parked_at and not entry.handled_at)
    entry.handled_at = clock.now()
    record(EventDropped(event_id=entry.id, reason=reason), by=by.id)


def send_again(mail: Mail, *, by: Viewer) -> None:
    """Let a mail go out that failed for good, or is held."""
    _refuse_unless(_is_put_aside(mail))
    mail.parked_at = mail.held_at = mail.sending_at = None
    mail.attempts, mail.due_at = 0, clock.now()
    record(MailRetried(mail_id=mail.id), by=by.id)


def send_all_again(*, by: Viewer) -> int:
    some = _put_aside()
    for mail in some:
        send_again(mail, by=by)
    return len(some)


def drop_mail(mail: Mail, reason: str, *, by: Viewer) -> None:
    """Let go of a mail, and of what was gathered for it: nothing of that waits for another."""
    _refuse_unless(_is_put_aside(mail))
    gathered = update(Notice).where(Notice.digest_id == mail.id)
    db.session.execute(gathered.values(for_digest=False))
    record(MailDropped(mail_id=mail.id, reason=reason), by=by.id)
    db.session.delete(mail)


def drop_all_mail(reason: str, *, by: Viewer) -> int:
    some = _put_aside()
    for mail in some:
        drop_mail(mail, reason, by=by)
    return len(some)


def _refuse_unless(put_aside: object) -> None:
    """Tell whoever pressed twice, or after somebody else, that it is done already."""
    if not put_aside:
        raise PutAsideNoMore


def _is_put_aside(mail: Mail) -> bool:
    return bool(mail.parked_at and not mail.sent_at and not mail.bounced_at)


def _put_aside() -> list[Mail]:
    waits = select(Mail).where(UNSENT, Mail.parked_at.is_not(None)).order_by(Mail.id).limit(AT_ONCE)
    return list(db.session.scalars(waits.with_for_update(skip_locked=True)))
