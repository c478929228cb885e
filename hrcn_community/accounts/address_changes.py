"""Another e-mail address: it holds once a link to the new one and a link to the old one were opened."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from hrcn_community.accounts.events import (
    AddressChangeAsked,
    AddressChangeCancelled,
    AddressChanged,
)
from hrcn_community.accounts.limits import TooOften, count_asking
from hrcn_community.accounts.models import AddressChange, Person, Purpose, Standing
from hrcn_community.accounts.passwords import LINK_LIVES, LinkDead, end_links
from hrcn_community.accounts.secrets import digest
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.errors import Refusal
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_secret
from hrcn_community.core.upsert import upsert
from hrcn_community.core.words import _l

MOST_ASKED = 5
KEPT_AFTERWARDS = timedelta(days=1)  # until both addresses were told that it happened


class ChangedAlready(Refusal):
    message = _l("Both links were opened: your address is changed already.")


def waiting_change(viewer: Viewer) -> AddressChange | None:
    """Return the change that waits for one of its links, or both."""
    change = db.session.get(AddressChange, viewer.id)
    return change if change and not _is_done(change) and change.expires_at > clock.now() else None


def own_address(viewer: Viewer) -> str:
    return db.session.scalar(select(Person.email).where(Person.id == viewer.id)) or ""


def ask_for_change(new: str, *, by: Viewer) -> None:
    """Note the wish; the worker makes the links, and ends older ones. Whose `new` is shows nowhere."""
    if not count_asking(f"address {by.id}", MOST_ASKED):
        raise TooOften
    unknown = {"old_hash": digest(new_secret()), "new_hash": digest(new_secret())}
    opened: Mapping[str, Any] = {"old_opened_at": None, "new_opened_at": None}
    wish = {"old_email": own_address(by), "new_email": new, "expires_at": clock.now() + LINK_LIVES}
    upsert(AddressChange, {"person_id": by.id}, {**wish, **unknown, **opened})
    record(AddressChangeAsked(person_id=by.id), by=by.id)


def cancel_change(*, by: Viewer) -> None:
    """Let the address stay as it is; links that were sent are worth nothing. What is done is not undone."""
    opened = AddressChange.old_opened_at, AddressChange.new_opened_at
    waits = or_(*(each.is_(None) for each in opened))
    gone = delete(AddressChange).where(AddressChange.person_id == by.id, waits)
    if db.session.scalar(gone.returning(AddressChange.person_id)) is not None:
        record(AddressChangeCancelled(person_id=by.id), by=by.id)
    elif db.session.get(AddressChange, by.id) is not None:
        raise ChangedAlready


def new_links(person_id: int) -> tuple[AddressChange, str, str] | None:
    """Return a change that waits, with new tokens for the old and the new address."""
    change = db.session.get(AddressChange, person_id)
    if change is None or _is_done(change):
        return None
    old, new = new_secret(), new_secret()
    change.old_hash, change.new_hash = digest(old), digest(new)
    return change, old, new


def is_taken(email: str, person_id: int) -> bool:
    """Does somebody else have this address?"""
    other = select(Person.id).where(Person.email == email, Person.id != person_id)
    return db.session.scalar(other) is not None


def open_link(token: str) -> bool:
    """Use one of the two links up; return whether it was the second, so that the address is changed."""
    person_id = db.session.scalar(
        update(AddressChange)
        .where(_is_open(digest(token)), AddressChange.expires_at > clock.now())
        .values(_opened(digest(token)))
        .returning(AddressChange.person_id)
        .execution_options(synchronize_session=False)
    )
    if person_id is None:
        raise LinkDead
    change = db.session.get_one(AddressChange, person_id, populate_existing=True)
    if not _is_done(change):
        return False
    _change(change)
    return True


def _change(change: AddressChange) -> None:
    now = clock.now()
    changed = (
        update(Person)
        .where(Person.id == change.person_id, Person.email == change.old_email)
        .where(Person.standing == Standing.MEMBER)
        .values(email=change.new_email, email_confirmed_at=now)
        .returning(Person.id)
    )
    try:
        if db.session.scalar(changed) is None:
            raise LinkDead
    except IntegrityError:  # somebody came in with that address meanwhile
        raise LinkDead from None
    change.expires_at = now + KEPT_AFTERWARDS
    for purpose in Purpose:
        end_links(change.person_id, purpose)
    record(AddressChanged(person_id=change.person_id), by=change.person_id)


def _is_open(hidden: str) -> ColumnElement[bool]:
    old = (AddressChange.old_hash == hidden) & AddressChange.old_opened_at.is_(None)
    new = (AddressChange.new_hash == hidden) & AddressChange.new_opened_at.is_(None)
    return or_(old, new)


def _opened(hidden: str) -> dict[Any, Any]:
    """Return what the link of this print sets: the moment at its own end, the other as it was."""
    ends = (
        (AddressChange.old_hash, AddressChange.old_opened_at),
        (AddressChange.new_hash, AddressChange.new_opened_at),
    )
    return {end: case((kept == hidden, clock.now()), else_=end) for kept, end in ends}


def _is_done(change: AddressChange) -> bool:
    return bool(change.old_opened_at and change.new_opened_at)
