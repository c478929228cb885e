"""Asking to be erased, and coming back while that is possible. Nothing here commits."""

from datetime import timedelta

from sqlalchemy import select

from hrcn_community.accounts.models import Person, Standing
from hrcn_community.accounts.roles import one_after_the_other
from hrcn_community.accounts.signing_in import end_sign_ins
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import record
from hrcn_community.core.refs import new_ref
from hrcn_community.core.sealing import keyed_print
from hrcn_community.core.settings import setting
from hrcn_community.privacy.actions.departing import step_back, step_out_of_sight
from hrcn_community.privacy.actions.exporting import drop_archive
from hrcn_community.privacy.events import ErasureAsked, ErasureReached, ErasureTakenBack
from hrcn_community.privacy.handing_over import handover_owed
from hrcn_community.privacy.holds import held_openly
from hrcn_community.privacy.models import (
    Erasure,
    HandoverOwed,
    HeldByLaw,
    TooLate,
    WrongHandle,
)


def address_print(address: str) -> str:
    """Return the print by which somebody who was erased is known again, by whoever has our key."""
    return keyed_print("erased address", address)


def ask_erasure(typed: str, *, keeps_texts: bool, by: Viewer) -> Erasure:
    """Close the account of `by` at once, and let it be erased when the days to think it over have passed."""
    if typed.strip().removeprefix("@").lower() != by.handle:
        raise WrongHandle
    return ask_for_erasure(by.id, texts_stay=keeps_texts, by=by.id)


def ask_for_erasure(person_id: int, *, texts_stay: bool, by: int | None = None) -> Erasure:
    """Close an account at once, and let it be erased in some days: its owner asks, or its time has passed."""
    one_after_the_other()  # of the last two who go at once, or lay down their role, the second is told
    if held_openly(person_id):  # of another hold they must not learn: the erasing waits for its end
        raise HeldByLaw
    if handover_owed(person_id):
        raise HandoverOwed
    # The weaker lock: others who write down that this person did something need not wait for it.
    lock = {"key_share": True}
    person = db.session.get_one(Person, person_id, with_for_update=lock, populate_existing=True)
    known = waiting_erasure(person_id)
    if person.standing == Standing.LEAVING and known:
        return known  # asked twice at once
    if person.standing != Standing.MEMBER:
        raise TooLate
    if known:  # they came back by another door, and this one was left open
        known.taken_back_at = clock.now()
    due = clock.now() + timedelta(days=setting("ERASURE_DAYS"))
    erasure = Erasure(
        ref=new_ref(),
        person_id=person.id,
        print=address_print(person.email),
        joined_at=person.joined_at,
        keeps_texts=texts_stay,
        asked_at=clock.now(),
        due_at=due,
    )
    db.session.add(erasure)
    step_out_of_sight(person, erasure)
    person.standing = Standing.LEAVING
    end_sign_ins(person.id)
    drop_archive(person.id)
    db.session.flush()
    record(ErasureAsked(erasure_id=erasure.id), by=by)
    record(ErasureReached(erasure_id=erasure.id), due=due)
    return erasure


def waiting_erasure(person_id: int) -> Erasure | None:
    """Return the erasure that somebody may still take back."""
    return db.session.scalar(
        select(Erasure)
        .where(Erasure.person_id == person_id, Erasure.taken_back_at.is_(None))
        .where(Erasure.step == "", Erasure.done_at.is_(None))
        .order_by(Erasure.id.desc())
        .limit(1)
    )


def take_erasure_back(person_id: int) -> None:
    """Open the account again, unless the erasing has begun."""
    erasure = waiting_erasure(person_id)
    if erasure is None:
        raise TooLate
    db.session.refresh(
        erasure, with_for_update=True
    )  # before the person, as whoever begins it does
    person = db.session.get_one(Person, person_id, with_for_update=True, populate_existing=True)
    if not erasure.waits or person.standing != Standing.LEAVING:
        raise TooLate
    erasure.taken_back_at, person.standing = clock.now(), Standing.MEMBER
    step_back(person, erasure)
    record(ErasureTakenBack(erasure_id=erasure.id), by=person_id)
