"""The only one who speaks to the world. A server that is down loses nothing and sends nothing twice.

Where the acceptance of a mail was not heard, because the connection or we ourselves broke down, it is
sent once more with the same Message-ID, and then no more. To know that after any kill, such a mail is
put aside before it goes out again, and taken back only when the server was heard to refuse it.
"""

from datetime import datetime, timedelta
from email.message import EmailMessage

import structlog
from sqlalchemy import Select, and_, or_, select, update

from hrcn_community.core import clock
from hrcn_community.core.db import db, is_away, reading
from hrcn_community.notifications.bounces import note_bounce
from hrcn_community.notifications.composing import compose
from hrcn_community.notifications.models import Mail, Notice
from hrcn_community.notifications.smtp import Bounced, Unheard, deliver

log = structlog.get_logger()
UNHEARD_AFTER = timedelta(minutes=5)
MOST_ATTEMPTS = 12
LONGEST_PAUSE = timedelta(hours=1)


def send_due_mail() -> bool:
    """Send one mail that is due; return whether there was one. Commits before and after sending.

    Nothing is held while the server is spoken to: on SQLite everybody's writes would wait for it.
    """
    with reading():  # on SQLite a look costs no write lock
        due = db.session.scalar(_due().with_only_columns(Mail.id))
        db.session.rollback()
    mail = db.session.scalar(_due().with_for_update(skip_locked=True)) if due else None
    if mail is None:
        db.session.rollback()
        return False
    id_, unheard_at = mail.id, mail.sending_at
    if message := _claimed(mail):
        _hand_over(id_, message, unheard_at)
    return True


def _due() -> Select[Mail]:
    now = clock.now()
    waits = and_(Mail.sent_at.is_(None), Mail.parked_at.is_(None), Mail.bounced_at.is_(None))
    is_free = or_(Mail.sending_at.is_(None), Mail.sending_at < now - UNHEARD_AFTER)
    due = select(Mail).where(waits, Mail.due_at <= now, is_free)
    return due.order_by(Mail.due_at, Mail.id).limit(1)


def _claimed(mail: Mail) -> EmailMessage | None:
    """Return what is to be sent, and write down that it is; what nobody need be told any more goes.

    A mail of which no message can be made waits like one that was refused, and holds up no other.
    """
    id_ = mail.id
    try:
        if message := compose(mail):
            mail.parked_at = clock.now() if mail.sending_at else None
            mail.sending_at, mail.attempts = clock.now(), mail.attempts + 1
        else:
            _forget(mail)
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        if is_away(error):
            raise
        mail = db.session.get_one(Mail, id_)
        mail.attempts += 1
        _put_off(mail, error, mail.sending_at)
        db.session.commit()
        return None
    return message


def _forget(mail: Mail) -> None:
    """Let go of a mail, and of what was gathered for it: nothing of that waits for another."""
    gathered = update(Notice).where(Notice.digest_id == mail.id)
    db.session.execute(gathered.values(for_digest=False))
    db.session.delete(mail)


def _hand_over(id_: int, message: EmailMessage, unheard_at: datetime | None) -> None:
    """Deliver a message, and write down what was heard."""
    heard: Exception | None = None
    try:
        deliver(message)
    except Unheard:
        log.warning("mail_unheard", mail=id_)  # `sending_at` stays: sent once more, if at all
        return
    except Exception as error:
        heard = error
    if mail := db.session.get(Mail, id_):  # else its reader has gone, and it with them
        mail.parked_at = None  # we know what became of it
        _note(mail, heard, unheard_at)
    db.session.commit()


def _note(mail: Mail, heard: Exception | None, unheard_at: datetime | None) -> None:
    """Write down that a mail was taken, that it came back, or that it waits."""
    if heard is None:
        mail.sent_at = clock.now()
        mail.body = ""  # it may hold a link that lets somebody in; what was sent need not be kept
    elif isinstance(heard, Bounced):
        log.warning("mail_bounced", mail=mail.id)
        note_bounce(mail)
    else:
        _put_off(mail, heard, unheard_at)


def _put_off(mail: Mail, error: Exception, unheard_at: datetime | None) -> None:
    """Let a mail wait, longer each time. That it once was not heard of is kept in mind."""
    log.warning("mail_failed", mail=mail.id, kind=type(error).__name__, attempts=mail.attempts)
    mail.sending_at, mail.failure = unheard_at, type(error).__name__[:100]
    pause = timedelta(seconds=15 * 2**mail.attempts)
    mail.due_at = clock.now() + min(pause, LONGEST_PAUSE)
    if mail.attempts >= MOST_ATTEMPTS:
        mail.parked_at = clock.now()
