"""Seats and the waiting list: first come, first served, and no seat given twice.

Everything that moves a seat locks the workshop's row first, so that fifty people who ask at once
are asked one after the other. `seats_taken` counts seats that are taken or on offer.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from hrcn_community.accounts.models import SpaceRole
from hrcn_community.accounts.places import put_inside, put_outside
from hrcn_community.accounts.viewer import Viewer
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry, record
from hrcn_community.spaces.models import Space
from hrcn_community.workshops.events import (
    OfferExpired,
    OfferForfeited,
    SeatGivenBack,
    SeatOffered,
    SeatTaken,
    WaitingListJoined,
)
from hrcn_community.workshops.models.seats import AlreadyHost, Registration, Seat
from hrcn_community.workshops.models.workshops import Workshop

OFFERS_LAST = timedelta(days=2)
SHORTEST_OFFER = timedelta(hours=1)
LOCKED = (
    "seats_taken",
    "capacity",
    "last_position",
    "sequence",
    "starts_at",
    "ends_at",
    "voting_ends_at",
    "closes_at",
    "cancelled_at",
)


def lock(workshop: Workshop) -> None:
    """Hold the workshop until the commit, as it stands now."""
    db.session.refresh(workshop, LOCKED, with_for_update=True)


def register(workshop: Workshop, *, by: Viewer) -> Registration:
    """Take a seat, or the one on offer, or a place on the waiting list. Asking twice changes nothing."""
    lock(workshop)
    workshop.must_take_people()
    if SpaceRole.HOST in by.roles_in(workshop.room_space_id):
        raise AlreadyHost
    registration = _registration(workshop, by.id)
    if registration and registration.has_open_offer:
        _seat(workshop, registration)
    elif registration is None or registration.state in (Seat.WITHDRAWN, Seat.OFFERED):
        if registration and registration.state == Seat.OFFERED:
            _withdraw(workshop, registration)  # too late, and nobody has noticed yet
        registration = _queue(workshop, registration, by.id)
    return registration


def give_back(workshop: Workshop, *, by: Viewer) -> None:
    """Give a seat, an offer or a place on the waiting list back; a seat goes to the next who waits."""
    lock(workshop)
    workshop.must_take_people()
    registration = _registration(workshop, by.id)
    if registration and registration.state != Seat.WITHDRAWN:
        _withdraw(workshop, registration)
        record(SeatGivenBack(workshop_id=workshop.id, person_id=by.id), by=by.id)


def leave_seats(person_id: int) -> None:
    """Let whoever goes for good leave every seat and waiting list; of what is over nothing changes."""
    theirs = select(Registration.workshop_id).where(
        Registration.person_id == person_id, Registration.state != Seat.WITHDRAWN
    )
    for workshop_id in db.session.scalars(theirs.order_by(Registration.workshop_id)).all():
        workshop = db.session.get_one(Workshop, workshop_id)
        lock(workshop)
        registration = _registration(workshop, person_id)
        if registration and workshop.takes_people:
            _withdraw(workshop, registration)


def offer_free_seats(workshop: Workshop) -> None:
    """Offer every free seat to those who wait. The caller holds the lock."""
    while not workshop.is_full and (next_ := _next_waiting(workshop)):
        workshop.seats_taken += 1
        _offer(workshop, next_)


def pass_on(event: OfferExpired, entry: Entry) -> None:
    """Give an offer that nobody took up to the next who waits."""
    workshop = db.session.get_one(Workshop, event.workshop_id)
    lock(workshop)
    registration = _registration(workshop, event.person_id)
    still = registration and registration.state == Seat.OFFERED
    if registration and still and registration.position == event.position:
        _withdraw(workshop, registration)
        record(OfferForfeited(workshop_id=workshop.id, person_id=event.person_id))


def _registration(workshop: Workshop, person_id: int) -> Registration | None:
    key = (workshop.id, person_id)
    return db.session.get(Registration, key, populate_existing=True)


def _queue(workshop: Workshop, old: Registration | None, person_id: int) -> Registration:
    registration = old or Registration(workshop_id=workshop.id, person_id=person_id)
    workshop.last_position += 1
    registration.position, registration.asked_at = workshop.last_position, clock.now()
    if workshop.is_full:
        registration.state, registration.offer_expires_at = Seat.WAITING, None
        # As actor nobody: a notice is never told to its actor, and here they are the one to tell.
        record(WaitingListJoined(workshop_id=workshop.id, person_id=person_id))
    else:
        workshop.seats_taken += 1
        _seat(workshop, registration)
    db.session.add(registration)
    db.session.flush()
    return registration


def _seat(workshop: Workshop, registration: Registration) -> None:
    registration.state, registration.offer_expires_at = Seat.SEATED, None
    put_inside(_room(workshop), registration.person_id)
    record(SeatTaken(workshop_id=workshop.id, person_id=registration.person_id))


def _withdraw(workshop: Workshop, registration: Registration) -> None:
    held_a_seat = registration.state in (Seat.SEATED, Seat.OFFERED)
    registration.state, registration.offer_expires_at = Seat.WITHDRAWN, None
    put_outside(_room(workshop), registration.person_id, SpaceRole.MEMBER)
    db.session.flush()
    if held_a_seat:
        workshop.seats_taken -= 1
        if workshop.takes_people:
            offer_free_seats(workshop)


def _offer(workshop: Workshop, registration: Registration) -> None:
    until = _offer_end(workshop)
    registration.state, registration.offer_expires_at = Seat.OFFERED, until
    db.session.flush()
    ids = {"workshop_id": workshop.id, "person_id": registration.person_id}
    record(SeatOffered(**ids))
    record(OfferExpired(**ids, position=registration.position), due=until)


def _offer_end(workshop: Workshop) -> datetime:
    """Two days, but no longer than until the workshop begins, and never less than an hour."""
    now = clock.now()
    return max(min(now + OFFERS_LAST, workshop.starts_at), now + SHORTEST_OFFER)


def _next_waiting(workshop: Workshop) -> Registration | None:
    return db.session.scalar(
        select(Registration)
        .where(Registration.workshop_id == workshop.id, Registration.state == Seat.WAITING)
        .order_by(Registration.position)
        .limit(1)
        .execution_options(populate_existing=True)
    )


def _room(workshop: Workshop) -> Space:
    return db.session.get_one(Space, workshop.room_space_id)
