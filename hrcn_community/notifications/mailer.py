"""The only one who speaks to the world. A server that is down loses nothing and sends nothing twice."""

import smtplib
import ssl
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

import structlog
from flask import current_app
from sqlalchemy import func, or_, select

from hrcn_community.access.predicates import reads
from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.conversations.models import Conversation
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.notifications.models import Mail, Notice
from hrcn_community.spaces.models import Space

log = structlog.get_logger()
PATIENCE_SECONDS = 20
UNHEARD_AFTER = timedelta(minutes=5)  # a mail whose acceptance was not heard is sent once more
MOST_ATTEMPTS = 12


def send_due_mail() -> bool:
    """Send one mail that is due; return whether there was one. Commits before and after sending."""
    now = clock.now()
    mail = db.session.scalar(
        select(Mail)
        .where(Mail.sent_at.is_(None), Mail.parked_at.is_(None), Mail.due_at <= now)
        .where(or_(Mail.sending_at.is_(None), Mail.sending_at < now - UNHEARD_AFTER))
        .order_by(Mail.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if mail is None:
        db.session.rollback()
        return False
    if mail.sending_at is not None and mail.attempts >= MOST_ATTEMPTS:
        mail.parked_at = now
        db.session.commit()
        return True
    if not _is_still_theirs(mail):
        db.session.delete(mail)
        db.session.commit()
        return True
    mail.sending_at, mail.attempts = now, mail.attempts + 1
    db.session.commit()
    _hand_over(mail)
    db.session.commit()
    return True


def _is_still_theirs(mail: Mail) -> bool:
    """May the recipient still be told? Asked again now: a right may have been withdrawn meanwhile.

    A mail that goes with a notice is for a member whom the space is open to where its conversation
    stands by now.
    """
    told = db.session.execute(
        select(Person.id, Person.standing, Space)
        .join(Notice, Notice.person_id == Person.id)
        .outerjoin(Conversation, Conversation.id == Notice.conversation_id)
        .outerjoin(Space, Space.id == func.coalesce(Conversation.space_id, Notice.space_id))
        .where(Notice.event_id == mail.event_id, Person.email == mail.recipient)
    ).one_or_none()
    if told is None:
        return True
    if told.standing != Standing.MEMBER:
        return False
    space = told.Space
    return space is None or reads(viewer_of(told.id), space.id, space.visibility)


def _hand_over(mail: Mail) -> None:
    try:
        _deliver(_message(mail))
    except smtplib.SMTPServerDisconnected:
        log.warning(
            "mail_unheard", mail=mail.id
        )  # `sending_at` stays: tried again later, same Message-ID
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail_failed", mail=mail.id, kind=type(error).__name__, attempts=mail.attempts)
        mail.sending_at = None
        mail.due_at = clock.now() + timedelta(seconds=min(15 * 2**mail.attempts, 3600))
        if mail.attempts >= MOST_ATTEMPTS:
            mail.parked_at = clock.now()
    else:
        mail.sent_at = clock.now()
        mail.body = ""  # it may hold a link that lets somebody in; what was sent need not be kept


def _message(mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = current_app.config["MAIL_FROM"]
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Message-ID"] = mail.message_id
    message["Date"] = format_datetime(clock.now())
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def _deliver(message: EmailMessage) -> None:
    where = urlsplit(current_app.config["MAIL_URL"])
    if where.scheme == "file":
        _put_in_folder(message, Path(where.path))
    else:
        _send_by_smtp(message, where)


def _put_in_folder(message: EmailMessage, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = str(message["Message-ID"]).strip("<>").partition("@")[0]
    (folder / f"{name}.eml").write_bytes(message.as_bytes())


def _send_by_smtp(message: EmailMessage, where: SplitResult) -> None:
    secure = where.scheme == "smtps"
    server = smtplib.SMTP_SSL if secure else smtplib.SMTP
    with server(where.hostname or "localhost", where.port or 0, timeout=PATIENCE_SECONDS) as smtp:
        if where.scheme == "smtp+starttls":
            smtp.starttls(context=ssl.create_default_context())
        if where.username:
            smtp.login(unquote(where.username), unquote(where.password or ""))
        smtp.send_message(message)
