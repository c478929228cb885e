"""What must not happen twice, or live again, after something was brought back.

Between the backup and now the old house went on: it sent what waited, and rang what came due. So
whatever is due is done now, in the house alone; the mails that this makes, and those that waited, are
held until a person has looked at them (/admin/worker). No sign-in and no mailed link lives on.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from hrcn_community.accounts.models import AddressChange, Invitation, MailedToken, SignIn
from hrcn_community.accounts.secrets import digest
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry, entry_of
from hrcn_community.core.refs import new_secret
from hrcn_community.notifications.models import Mail, MailPace, Notice
from hrcn_community.running.events import HouseRestored


def settling(handle_next: Callable[[], bool]) -> Callable[[datetime], None]:
    """Return the deed that is done last; `handle_next` is how the worker does one thing that is due."""

    def settle_down(moment: datetime) -> None:
        _end_what_let_people_in()
        while handle_next():
            pass
        _hold(moment)

    return settle_down


def _end_what_let_people_in() -> None:
    now = clock.now()
    _do(
        update(SignIn).where(SignIn.ended_at.is_(None)).values(ended_at=now),
        update(MailedToken).where(MailedToken.used_at.is_(None)).values(used_at=now),
        delete(AddressChange),
        *_other_links(),
    )


def _other_links() -> list[Any]:
    """Let no invitation open by the link that was mailed: it may have been taken back or used meanwhile.

    It stands as it stood, and can be sent again.
    """
    unused = Invitation.used_at.is_(None), Invitation.revoked_at.is_(None)
    ids = db.session.scalars(select(Invitation.id).where(*unused)).all()
    db.session.rollback()
    return [
        update(Invitation).where(Invitation.id == id_).values(token_hash=digest(new_secret()))
        for id_ in ids
    ]


def _hold(moment: datetime) -> None:
    """Hold every mail, let no digest gather what was told already, and put aside what failed."""
    now = clock.now()
    with db.engine.begin() as connection:
        held = connection.execute(
            update(Mail)
            .where(Mail.sent_at.is_(None), Mail.parked_at.is_(None), Mail.bounced_at.is_(None))
            .values(parked_at=now, held_at=now)
        ).rowcount
        connection.execute(update(Notice).where(Notice.for_digest).values(for_digest=False))
        connection.execute(update(MailPace).values(digest_due_at=None))
        connection.execute(
            update(Entry)
            .where(Entry.handled_at.is_(None), Entry.parked_at.is_(None), Entry.attempts > 0)
            .where(Entry.due_at < now + timedelta(hours=1))
            .values(parked_at=now)
        )
        restored = HouseRestored(backup_of=moment.isoformat(), held_mails=held)
        connection.execute(insert(Entry).values(**entry_of(restored)))


def _do(*deeds: Any) -> None:
    with db.engine.begin() as connection:
        for deed in deeds:
            connection.execute(deed)
