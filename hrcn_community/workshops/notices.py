"""Who is told of what happens in workshops, and in which words. No notice names an actor or a participant."""

from collections.abc import Iterable

from hrcn_community.conversations.models import Conversation
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.core.words import _l
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.topics import Topic, Words
from hrcn_community.workshops.events import (
    NotesWritten,
    OfferForfeited,
    SeatOffered,
    SeatTaken,
    VotingOpened,
    WaitingListJoined,
    WorkshopCancelled,
    WorkshopChanged,
)
from hrcn_community.workshops.models.workshops import Workshop
from hrcn_community.workshops.queries.workshops import inside_ids, registered_ids

WORDS: Words = {
    Topic.DATE: {
        "workshop.seated": _l("You have a seat in “%(title)s”"),
        "workshop.waiting": _l("You are on the waiting list of “%(title)s”"),
        "workshop.offered": _l("A seat in “%(title)s” is kept for you: accept it in time"),
        "workshop.passed_on": _l(
            "The seat in “%(title)s” that was kept for you has been passed on"
        ),
        "workshop.changed": _l("“%(title)s” was changed: please look at dates and place"),
        "workshop.cancelled": _l("“%(title)s” was cancelled"),
        "workshop.voting": _l("“%(title)s” has begun: you can vote on its statements"),
        "workshop.notes": _l("The notes of “%(title)s” are there"),
    },
}


def tell_of_seat(event: SeatTaken, entry: Entry) -> None:
    _tell([event.person_id], "workshop.seated", entry, event.workshop_id)


def tell_of_waiting(event: WaitingListJoined, entry: Entry) -> None:
    _tell([event.person_id], "workshop.waiting", entry, event.workshop_id)


def tell_of_offer(event: SeatOffered, entry: Entry) -> None:
    _tell([event.person_id], "workshop.offered", entry, event.workshop_id)


def tell_of_passing_on(event: OfferForfeited, entry: Entry) -> None:
    _tell([event.person_id], "workshop.passed_on", entry, event.workshop_id)


def tell_of_change(event: WorkshopChanged, entry: Entry) -> None:
    _tell(registered_ids(event.workshop_id), "workshop.changed", entry, event.workshop_id)


def tell_of_cancelling(event: WorkshopCancelled, entry: Entry) -> None:
    _tell(registered_ids(event.workshop_id), "workshop.cancelled", entry, event.workshop_id)


def tell_of_voting(event: VotingOpened, entry: Entry) -> None:
    """Tell those in the room that they can vote, unless the workshop was moved or cancelled meanwhile."""
    workshop = db.session.get_one(Workshop, event.workshop_id)
    if workshop.is_voting and event.starts == int(workshop.starts_at.timestamp()):
        people = inside_ids(workshop.room_space_id)
        _tell(people, "workshop.voting", entry, workshop.id, "/statements")


def tell_of_notes(event: NotesWritten, entry: Entry) -> None:
    workshop = db.session.get_one(Workshop, event.workshop_id)
    people = inside_ids(workshop.notes_space_id)
    _tell(
        people, "workshop.notes", entry, workshop.id, "/notes", tells_hour=not workshop.is_chatham
    )


def _tell(
    people: Iterable[int],
    kind: str,
    entry: Entry,
    workshop_id: int,
    page: str = "",
    *,
    tells_hour: bool = True,
) -> None:
    workshop = db.session.get_one(Workshop, workshop_id)
    listed = db.session.get_one(Conversation, workshop.conversation_id)
    address = f"{workshop.address}{page}"
    tell(people, kind, entry, address, conversation=listed, tells_hour=tells_hour)
