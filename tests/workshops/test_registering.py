"""Taking a seat, waiting for one, giving it back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from hrcn_community.accounts.models import Membership
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.notifications.models import Notice
from hrcn_community.workshops.actions.seats import register
from hrcn_community.workshops.models.seats import Registration
from hrcn_community.workshops.queries.workshops import find_workshop
from tests.browsing import follow
from tests.factories import CONFIDENTIAL
from tests.workshops.making import AFTER, BEFORE, STARTS, a_workshop


@pytest.fixture(autouse=True)
def _ten_days_before():
    with clock.at(BEFORE):
        yield


def states(world):
    return {row.person_id: row.state for row in world.rows(Registration)}


def test_a_member_takes_a_seat_and_is_in_the_room(world, cast, worker):
    workshop = a_workshop(world, cast.chandra)
    answer = cast.amina.browser.post(f"{workshop.address}/registration")
    assert "You have a seat." in follow(cast.amina.browser, answer)
    assert cast.amina.browser.sees(f"{workshop.address}/statements") == 200
    worker()
    assert "You have a seat in" in cast.amina.browser.page("/notifications")


def test_asking_twice_takes_one_seat(world, cast):
    workshop = a_workshop(world, cast.chandra)
    for _ in range(2):
        assert cast.amina.browser.post(f"{workshop.address}/registration").status_code == 303
    assert workshop.row().seats_taken == 1


def test_when_all_seats_are_taken_one_waits_and_knows_at_which_place(world, cast, worker):
    workshop = a_workshop(world, cast.chandra, capacity=1, seated=[cast.amina, cast.eve])
    answer = cast.ben.browser.post(f"{workshop.address}/registration")
    assert "You are number 2 on the waiting list." in follow(cast.ben.browser, answer)
    assert cast.ben.browser.sees(f"{workshop.address}/statements") == 403
    worker()
    assert "on the waiting list of" in cast.ben.browser.page("/notifications")


def test_the_public_is_asked_to_sign_in(world, cast, public):
    workshop = a_workshop(world, cast.chandra)
    assert public.post(f"{workshop.address}/registration").status_code == 401
    assert world.rows(Registration) == []


def test_whoever_may_not_know_of_it_cannot_register(world, cast):
    workshop = a_workshop(world, cast.chandra, visibility=CONFIDENTIAL)
    for deed in ("registration", "registration/end"):
        there = cast.eve.browser.post(f"{workshop.address}/{deed}")
        nowhere = cast.eve.browser.post(f"/workshops/cold-homes-for-all/{deed}")
        assert there.status_code == nowhere.status_code == 404
        assert len(there.data) == len(nowhere.data)
    assert world.rows(Registration) == []


def test_a_host_needs_no_seat(world, cast):
    workshop = a_workshop(world, cast.chandra)
    assert cast.chandra.browser.post(f"{workshop.address}/registration").status_code == 409
    assert workshop.row().seats_taken == 0


def test_a_seat_given_back_is_kept_for_the_first_who_waits(world, cast, worker):
    workshop = a_workshop(world, cast.chandra, capacity=1, seated=[cast.amina, cast.ben, cast.eve])
    page = follow(
        cast.amina.browser, cast.amina.browser.post(f"{workshop.address}/registration/end")
    )
    assert "no longer registered" in page
    assert cast.amina.browser.sees(f"{workshop.address}/statements") == 403
    worker()
    assert "is kept for you" in cast.ben.browser.page("/notifications")
    assert "A seat is kept for you" in cast.ben.browser.page(workshop.address)
    assert "is kept for you" not in cast.eve.browser.page("/notifications")
    answer = cast.dalia.browser.post(f"{workshop.address}/registration")
    assert "on the waiting list" in follow(cast.dalia.browser, answer), "nobody overtakes"


def test_an_offer_is_accepted_by_registering_again(world, cast):
    workshop = a_workshop(world, cast.chandra, capacity=1, seated=[cast.amina, cast.ben])
    workshop.leave(cast.amina)
    answer = cast.ben.browser.post(f"{workshop.address}/registration")
    assert "You have a seat." in follow(cast.ben.browser, answer)
    assert workshop.row().seats_taken == 1


def test_an_offer_that_nobody_accepts_goes_to_the_next_and_both_are_told(world, cast, worker):
    workshop = a_workshop(world, cast.chandra, capacity=1, seated=[cast.amina, cast.ben, cast.eve])
    workshop.leave(cast.amina)
    worker()
    assert states(world)[cast.ben.id] == "offered", "it does not run out at once"
    with clock.at(BEFORE + timedelta(days=2, minutes=1)):
        worker()
        worker()
        assert states(world)[cast.ben.id] == "withdrawn"
        assert states(world)[cast.eve.id] == "offered"
        assert "has been passed on" in cast.ben.browser.page("/notifications")
        assert "is kept for you" in cast.eve.browser.page("/notifications")
    assert workshop.row().seats_taken == 1


def test_an_accepted_offer_does_not_run_out(world, cast, worker):
    workshop = a_workshop(world, cast.chandra, capacity=1, seated=[cast.amina, cast.ben])
    workshop.leave(cast.amina)
    cast.ben.browser.post(f"{workshop.address}/registration")
    with clock.at(BEFORE + timedelta(days=3)):
        worker()
    assert states(world)[cast.ben.id] == "seated"


def test_an_offer_is_not_accepted_too_late_even_if_nobody_has_passed_it_on_yet(world, cast):
    workshop = a_workshop(world, cast.chandra, capacity=1, seated=[cast.amina, cast.ben, cast.eve])
    workshop.leave(cast.amina)
    with clock.at(BEFORE + timedelta(days=3)):
        cast.ben.browser.post(f"{workshop.address}/registration")
    assert states(world)[cast.ben.id] == "waiting", "at the end of the list"
    assert states(world)[cast.eve.id] == "offered"
    assert workshop.row().seats_taken == 1


def test_whoever_waits_and_gives_up_frees_no_seat(world, cast):
    workshop = a_workshop(world, cast.chandra, capacity=1, seated=[cast.amina, cast.ben])
    workshop.leave(cast.ben)
    workshop.leave(cast.ben)
    assert workshop.row().seats_taken == 1
    assert states(world)[cast.amina.id] == "seated"


def test_more_seats_are_offered_to_those_who_wait(world, cast):
    from tests.workshops.making import FORM

    workshop = a_workshop(world, cast.chandra, capacity=1, seated=[cast.amina, cast.ben, cast.eve])
    cast.chandra.browser.post(f"{workshop.address}/edit", FORM | {"capacity": "2"})
    assert states(world)[cast.ben.id] == "offered"
    assert states(world)[cast.eve.id] == "waiting"
    assert workshop.row().seats_taken == 2


def test_nobody_registers_when_it_is_over(world, cast):
    workshop = a_workshop(world, cast.chandra)
    with clock.at(AFTER):
        answer = cast.amina.browser.post(f"{workshop.address}/registration")
    assert answer.status_code == 409
    assert "over" in answer.text


def test_an_offer_lasts_no_longer_than_until_the_beginning(world, cast):
    workshop = a_workshop(world, cast.chandra, capacity=1, seated=[cast.amina, cast.ben])
    with clock.at(STARTS - timedelta(hours=5)):
        workshop.leave(cast.amina)
    offer = next(row for row in world.rows(Registration) if row.state == "offered")
    assert offer.offer_expires_at == STARTS


@pytest.mark.slow
def test_fifty_people_and_ten_seats_make_exactly_ten_seated_and_nobody_is_lost(world, cast, app):
    workshop = a_workshop(world, cast.chandra, capacity=10)
    people = [world.do(lambda i=i: _add_person(i)) for i in range(50)]

    def rush(person_id: int) -> str:
        with app.app_context(), clock.at(BEFORE):
            viewer = viewer_of(person_id)
            found = find_workshop(workshop.slug, viewer=viewer)
            assert found is not None
            db.session.rollback()  # everybody has looked before anybody asks
            state = register(found, by=viewer).state
            db.session.commit()
            return state

    with ThreadPoolExecutor(12) as crowd:
        told = list(crowd.map(rush, people))
    rows = world.rows(Registration)
    assert sorted(told).count("seated") == 10
    assert len(rows) == 50
    assert [row.state for row in rows].count("seated") == 10
    assert sorted(row.position for row in rows) == list(range(1, 51))
    room = workshop.row().room_space_id
    assert len(world.rows(Membership, space_id=room, role="member")) == 10
    assert workshop.row().seats_taken == 10


@pytest.mark.slow
def test_seats_given_back_and_taken_at_once_never_exceed_the_capacity(world, cast, app):
    workshop = a_workshop(world, cast.chandra, capacity=5)
    people = [world.do(lambda i=i: _add_person(i)) for i in range(20)]
    from hrcn_community.workshops.actions.seats import give_back

    def come_and_go(person_id: int) -> None:
        for deed in (register, give_back, register):
            with app.app_context(), clock.at(BEFORE):
                viewer = viewer_of(person_id)
                found = find_workshop(workshop.slug, viewer=viewer)
                assert found is not None
                deed(found, by=viewer)
                db.session.commit()

    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(come_and_go, people))
    holding = [row for row in world.rows(Registration) if row.state in ("seated", "offered")]
    assert len(holding) == workshop.row().seats_taken == 5
    seated = {row.person_id for row in holding if row.state == "seated"}
    room = workshop.row().room_space_id
    assert {row.person_id for row in world.rows(Membership, space_id=room, role="member")} == seated


def _add_person(number: int) -> int:
    from hrcn_community.accounts.models import Person

    person = Person(
        handle=f"guest-{number}",
        name=f"Member {number}",
        email=f"member-{number}@example.org",
        site_role="practitioner",
        joined_at=clock.now(),
    )
    db.session.add(person)
    db.session.flush()
    return person.id


def test_nobody_is_told_twice(world, cast, worker):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    worker()
    worker()
    assert len(world.rows(Notice, person_id=cast.amina.id)) == 1
    assert workshop.row().seats_taken == 1
