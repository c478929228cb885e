"""Signing in and out: the same answer and the same work whether the account exists or not."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, update

from hrcn_community.accounts.addresses import folded_address
from hrcn_community.accounts.carried import carry
from hrcn_community.accounts.events import NewBrowserUsed, SignedIn, SignedOut
from hrcn_community.accounts.limits import count_wrong_try, network_of, seconds_to_wait
from hrcn_community.accounts.models import Person, SignIn, Standing, Way
from hrcn_community.accounts.secrets import digest, matches
from hrcn_community.accounts.seen import due_from_now
from hrcn_community.accounts.viewer import Viewer, viewer_signed_in
from hrcn_community.core import clock
from hrcn_community.core.db import db, reading
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_secret
from hrcn_community.core.text import one_line

MAY_COME = (Standing.MEMBER, Standing.LEAVING)  # those may only come back
HALF, HALF_LIVES = "half a sign-in", timedelta(minutes=10)


@dataclass(frozen=True)
class Outcome:
    """A viewer who is now signed in; or nobody, and perhaps how long to wait before the next try.

    `leaving_id` is who proved, in every step that is asked of them, whose account that is, which is
    closed and may be opened again.
    `half` is carried by the browser of somebody whose password was right and who must prove more.
    """

    viewer: Viewer | None = None
    wait_seconds: int = 0
    leaving_id: int = 0
    half: str = ""


def sign_in(email: str, password: str, *, address: str, device: str, browser: str) -> Outcome:
    """Sign in with the right password. Wrong tries are counted for the account and for the address.

    On a device that this person has used before only the wrong tries made there count: whatever was
    tried from elsewhere, the owner passes, and nobody can be locked out by a stranger.
    """
    email = folded_address(email)
    with reading():  # the slow part holds no lock
        person_id, password_hash, asks_more, known = _look_up(email, device)
        subjects = _counted(email, address, device, known)
        wait = seconds_to_wait(*subjects)
        db.session.rollback()
    if wait:
        return Outcome(wait_seconds=wait)
    if not matches(password_hash, password):
        count_wrong_try(*subjects)
        return Outcome()
    if asks_more:
        return Outcome(half=half_signed_in(person_id, password_hash, device))
    return enter(person_id, device=device, browser=browser)


def enter(person_id: int, *, device: str, browser: str, way: Way = Way.PASSWORD) -> Outcome:
    """Let somebody in who has proved enough; of a closed account, say that it may be opened again."""
    if is_leaving(person_id):
        return Outcome(leaving_id=person_id)
    return Outcome(begin(person_id, device, browser, way))


def is_leaving(person_id: int) -> bool:
    """Is that account closed because its owner asked to be erased?"""
    standing = db.session.scalar(select(Person.standing).where(Person.id == person_id))
    return standing == Standing.LEAVING


def half_signed_in(person_id: int, password_hash: str, device: str, way: Way = Way.PASSWORD) -> str:
    """Return what the browser carries of somebody who has taken the first of two steps."""
    facts = {"person": person_id, "password": digest(password_hash), "device": digest(device)}
    return carry(HALF, HALF_LIVES, way=way, **facts)


def begin(person_id: int, device: str, browser: str, way: Way = Way.PASSWORD) -> Viewer | None:
    """Open a sign-in of this person's in this browser; its token is made here and nowhere kept."""
    token, now, is_new = new_secret(), clock.now(), _is_new(person_id, device)
    sign_in = SignIn(
        token_hash=digest(token),
        person_id=person_id,
        device_hash=digest(device) if device else "",
        browser=one_line(browser)[:200],
        way=way,
        created_at=now,
        last_seen_at=now,
    )
    db.session.add(sign_in)
    record(SignedIn(person_id=person_id), by=person_id)
    db.session.flush()
    if is_new:
        record(NewBrowserUsed(person_id=person_id, sign_in_id=sign_in.id), by=person_id)
    viewer = viewer_signed_in(token)
    return viewer and due_from_now(viewer)


def sign_out(viewer: Viewer) -> None:
    """End this browser's sign-in: a copy of its cookie is dead, too."""
    db.session.execute(
        update(SignIn).where(SignIn.id == viewer.sign_in_id).values(ended_at=clock.now())
    )
    record(SignedOut(person_id=viewer.id), by=viewer.id)


def end_sign_ins(person_id: int, *, but: int = 0, only: str = "") -> None:
    """End a person's sign-ins: all of them, all `but` one, or `only` the one of that ref."""
    ended = (
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.id != but)
        .values(ended_at=clock.now())
    )
    if only:
        ended = ended.where(SignIn.token_hash.startswith(only, autoescape=True))
    db.session.execute(ended)


def remember_device(person_id: int, device: str) -> None:
    """Let a device be known for a person without signing in there: a right mailed link was used on it."""
    if not device:
        return
    now = clock.now()
    db.session.add(
        SignIn(
            token_hash=digest(new_secret()),
            person_id=person_id,
            device_hash=digest(device),
            created_at=now,
            last_seen_at=now,
            ended_at=now,
        )
    )


def _is_new(person_id: int, device: str) -> bool:
    """Was this person here before, and never in this browser?"""
    here = func.count().filter(SignIn.device_hash == digest(device))
    seen, seen_here = db.session.execute(
        select(func.count(), here).where(SignIn.person_id == person_id)
    ).one()
    return bool(device and seen and not seen_here)


def _look_up(email: str, device: str) -> tuple[int, str, bool, bool]:
    row = db.session.execute(
        select(Person.id, Person.password_hash, Person.two_step_since).where(
            Person.email == email, Person.standing.in_(MAY_COME)
        )
    ).one_or_none()
    person_id, password_hash, since = row or (0, "", None)
    known = db.session.scalar(
        select(SignIn.id)
        .where(SignIn.person_id == person_id, SignIn.device_hash == digest(device))
        .limit(1)
    )
    return person_id, password_hash, since is not None, bool(known and device)


def _counted(email: str, address: str, device: str, known: bool) -> tuple[str, ...]:
    if known:
        return (f"device {device} {email}",)
    return f"account {email}", f"address {network_of(address)}"
