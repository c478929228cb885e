"""What follows from events: each once, one failure for itself, nothing half done."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import OperationalError

from hrcn_community import worker as workers
from hrcn_community.attachments.storage import StorageAway
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry, Event, record
from hrcn_community.notifications.actions import tell
from hrcn_community.notifications.models import Mail, Notice
from hrcn_community.notifications.posting import post_mail
from hrcn_community.running.models import ChoreRun


@dataclass(frozen=True, kw_only=True)
class BellRung(Event):
    """An event of this test alone."""

    person_id: int


@pytest.fixture
def reactions(monkeypatch):
    """Say what follows from BellRung: a list of functions, called in order."""
    follows: list = []
    monkeypatch.setattr(workers, "REACTIONS", {BellRung: follows})
    return follows


@pytest.fixture
def ring(world, cast):
    """Let it ring for Ben, once for every call."""
    return lambda: world.do(lambda: record(BellRung(person_id=cast.ben.id), by=cast.amina.id))


def tell_ben(event: BellRung, entry: Entry) -> None:
    tell([event.person_id], "thread.replied", entry, "/", title="A bell")


def test_an_event_that_is_handled_twice_is_told_once(world, cast, ring, reactions, worker):
    reactions.append(tell_ben)
    ring()
    worker()

    def forget() -> None:
        for entry in db.session.query(Entry):
            entry.handled_at = None

    world.do(forget)
    worker()
    assert [notice.person_id for notice in world.rows(Notice)] == [cast.ben.id]


def test_a_mail_is_posted_once_however_often_its_event_is_handled(
    world, ring, reactions, worker, mailbox
):
    reactions.append(lambda event, entry: post_mail("ben@example.org", "A bell", "It rang.", entry))
    ring()
    worker()
    world.do(lambda: db.session.execute(text("UPDATE events SET handled_at = NULL")))
    worker()
    assert len(world.rows(Mail)) == 1
    assert len(mailbox()) == 1


def test_a_failure_between_two_reactions_leaves_nothing_half_done(world, ring, reactions, worker):
    def fail(event: BellRung, entry: Entry) -> None:
        raise RuntimeError

    reactions += [tell_ben, fail]
    ring()
    worker()
    assert world.rows(Notice) == []
    [entry] = world.rows(Entry, name="BellRung")
    assert entry.handled_at is None
    assert entry.attempts == 1
    assert entry.due_at > clock.now()
    reactions.remove(fail)
    with clock.at(clock.now() + timedelta(minutes=1)):
        worker()
    assert len(world.rows(Notice)) == 1


@pytest.mark.parametrize(
    "poison",
    [
        lambda event, entry: 1 / 0,
        lambda event, entry: db.session.execute(text("SELECT nothing FROM nowhere")),
        lambda event, entry: tell([event.person_id], "thread.replied", entry, "/", space_id=10**9),
    ],
    ids=["a mistake", "a wrong statement", "a broken key"],
)
def test_a_poison_event_is_parked_and_does_not_hold_up_the_others(
    world, cast, ring, reactions, worker, poison
):
    def react(event: BellRung, entry: Entry) -> None:
        if entry.id == first:
            poison(event, entry)
        tell_ben(event, entry)

    reactions.append(react)
    ring()
    [entry] = world.rows(Entry, name="BellRung")
    first = entry.id
    ring()
    later = clock.now()
    for _ in range(workers.MOST_ATTEMPTS + 2):
        with clock.at(later):
            worker()
        later += timedelta(hours=1)
    [notice] = world.rows(Notice)
    assert notice.event_id != first
    [parked] = world.rows(Entry, id=first)
    assert parked.parked_at is not None
    assert parked.attempts == workers.MOST_ATTEMPTS


def test_while_the_database_is_away_nothing_is_counted_against_an_event(
    app, world, ring, reactions
):
    def away(event: BellRung, entry: Entry) -> None:
        raise OperationalError("SELECT 1", {}, RuntimeError("gone"))

    reactions.append(away)
    ring()
    with app.app_context():
        assert workers._without_failing(workers.handle_next) is False
    [entry] = world.rows(Entry, name="BellRung")
    assert entry.attempts == 0
    assert entry.parked_at is None


def test_an_event_that_is_not_due_yet_waits(world, ring, reactions, worker):
    reactions.append(tell_ben)
    ring()
    world.do(
        lambda: db.session.execute(update(Entry).values(due_at=clock.now() + timedelta(days=1)))
    )
    worker()
    assert world.rows(Notice) == []
    with clock.at(clock.now() + timedelta(days=2)):
        worker()
    assert len(world.rows(Notice)) == 1


def test_what_was_undone_with_its_request_was_never_an_event(world, cast, reactions, worker):
    reactions.append(tell_ben)

    def undone() -> None:
        record(BellRung(person_id=cast.ben.id), by=cast.amina.id)
        db.session.flush()
        db.session.rollback()

    world.ask(undone)
    worker()
    assert world.rows(Entry, name="BellRung") == []


def test_while_the_storage_is_away_an_event_waits_and_is_never_parked(
    world, ring, reactions, worker
):
    away = [StorageAway()] * (workers.MOST_ATTEMPTS + 2)

    def react(event: BellRung, entry: Entry) -> None:
        if away:
            raise away.pop()
        tell_ben(event, entry)

    reactions.append(react)
    ring()
    later = clock.now()
    for _ in range(workers.MOST_ATTEMPTS + 3):
        with clock.at(later):
            worker()
        later += timedelta(hours=1, minutes=1)
    assert world.rows(Entry, name="BellRung")[0].parked_at is None
    assert len(world.rows(Notice)) == 1


def test_a_chore_that_breaks_is_written_down_and_ends_no_worker(app, world):
    def breaks() -> None:
        raise ZeroDivisionError

    with app.app_context():
        assert workers.Chore(breaks, every=60).if_due() is False
    [run] = world.rows(ChoreRun)
    assert (run.name, run.failure, run.well_at) == ("breaks", "ZeroDivisionError", None)
