"""Noting who was there, and the notes that they read."""

import pytest

from hrcn_community.conversations.models import Post
from hrcn_community.core import clock
from tests.browsing import follow
from tests.factories import CONFIDENTIAL
from tests.workshops.making import AFTER, BEFORE, a_workshop


@pytest.fixture(autouse=True)
def _three_weeks_later():
    with clock.at(AFTER):
        yield


def test_under_the_rule_only_those_who_were_there_and_the_hosts_read_the_notes(
    world, cast, public, worker
):
    workshop = a_workshop(world, cast.chandra, chatham=True, seated=[cast.amina, cast.ben])
    there = cast.chandra.browser.post(f"{workshop.address}/attendance", there=cast.amina.handle)
    assert there.status_code == 303
    text = {"body": "We agreed on **a checklist**."}
    page = follow(
        cast.chandra.browser, cast.chandra.browser.post(f"{workshop.address}/notes", text)
    )
    assert "<strong>a checklist</strong>" in page
    assert "a checklist" in cast.amina.browser.page(f"{workshop.address}/notes")
    for who, status in ((cast.ben, 403), (cast.eve, 403), (cast.cleo, 403)):
        assert who.browser.sees(f"{workshop.address}/notes") == status
    assert public.sees(f"{workshop.address}/notes") == 404
    worker()
    assert "The notes of" in cast.amina.browser.page("/notifications")
    assert "The notes of" not in cast.ben.browser.page("/notifications")


def test_whoever_is_struck_off_the_list_reads_them_no_more(world, cast):
    workshop = a_workshop(world, cast.chandra, chatham=True, seated=[cast.amina])
    workshop.attended(cast.chandra, cast.amina)
    assert cast.amina.browser.sees(f"{workshop.address}/notes") == 200
    cast.chandra.browser.post(f"{workshop.address}/attendance")
    assert cast.amina.browser.sees(f"{workshop.address}/notes") == 403
    assert cast.chandra.browser.sees(f"{workshop.address}/notes") == 200


def test_without_the_rule_whoever_may_read_of_the_workshop_reads_its_notes(world, cast):
    workshop = a_workshop(world, cast.chandra)
    workshop.notes(cast.chandra, "We agreed on a checklist.")
    assert "a checklist" in cast.eve.browser.page(f"{workshop.address}/notes")


def test_only_those_with_a_seat_can_be_noted(world, cast):
    workshop = a_workshop(world, cast.chandra, chatham=True, seated=[cast.amina])
    cast.chandra.browser.post(f"{workshop.address}/attendance", there=cast.eve.handle)
    workshop.attended(cast.chandra, cast.eve)
    assert cast.eve.browser.sees(f"{workshop.address}/notes") == 403


def test_only_hosts_write_notes_and_note_who_was_there(world, cast):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    hidden = a_workshop(world, cast.chandra, visibility=CONFIDENTIAL, title="Behind doors")
    for deed in ("notes", "attendance"):
        assert (
            cast.amina.browser.post(f"{workshop.address}/{deed}", body="Mine.").status_code == 403
        )
        there = cast.eve.browser.post(f"{hidden.address}/{deed}", body="Mine.")
        nowhere = cast.eve.browser.post(f"/workshops/behind-gates/{deed}", body="Mine.")
        assert there.status_code == nowhere.status_code == 404
        assert len(there.data) == len(nowhere.data)


def test_empty_notes_come_back(world, cast):
    workshop = a_workshop(world, cast.chandra)
    answer = cast.chandra.browser.post(f"{workshop.address}/notes", body=" ")
    assert answer.status_code == 422
    assert "Write something first." in answer.text


def test_two_hosts_who_write_at_once_lose_nothing(world, cast):
    workshop = a_workshop(world, cast.chandra, chatham=True)
    workshop.notes(cast.chandra, "What stood there first.")
    address = f"{workshop.address}/notes"
    assert cast.chandra.browser.post(address, body="One.", revision="1").status_code == 303
    answer = cast.chandra.browser.post(address, body="The other text.", revision="1")
    assert answer.status_code == 409
    assert "The other text." in answer.text
    assert "One." in answer.text
    assert len([post for post in world.rows(Post) if post.source == "One."]) == 1


def test_before_it_begins_there_is_nothing_to_note(world, cast):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    with clock.at(BEFORE):
        assert cast.chandra.browser.post(f"{workshop.address}/notes", body="x").status_code == 409
        assert cast.chandra.browser.post(f"{workshop.address}/attendance").status_code == 409
