"""Mailed links and passwords: a link is good once, for one purpose and one address, for an hour."""

from datetime import timedelta

from sqlalchemy import select, update

from hrcn_community.accounts.addresses import folded_address
from hrcn_community.accounts.events import PasswordChanged, ResetAsked
from hrcn_community.accounts.limits import count_asking, count_wrong_try, seconds_to_wait
from hrcn_community.accounts.models import MailedToken, Person, Purpose, Standing
from hrcn_community.accounts.secrets import digest, hash_password, matches
from hrcn_community.accounts.signing_in import end_sign_ins, remember_device
from hrcn_community.accounts.stepping_up import end_step_ups
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db, reading
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_secret
from hrcn_community.core.words import _l

LINK_LIVES = timedelta(hours=1)
MOST_ASKED = 5


class LinkDead(Refusal):
    message = _l(
        "This link is no longer good: it was used, is older than an hour, or a newer one was sent. "
        "Please ask for a new one."
    )


def ask_for_reset(email: str) -> None:
    """Note that somebody forgot a password; whether there is such a person shows in no answer."""
    email = folded_address(email)
    person_id = db.session.scalar(
        select(Person.id).where(Person.email == email, Person.standing == Standing.MEMBER)
    )
    if count_asking(f"reset {email}", MOST_ASKED):
        record(ResetAsked(person_id=person_id))


def new_link(person: Person, purpose: Purpose) -> str:
    """Return the token of a new link for `person`; it ends the older ones of its purpose."""
    end_links(person.id, purpose)
    token = new_secret()
    db.session.add(
        MailedToken(
            token_hash=digest(token),
            person_id=person.id,
            purpose=purpose,
            email=person.email,
            expires_at=clock.now() + LINK_LIVES,
        )
    )
    return token


def end_links(person_id: int, purpose: Purpose) -> None:
    db.session.execute(
        update(MailedToken)
        .where(MailedToken.person_id == person_id, MailedToken.purpose == purpose)
        .where(MailedToken.used_at.is_(None))
        .values(used_at=clock.now())
    )


def owner_of(token: str, purpose: Purpose) -> Person:
    """Return whom a link that is still good was sent to, holding no lock afterwards; else refuse."""
    with reading():
        owner = db.session.scalar(
            select(Person)
            .join(MailedToken, MailedToken.person_id == Person.id)
            .where(*_still_good(token, purpose), MailedToken.email == Person.email)
        )
        if owner is None:
            raise LinkDead
        db.session.expunge(owner)
        db.session.rollback()
    return owner


def use_link(token: str, purpose: Purpose) -> int:
    """Use a link up and return whose it is; of two who use it at once, one is refused."""
    person_id = db.session.scalar(
        update(MailedToken)
        .where(*_still_good(token, purpose))
        .values(used_at=clock.now())
        .returning(MailedToken.person_id)
    )
    if person_id is None:
        raise LinkDead
    return person_id


def reset_password(token: str, password: str, *, device: str) -> None:
    """Set a new password by a mailed link. All sign-ins end; this device counts as its owner's."""
    password_hash = hash_password(password)  # slow, so before the first lock
    person = db.session.get_one(Person, use_link(token, Purpose.RESET))
    if person.standing != Standing.MEMBER:
        raise LinkDead
    person.password_hash = password_hash
    end_sign_ins(person.id)
    remember_device(person.id, device)
    record(PasswordChanged(person_id=person.id), by=person.id)


def change_password(password: str, *, by: Viewer) -> None:
    """Set a new password from the settings; every other browser is signed out, old links are ended."""
    db.session.rollback()  # hashing is slow: let go of the lock meanwhile
    password_hash = hash_password(password)
    person = db.session.get_one(Person, by.id)
    person.password_hash = password_hash
    end_sign_ins(by.id, but=by.sign_in_id)
    end_step_ups(by.id)
    end_links(by.id, Purpose.RESET)
    record(PasswordChanged(person_id=by.id), by=by.id)


def knows_password(password: str, *, by: Viewer) -> bool:
    """Is this the viewer's own password? Wrong tries are counted and slowed down as at the door."""
    subject = f"own {by.id}"
    with reading():
        password_hash = db.session.scalar(select(Person.password_hash).where(Person.id == by.id))
        wait = seconds_to_wait(subject)
        db.session.rollback()
    if wait:
        raise Refusal(_l("There were many wrong tries. Please wait a minute."))
    right = matches(password_hash or "", password)
    if not right:
        count_wrong_try(subject)
    return right


def _still_good(token: str, purpose: Purpose) -> tuple:
    return (
        MailedToken.token_hash == digest(token),
        MailedToken.purpose == purpose,
        MailedToken.used_at.is_(None),
        MailedToken.expires_at > clock.now(),
    )
