"""Mail that came back for good. The third in a month stops mail, until somebody says their address is right.

That a server took a mail says little, as it may come back hours later: so it is not what ends the
count. A month without one does, and whoever says that their address is right.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy import func, select, update

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.settings import setting
from hrcn_community.core.upsert import insert_or_ignore
from hrcn_community.notifications.events import MailStopped
from hrcn_community.notifications.models import Mail, MailPace

MOST_BOUNCES = 3
FORGOTTEN_AFTER = timedelta(days=30)


def record_bounce(message_id: str) -> bool:
    """Note that the mail of this Message-ID came back for good; return whether it is one of ours.

    Its local part alone, as it stands in the address that bounces go to, is enough. Told twice is
    noted once.
    """
    mail = db.session.scalar(
        select(Mail).where(Mail.message_id == _whole(message_id)).with_for_update()
    )
    if mail is None:
        return False
    note_bounce(mail)
    return True


def note_bounce(mail: Mail) -> None:
    """Note that `mail` came back, and stop mail to its reader if that was once too often."""
    if mail.bounced_at is not None:
        return
    person_id = _reader_of(mail)
    if person_id is not None:
        _count(person_id, _is_forgotten(mail))
    mail.bounced_at = clock.now()


def move_mail(person: Person) -> None:
    """Send what waits to the new address of somebody; what came back from the old one counts no more."""
    waits = Mail.sent_at.is_(None), Mail.parked_at.is_(None), Mail.bounced_at.is_(None)
    db.session.execute(
        update(Mail).where(Mail.person_id == person.id, *waits).values(recipient=person.email)
    )
    db.session.execute(
        update(MailPace)
        .where(MailPace.person_id == person.id)
        .values(hard_bounces=0, stopped_at=None)
    )


def _count(person_id: int, is_first: bool) -> None:
    insert_or_ignore(MailPace, person_id=person_id)
    pace = db.session.scalars(
        select(MailPace).where(MailPace.person_id == person_id).with_for_update()
    ).one()
    pace.hard_bounces = 1 if is_first else pace.hard_bounces + 1
    if pace.hard_bounces >= MOST_BOUNCES and pace.stopped_at is None:
        pace.stopped_at = clock.now()
        record(MailStopped(person_id=person_id))


def _is_forgotten(mail: Mail) -> bool:
    """Did nothing come back from there for so long that a count begins anew?"""
    last = select(func.max(Mail.bounced_at)).where(Mail.recipient == mail.recipient)
    bounced_at = db.session.scalar(last)
    return bounced_at is None or bounced_at < clock.now() - FORGOTTEN_AFTER


def _reader_of(mail: Mail) -> int | None:
    if mail.person_id is not None:
        return mail.person_id
    member = select(Person.id).where(Person.standing == Standing.MEMBER)
    return db.session.scalar(member.where(Person.email == mail.recipient))


def _whole(message_id: str) -> str:
    local, _, host = message_id.strip().strip("<>").partition("@")
    return f"<{local}@{host or urlsplit(setting('BASE_URL')).hostname}>"
