"""An erasure outlives kills of the worker and older copies of the database."""

import os
import signal
from datetime import timedelta

import pytest
from sqlalchemy import event

from hrcn_community.accounts.models import Person, SignIn
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.privacy.actions.ledger import note_in_ledger, replay_ledger
from hrcn_community.privacy.models import Erasure
from hrcn_community.worker import work_off
from tests.factories import NETWORK
from tests.privacy.leaving import AFTER, ask_to_go, be_erased, let_days_pass
from tests.privacy.walking import columns_that_hold, ties_to

NAME, HANDLE = "Zora Zaunkoenig", "zora-zaunkoenig"


@pytest.fixture
def zora(world, cast):
    zora = world.person(NAME, id=987_654_321)
    space = world.space(NETWORK, member=[zora, cast.ben])
    replies = [(cast.ben, f"So says @{HANDLE}."), (zora, "Yes."), (zora, "Rhododendron.")] * 5
    world.thread(space, zora, replies=replies)
    return zora


def _work_until(app, killed_at: int) -> bool:
    """Let a process of its own work, and kill it before its n-th statement; did it survive?"""
    with app.app_context():
        db.engine.dispose()  # no connection is shared with the child
    child = os.fork()
    if child == 0:
        _work(app, killed_at)
    _, status = os.waitpid(child, 0)
    return not os.WIFSIGNALED(status)


def _work(app, killed_at: int) -> None:
    left = killed_at

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", count)
            event.listen(db.engine, "commit", count)
        with clock.at(clock.now() + AFTER):
            work_off(app)
    finally:
        os._exit(0)


def test_a_worker_that_is_killed_anywhere_goes_on_where_it_stopped(app, world, cast, zora):
    assert ask_to_go(zora, "empty").status_code == 303
    kills = sum(not _work_until(app, at) for at in (40, 90, 160, 230, 310))
    assert kills >= 3
    let_days_pass(app)
    [erasure] = world.rows(Erasure)
    assert erasure.done_at
    assert columns_that_hold(app, NAME, HANDLE, "rhododendron") == {}
    assert ties_to(app, zora.id) == []


def test_whoever_comes_back_out_of_an_older_copy_is_erased_again(app, world, cast, zora):
    before = world.rows(Person, id=zora.id)[0]
    be_erased(zora)
    assert world.do(replay_ledger) == 0, "nobody is back"

    def put_back() -> None:
        person = db.session.get_one(Person, zora.id)
        person.name, person.handle, person.email = NAME, HANDLE, zora.email
        person.standing, person.joined_at = "member", before.joined_at
        for erasure in db.session.query(Erasure):
            db.session.delete(erasure)

    world.do(put_back)
    other = world.person("Somebody else")
    again = zora
    again._browser = None
    assert again.browser.sees("/settings") == 200
    assert world.do(replay_ledger) == 1
    assert again.browser.sees("/settings") == 401
    assert world.do(replay_ledger) == 1, "interrupted, it may be replayed"
    with clock.at(clock.now() + timedelta(days=1)):
        work_off(app)
    assert columns_that_hold(app, NAME) == {}
    assert world.rows(Person, id=other.id)[0].name == "Somebody else"


def test_by_their_address_somebody_is_known_and_by_their_number_alone_nobody(
    app, world, cast, zora
):
    be_erased(zora)

    def number_given_anew() -> None:
        person = db.session.get_one(Person, zora.id)
        person.name, person.handle, person.email = "Another", "another", "another@example.org"
        person.standing, person.joined_at = "member", clock.now() + timedelta(days=9)

    world.do(number_given_anew)
    assert world.do(replay_ledger) == 0

    def back_under_another_number() -> None:
        person = Person(handle=HANDLE, name=NAME, email=zora.email, site_role="practitioner")
        person.joined_at = clock.now() - timedelta(days=9)
        db.session.add(person)

    world.do(back_under_another_number)
    assert world.do(replay_ledger) == 1
    with clock.at(clock.now() + timedelta(days=1)):
        work_off(app)
    assert columns_that_hold(app, NAME) == {}
    assert world.rows(Person, id=zora.id)[0].name == "Another"
    assert world.rows(SignIn, person_id=zora.id) == []


def test_whoever_was_leaving_in_the_older_copy_is_erased_by_the_name_that_was_put_away(
    app, world, zora
):
    """They asked, came back, asked again and were erased; the copy is of when they had asked first."""
    assert ask_to_go(zora).status_code == 303
    [first] = world.rows(Erasure)

    def bring_back() -> int:
        same = {"person_id": first.person_id, "print": first.print, "joined_at": first.joined_at}
        note_in_ledger(Erasure(ref="later", keeps_texts=True, asked_at=clock.now(), **same))
        return replay_ledger()

    assert world.do(bring_back) == 1
    let_days_pass(app)
    assert columns_that_hold(app, NAME, HANDLE) == {}
    assert [row.sealed for row in world.rows(Erasure)] == ["", ""]
    assert len([row for row in world.rows(Erasure) if row.done_at]) == 1
