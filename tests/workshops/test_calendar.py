"""The calendar file of a workshop."""

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from hrcn_community.core import clock
from tests.factories import CONFIDENTIAL, PUBLIC
from tests.workshops.making import BEFORE, FORM, STARTS, a_workshop


@pytest.fixture(autouse=True)
def _ten_days_before():
    with clock.at(BEFORE):
        yield


def read(browser, workshop) -> tuple[Any, Any]:
    answer = browser.get(f"{workshop.address}.ics")
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    file = Calendar.from_ical(answer.data)
    return file, next(iter(file.walk("VEVENT")))


def test_it_bears_title_time_place_and_page(world, cast):
    workshop = a_workshop(world, cast.chandra, title="Warm homes, for all; really")
    file, event = read(cast.eve.browser, workshop)
    assert event["SUMMARY"] == "Warm homes, for all; really"
    assert event["LOCATION"] == "The old customs house"
    assert event["URL"].endswith(workshop.address)
    assert event["DTSTART"].params["TZID"] == "Europe/Vienna"
    assert event.start == STARTS
    assert event.end == STARTS + timedelta(hours=3)
    assert [zone["TZID"] for zone in file.walk("VTIMEZONE")] == ["Europe/Vienna"]
    assert file["METHOD"] == "PUBLISH"
    assert event["SEQUENCE"] == 0


def test_a_change_keeps_the_uid_and_raises_the_sequence(world, cast):
    workshop = a_workshop(world, cast.chandra)
    _, before = read(cast.eve.browser, workshop)
    cast.chandra.browser.post(f"{workshop.address}/edit", FORM | {"title": "Warmer homes"})
    cast.chandra.browser.post(f"{workshop.address}/edit", FORM | {"start_time": "15:00"})
    _, after = read(cast.eve.browser, workshop)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == 2
    assert after.start == STARTS + timedelta(hours=1)


def test_a_cancelled_workshop_takes_itself_out_of_the_calendar(world, cast):
    workshop = a_workshop(world, cast.chandra)
    _, before = read(cast.eve.browser, workshop)
    cast.chandra.browser.post(f"{workshop.address}/cancellation", reason="The roof leaks.")
    file, event = read(cast.eve.browser, workshop)
    assert file["METHOD"] == "CANCEL"
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == before["SEQUENCE"] + 1
    assert event["UID"] == before["UID"]


def test_nobody_is_named_in_it(world, cast):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    text = cast.amina.browser.get(f"{workshop.address}.ics").text
    for person in (cast.amina, cast.chandra):
        assert person.name not in text
        assert person.email not in text
        assert person.handle not in text
    assert "ATTENDEE" not in text


def test_no_line_can_be_smuggled_in(world, cast):
    title = "Homes\r\nATTENDEE:mailto:x@example.org"
    workshop = a_workshop(world, cast.chandra, title=title, summary=title, place=title)
    text = cast.amina.browser.get(f"{workshop.address}.ics").text
    assert not [line for line in text.splitlines() if line.startswith("ATTENDEE")]


def test_the_public_gets_that_of_a_public_workshop_and_not_that_of_a_hidden_one(
    world, cast, public
):
    assert public.sees(f"{a_workshop(world, cast.chandra, visibility=PUBLIC).address}.ics") == 200
    hidden = a_workshop(world, cast.chandra, visibility=CONFIDENTIAL, title="Behind doors")
    there = cast.eve.browser.get(f"{hidden.address}.ics")
    nowhere = cast.eve.browser.get("/workshops/behind-gates.ics")
    assert there.status_code == nowhere.status_code == 404
    assert len(there.data) == len(nowhere.data)
