"""Signing in and out: the same answer and the same time whether the account exists or not."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, insert, select, update

from hrcn_community.accounts.events import SignedIn, SignedOut
from hrcn_community.accounts.models import Person, SignIn, Standing, WrongTry
from hrcn_community.accounts.secrets import digest, matches
from hrcn_community.accounts.viewer import Viewer, viewer_signed_in
from hrcn_community.core import clock
from hrcn_community.core.db import db, mark, reading
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_secret

FREE_TRIES = 20
WINDOW = timedelta(minutes=15)
LONGEST_WAIT = timedelta(minutes=1)


@dataclass(frozen=True)
class Outcome:
    """A viewer who is now signed in; or nobody, and perhaps how long to wait before the next try."""

    viewer: Viewer | None = None
    wait_seconds: int = 0


def sign_in(email: str, password: str, *, address: str, device: str, browser: str) -> Outcome:
    """Sign in with the right password. Wrong tries are counted for the account and for the address.

    A device that this person has used before passes with the right password whatever was tried from
    elsewhere, so nobody can be locked out by a stranger.
    """
    email = email.strip().lower()
    with reading():  # the slow part holds no lock
        person_id, password_hash, known = _look_up(email, device)
        wait = 0 if known else _seconds_to_wait(f"account {email}", f"address {address}")
        db.session.rollback()
    if wait:
        return Outcome(wait_seconds=wait)
    if not matches(password_hash, password):
        _count_wrong_try(f"account {email}", f"address {address}")
        return Outcome()
    return Outcome(_begin(person_id, device, browser))


def sign_out(viewer: Viewer) -> None:
    """End this browser's sign-in: a copy of its cookie is dead, too."""
    db.session.execute(
        update(SignIn).where(SignIn.id == viewer.sign_in_id).values(ended_at=clock.now())
    )
    record(SignedOut(person_id=viewer.id), by=viewer.id)


def end_all_sign_ins(person_id: int) -> None:
    """End every sign-in of a person: after a new password, a changed role, a suspension."""
    db.session.execute(
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def _look_up(email: str, device: str) -> tuple[int, str, bool]:
    row = db.session.execute(
        select(Person.id, Person.password_hash).where(
            Person.email == email, Person.standing == Standing.MEMBER
        )
    ).one_or_none()
    person_id, password_hash = row or (0, "")
    known = db.session.scalar(
        select(SignIn.id)
        .where(SignIn.person_id == person_id, SignIn.device_hash == digest(device))
        .limit(1)
    )
    return person_id, password_hash, bool(known and device)


def _begin(person_id: int, device: str, browser: str) -> Viewer | None:
    token, now = new_secret(), clock.now()
    db.session.add(
        SignIn(
            token_hash=digest(token),
            person_id=person_id,
            device_hash=digest(device),
            browser=browser[:200],
            created_at=now,
            last_seen_at=now,
        )
    )
    record(SignedIn(person_id=person_id), by=person_id)
    db.session.flush()
    return viewer_signed_in(token)


def _seconds_to_wait(*subjects: str) -> int:
    """Return 0, or after too many wrong tries the seconds until the next is heard, at most a minute."""
    now = clock.now()
    rows = db.session.execute(
        select(func.count(), func.max(WrongTry.tried_at))
        .where(
            WrongTry.subject.in_([digest(subject) for subject in subjects]),
            WrongTry.tried_at > now - WINDOW,
        )
        .group_by(WrongTry.subject)
    )
    waits = [
        last + min(timedelta(seconds=2 ** min(count - FREE_TRIES, 6)), LONGEST_WAIT) - now
        for count, last in rows
        if count >= FREE_TRIES
    ]
    return max((int(wait.total_seconds()) + 1 for wait in waits if wait > timedelta()), default=0)


def _count_wrong_try(*subjects: str) -> None:
    now = clock.now()
    with mark() as connection:
        connection.execute(
            insert(WrongTry),
            [{"subject": digest(subject), "tried_at": now} for subject in subjects],
        )
