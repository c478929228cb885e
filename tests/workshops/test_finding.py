"""Finding workshops, and knowing what waits in them."""

from datetime import timedelta

import pytest

from hrcn_community.core import clock
from hrcn_community.workshops.queries import waiting
from tests.factories import CONFIDENTIAL, PUBLIC
from tests.workshops.making import AFTER, BEFORE, DURING, STARTS, a_workshop


def test_workshops_are_listed_by_what_is_running_to_come_and_past(world, cast):
    a_workshop(world, cast.chandra, title="The running one")
    for title, days in (("The coming one", 30), ("The past one", -9)):
        a_workshop(
            world,
            cast.chandra,
            title=title,
            starts_at=STARTS + timedelta(days=days),
            ends_at=STARTS + timedelta(days=days + 1),
            voting_ends_at=STARTS + timedelta(days=days + 2),
        )
    with clock.at(DURING):
        page = cast.eve.browser.page("/workshops")
    order = [
        "Running now",
        "The running one",
        "Coming up",
        "The coming one",
        "Past",
        "The past one",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)


def test_past_workshops_are_read_page_by_page(world, cast):
    for number in range(23):
        a_workshop(world, cast.chandra, title=f"Workshop number {number:02}")
    with clock.at(AFTER):
        first = cast.eve.browser.page("/workshops")
        key = first.split("/workshops?before=")[1].split('"')[0]
        second = cast.eve.browser.page(f"/workshops?before={key}")
        assert cast.eve.browser.sees("/workshops?before=nonsense") == 200
    assert first.count("Workshop number") == 20
    assert second.count("Workshop number") == 3


def test_a_hidden_workshop_is_unknown_outside_on_every_page(world, cast, public):
    hidden = a_workshop(
        world, cast.chandra, visibility=CONFIDENTIAL, title="Unmistakable", seated=[]
    )
    for browser in (cast.eve.browser, cast.cleo.browser, public):
        assert "Unmistakable" not in browser.page("/workshops")
        assert "Unmistakable" not in browser.page("/search?q=unmistakable").replace(
            "Unmistakable</q>", ""
        )
        for page in ("", "/statements", "/results", "/notes", "/edit", "/attendance", ".ics"):
            there = browser.get(f"{hidden.address}{page}")
            nowhere = browser.get(f"/workshops/inconfusable{page}")
            assert there.status_code == 404
            assert there.status_code == nowhere.status_code
            assert len(there.data) == len(nowhere.data)


def test_a_public_workshop_is_open_to_read_and_members_take_part(world, cast, public):
    workshop = a_workshop(world, cast.chandra, visibility=PUBLIC)
    page = public.page(workshop.address)
    assert "small tables" in page
    assert "Take a seat" not in page
    assert public.sees(f"{workshop.address}/statements") == 401


def test_times_are_those_of_the_place_and_the_readers_stand_beside_them(world, cast):
    reader = world.person("Reader", timezone="Europe/Lisbon")
    workshop = a_workshop(world, cast.chandra)
    page = reader.browser.page(workshop.address)
    assert "Central European" in page
    assert "14:00–14:30" in page
    assert "13:00</time>" in page, "May in Lisbon is an hour behind Vienna"
    at_home = world.person("Neighbour", timezone="Europe/Berlin")
    assert "agenda__yours" not in at_home.browser.page(workshop.address)
    german = world.person("Leserin", locale="de").browser.page(workshop.address)
    assert "Dienstag, 6. Mai 2031" in german


@pytest.mark.parametrize(
    ("moment", "deed"), [(BEFORE, "Your next workshop"), (DURING, "Vote on the statements")]
)
def test_what_waits_in_workshops_is_named(world, cast, moment, deed):
    workshop = a_workshop(world, cast.chandra, seated=[cast.amina])
    ref = workshop.state(cast.chandra)

    def deeds():
        viewer = world.viewer(cast.amina)
        with clock.at(moment):
            return [str(each.deed) for each in world.ask(lambda: waiting(viewer=viewer))]

    with world.app.test_request_context():
        assert deeds() == [deed]
    with clock.at(DURING):
        workshop.vote(cast.amina, ref)
        with world.app.test_request_context():
            assert world.ask(lambda: waiting(viewer=world.viewer(cast.amina))) == []
    assert world.ask(lambda: waiting(viewer=world.viewer(cast.eve))) == []


def test_an_offer_waits_to_be_accepted(world, cast):
    with clock.at(BEFORE):
        workshop = a_workshop(world, cast.chandra, capacity=1, seated=[cast.amina, cast.ben])
        workshop.leave(cast.amina)
        found = world.ask(lambda: waiting(viewer=world.viewer(cast.ben)))
        assert [(each.href, each.is_urgent) for each in found] == [(workshop.address, True)]
    with clock.at(BEFORE + timedelta(days=3)):
        assert world.ask(lambda: waiting(viewer=world.viewer(cast.ben))) == []
