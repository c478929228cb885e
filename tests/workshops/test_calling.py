"""Calling a workshop, changing it, cancelling it."""

from datetime import UTC, datetime

import pytest

from hrcn_community.core import clock
from hrcn_community.notifications.models import Notice
from hrcn_community.workshops.models.workshops import AgendaItem, Workshop
from hrcn_community.workshops.plan import AgendaUnclear, read_agenda, write_agenda
from tests.browsing import follow
from tests.factories import CONFIDENTIAL
from tests.workshops.making import BEFORE, FORM, a_workshop


@pytest.fixture(autouse=True)
def _ten_days_before():
    with clock.at(BEFORE):
        yield


def test_the_core_team_calls_a_workshop_and_everybody_finds_it(world, cast, public):
    answer = cast.cleo.browser.post("/workshops", FORM)
    page = follow(cast.cleo.browser, answer)
    assert "Warm homes for all" in page
    assert "7 May 2031</h3>" in page, "the second day of the agenda has its date"
    assert "Warm homes for all" in cast.eve.browser.page("/workshops")
    assert "Warm homes for all" not in public.page("/workshops")
    row = world.rows(Workshop)[0]
    assert row.starts_at == datetime(2031, 5, 6, 12, 0, tzinfo=UTC), "14:00 in Vienna"


def test_a_facilitator_calls_one_with_co_hosts_and_they_host_it_too(world, cast):
    world.space(facilitator=cast.chandra)
    form = FORM | {"co_hosts": f"@{cast.omar.handle}, {cast.dalia.handle}"}
    address = cast.chandra.browser.post("/workshops", form).headers["Location"]
    assert cast.omar.browser.sees(f"{address}/edit") == 200
    assert cast.dalia.browser.sees(f"{address}/edit") == 200
    assert cast.eve.browser.sees(f"{address}/edit") == 403
    assert cast.omar.browser.sees("/workshops/new") == 403, "hosting one is no right to call more"


def test_nobody_becomes_a_co_host_who_may_not_be_one(world, cast):
    answer = cast.cleo.browser.post("/workshops", FORM | {"co_hosts": cast.eve.handle})
    assert answer.status_code == 422
    assert "eve cannot host here" in answer.text


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "Give the workshop a title."),
        ("ends_on", "2031-05-05", "It must end after it begins."),
        ("voting_ends_on", "2031-05-01", "Voting must end after the workshop begins."),
        ("capacity", "0", "Between 1 and 1,000."),
        ("agenda", "some day, something", "could not be read"),
        ("timezone", "Mars/Olympus", "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_text_is_kept(
    world, cast, field, value, message
):
    answer = cast.cleo.browser.post("/workshops", FORM | {field: value})
    assert answer.status_code == 422
    assert message in answer.text
    assert "We sit at small tables." in answer.text
    assert world.rows(Workshop) == []


def test_a_member_who_facilitates_nothing_cannot_call_one(world, cast, public):
    assert cast.eve.browser.sees("/workshops/new") == 403
    assert cast.eve.browser.post("/workshops", FORM).status_code == 403
    assert public.post("/workshops", FORM).status_code == 401
    assert world.rows(Workshop) == []


def test_the_same_form_sent_twice_calls_one_workshop(world, cast):
    for _ in range(2):
        cast.cleo.browser.post("/workshops", FORM | {"form_token": "0123456789"})
    assert len(world.rows(Workshop)) == 1


def test_two_workshops_of_one_title_have_two_addresses_and_new_is_not_one(world, cast):
    for title in ("Warm homes", "Warm homes", "New"):
        cast.cleo.browser.post("/workshops", FORM | {"title": title})
    slugs = {row.slug for row in world.rows(Workshop)}
    assert len(slugs) == 3
    assert "new" not in slugs


def test_a_change_raises_the_sequence_and_tells_those_who_registered(world, cast, worker):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    form = FORM | {"place": "Another house", "description": "We sit at **small tables**."}
    answer = cast.chandra.browser.post(f"{workshop.address}/edit", form)
    assert "Another house" in follow(cast.chandra.browser, answer)
    worker()
    assert workshop.row().sequence == 1
    kinds = {notice.kind for notice in world.rows(Notice, person_id=cast.amina.id)}
    assert "workshop.changed" in kinds
    assert world.rows(Notice, person_id=cast.eve.id, kind="workshop.changed") == []


def test_saving_without_a_change_changes_nothing(world, cast, worker):
    address = cast.cleo.browser.post("/workshops", FORM).headers["Location"]
    cast.cleo.browser.post(f"{address}/edit", FORM)
    assert world.rows(Workshop)[0].sequence == 0


def test_the_agenda_is_shown_for_change_as_it_was_typed(world, cast):
    address = cast.cleo.browser.post("/workshops", FORM).headers["Location"]
    page = cast.cleo.browser.page(f"{address}/edit")
    assert "09:00-10:00 Harvest |  | In pairs" in page
    cast.cleo.browser.post(f"{address}/edit", FORM | {"agenda": "10:00-11:00 All of it"})
    assert [item.title for item in world.rows(AgendaItem)] == ["All of it"]
    assert world.rows(Workshop)[0].sequence == 1


def test_two_who_change_it_at_once_lose_nothing(world, cast):
    address = cast.cleo.browser.post("/workshops", FORM).headers["Location"]
    first, second = ({"place": place, "sequence": "0"} for place in ("Here", "There, by the river"))
    assert cast.cleo.browser.post(f"{address}/edit", FORM | first).status_code == 303
    answer = cast.cleo.browser.post(f"{address}/edit", FORM | second)
    assert answer.status_code == 409
    assert "There, by the river" in answer.text, "what was typed is kept"
    assert world.rows(Workshop)[0].place == "Here"


def test_only_hosts_change_or_cancel_it_and_outsiders_do_not_learn_that_it_is_there(world, cast):
    seen = a_workshop(world, cast.chandra, seated=[cast.amina])
    hidden = a_workshop(world, cast.chandra, visibility=CONFIDENTIAL, title="Behind doors")
    for deed in ("edit", "cancellation"):
        fields = FORM | {"reason": "No."}
        assert cast.amina.browser.post(f"{seen.address}/{deed}", fields).status_code == 403
        there = cast.cleo.browser.post(f"{hidden.address}/{deed}", fields)
        nowhere = cast.cleo.browser.post(f"/workshops/behind-gates/{deed}", fields)
        assert there.status_code == nowhere.status_code == 404
        assert len(there.data) == len(nowhere.data)
    assert seen.row().cancelled_at is None


def test_a_cancelled_workshop_says_so_tells_people_and_takes_nobody(world, cast, worker):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    cancel = f"{workshop.address}/cancellation"
    assert cast.chandra.browser.post(cancel, reason="").status_code == 422
    page = follow(cast.chandra.browser, cast.chandra.browser.post(cancel, reason="The roof leaks."))
    assert "The roof leaks." in page
    worker()
    assert "was cancelled" in cast.amina.browser.page("/notifications")
    answer = cast.eve.browser.post(f"{workshop.address}/registration")
    assert answer.status_code == 409
    assert "cancelled" in answer.text


def test_fewer_seats_than_are_taken_is_refused(world, cast):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina, cast.ben])
    answer = cast.chandra.browser.post(f"{workshop.address}/edit", FORM | {"capacity": "1"})
    assert answer.status_code == 409
    assert workshop.row().capacity == 12


def test_an_agenda_reads_back_as_it_was_written():
    text = (
        "09:30-10:00 Coffee\n10:00-10:45 Opening | Leonie | By the window\nDay 2\n9.00-10.30 Reply"
    )
    items = read_agenda(text)
    assert [(item.day, item.title) for item in items] == [
        (1, "Coffee"),
        (1, "Opening"),
        (2, "Reply"),
    ]
    assert read_agenda(write_agenda(items)) == items


@pytest.mark.parametrize(
    "line", ["25:00-26:00 Late", "10:00-09:00 Backwards", "Coffee", "Day 0\n9:00-10:00 x"]
)
def test_an_agenda_that_makes_no_sense_is_refused(line):
    with pytest.raises(AgendaUnclear):
        read_agenda(line)
