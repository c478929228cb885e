"""Putting mail on its way. What is written here is sent by the mailer, after the commit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select, update

from hrcn_community.accounts.models import Person
from hrcn_community.accounts.personas import is_placeholder
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.sealing import keyed_print
from hrcn_community.core.settings import setting
from hrcn_community.core.text import one_line
from hrcn_community.core.upsert import insert_new, insert_or_ignore
from hrcn_community.notifications.models import Mail, MailPace, MailSort
from hrcn_community.notifications.wishes import Wish, after_quiet, next_digest


def post_mail(recipient: str, subject: str, body: str, entry: Entry) -> None:
    """Put a letter of `entry` on its way, as it is written here. A persona gets none."""
    if is_placeholder(recipient):
        return
    letter = _mail(MailSort.LETTER, recipient, entry)
    insert_or_ignore(Mail, **letter | {"subject": one_line(subject)[:200], "body": body})


def mail_at_once(to_tell: Sequence[Wish], entry: Entry, due: datetime) -> None:
    """Put a mail of `entry` on its way to each, at that moment or at the end of their quiet hours."""
    insert_new(
        Mail,
        [
            _mail(MailSort.NOTICE, wish.address, entry)
            | {"person_id": wish.person_id, "due_at": after_quiet(due, wish.pace, wish.zone)}
            for wish in to_tell
        ],
    )


def await_digest(to_tell: Sequence[Wish]) -> None:
    """Let a digest come to each at their next hour, unless one is coming already."""
    now = clock.now()
    waiting = [wish for wish in to_tell if wish.pace.digest_due_at is None]
    insert_new(MailPace, [_usual(wish.pace) for wish in waiting])
    by_moment: dict[datetime, list[int]] = {}
    for wish in waiting:
        due = next_digest(now, wish.pace, wish.zone)
        by_moment.setdefault(due, []).append(wish.person_id)
    for due, people in sorted(by_moment.items()):
        db.session.execute(
            update(MailPace)
            .where(MailPace.person_id.in_(people), MailPace.digest_due_at.is_(None))
            .values(digest_due_at=due)
        )


def post_digest(person: Person, pace: MailPace, up_to: int) -> int:
    """Put a digest up to that notice on its way, at the end of its reader's quiet hours; return its id."""
    letter = _mail(MailSort.DIGEST, person.email, None) | {
        "person_id": person.id,
        "message_id": message_id("digest", person.id, up_to),
        "due_at": after_quiet(clock.now(), pace, person.timezone),
    }
    insert_or_ignore(Mail, **letter)
    same = Mail.message_id == letter["message_id"]
    return db.session.scalars(select(Mail.id).where(same)).one()


def message_id(*parts: object) -> str:
    """Return the Message-ID of a mail about `parts`: always the same, and it says nothing of them."""
    host = urlsplit(setting("BASE_URL")).hostname
    return f"<{keyed_print('mail', *parts)[:32]}@{host}>"


def _mail(sort: MailSort, recipient: str, entry: Entry | None) -> dict[str, Any]:
    return {
        "sort": sort,
        "person_id": None,
        "event_id": entry.id if entry else None,
        "recipient": recipient,
        "subject": "",
        "body": "",
        "message_id": message_id(entry.id if entry else 0, recipient),
        "due_at": clock.now(),
        "attempts": 0,
    }


def _usual(pace: MailPace) -> dict[str, Any]:
    names = ("person_id", "rhythm", "hour", "weekday", "quiet_from", "quiet_to", "hard_bounces")
    return {name: getattr(pace, name) for name in names}
