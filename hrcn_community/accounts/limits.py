"""Slowing down whoever tries too often. Counted under a print: no address and no account is named.

The print needs our key: there are so few addresses that a plain hash of each could be tried.
"""

from datetime import timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import Connection, delete, func, insert, select

from hrcn_community.accounts.models import WrongTry
from hrcn_community.core import clock
from hrcn_community.core.db import db, mark, take_turn
from hrcn_community.core.errors import Refusal
from hrcn_community.core.sealing import keyed_print
from hrcn_community.core.words import _l

FREE_TRIES = 20
MOST_WRONG_CODES = 10
WINDOW = timedelta(minutes=15)
LONGEST_WAIT = timedelta(minutes=1)
AN_HOUR = timedelta(hours=1)


class TooOften(Refusal):
    message = _l("That was asked several times within an hour. Please try again later.")


def network_of(address: str) -> str:
    """Return what is counted for an address: itself, or the /64 of which a household has all of IPv6."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(found if found.version == 4 else ip_network(f"{found}/64", strict=False))


def seconds_to_wait(*subjects: str) -> int:
    """Return 0, or after too many wrong tries the seconds until the next is heard, at most a minute."""
    now = clock.now()
    rows = db.session.execute(
        select(func.count(), func.max(WrongTry.tried_at))
        .where(WrongTry.subject.in_(_hidden(subjects)), WrongTry.tried_at > now - WINDOW)
        .group_by(WrongTry.subject)
    )
    waits = [
        last + min(timedelta(seconds=2 ** min(count - FREE_TRIES, 6)), LONGEST_WAIT) - now
        for count, last in rows
        if count >= FREE_TRIES
    ]
    return max((int(wait.total_seconds()) + 1 for wait in waits if wait > timedelta()), default=0)


def count_code(subject: str) -> int:
    """Count a code as a wrong one before it is looked at; return under what, or 0 for one too many.

    Six digits are guessed where a password is not: ten tries an hour, and no more, though they all come
    at once. The session must hold no lock.
    """
    [hidden] = _hidden((subject,))
    with mark() as connection:
        take_turn(f"codes {hidden}", connection)
        tried = select(func.count()).where(
            WrongTry.subject == hidden, WrongTry.tried_at > clock.now() - AN_HOUR
        )
        if (connection.scalar(tried) or 0) >= MOST_WRONG_CODES:
            return 0
        _count(connection, (subject,))
        return (
            connection.scalar(select(func.max(WrongTry.id)).where(WrongTry.subject == hidden)) or 0
        )


def forget_code(id_: int) -> None:
    """Forget a code that was counted, and right."""
    db.session.execute(delete(WrongTry).where(WrongTry.id == id_))


def count_wrong_try(*subjects: str) -> None:
    """Write a wrong try durably, whatever becomes of the request. The session must hold no lock."""
    with mark() as connection:
        _count(connection, subjects)


def forget_tries(email: str) -> None:
    """Forget what was counted under an address."""
    hidden = _hidden((f"account {email}", f"reset {email}"))
    db.session.execute(delete(WrongTry).where(WrongTry.subject.in_(hidden)))


def count_asking(subject: str, most: int) -> bool:
    """Count that `subject` asked for something; return whether that is still within `most` an hour."""
    since = clock.now() - AN_HOUR
    asked = db.session.scalar(
        select(func.count()).where(
            WrongTry.subject.in_(_hidden((subject,))),
            WrongTry.tried_at > since,
        )
    )
    if (asked or 0) >= most:
        return False
    _count(db.session.connection(), (subject,))
    return True


def _count(connection: Connection, subjects: tuple[str, ...]) -> None:
    """Add a row for each, and forget those of the same subjects that count no more."""
    now, hidden = clock.now(), _hidden(subjects)
    connection.execute(
        delete(WrongTry).where(WrongTry.subject.in_(hidden), WrongTry.tried_at < now - AN_HOUR)
    )
    connection.execute(
        insert(WrongTry), [{"subject": subject, "tried_at": now} for subject in hidden]
    )


def _hidden(subjects: tuple[str, ...]) -> list[str]:
    return [keyed_print("tries", subject) for subject in subjects]
