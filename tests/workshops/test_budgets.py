"""What each page asks of the database: the same for three rows and for sixty."""

import pytest

from hrcn_community.core import clock
from tests.counting import count_queries
from tests.workshops.making import DURING, a_workshop

PAGES = {"": 14, "/statements": 6, "/results": 6, "/attendance": 6, "/notes": 6}


@pytest.fixture(autouse=True)
def _an_hour_into_it():
    with clock.at(DURING):
        yield


def asked(app, browser, path):
    browser.page(path)
    with count_queries(app) as statements:
        browser.page(path)
    return len([each for each in statements if not each.startswith("BEGIN")])


def test_a_workshop_asks_the_same_for_three_people_and_for_sixty(world, cast, app):
    workshop = a_workshop(world, cast.chandra, capacity=100)
    fill(world, cast, workshop, 3)
    browser = cast.chandra.browser
    few = {page: asked(app, browser, f"{workshop.address}{page}") for page in PAGES}
    fill(world, cast, workshop, 57)
    many = {page: asked(app, browser, f"{workshop.address}{page}") for page in PAGES}
    assert few == many
    over = {page: number for page, number in many.items() if number > PAGES[page]}
    assert over == {}


def test_the_list_asks_the_same_for_three_workshops_and_for_sixty(world, cast, app):
    for number in range(3):
        a_workshop(world, cast.chandra, title=f"Number {number}")
    few = asked(app, cast.chandra.browser, "/workshops"), asked(app, cast.chandra.browser, "/")
    for number in range(57):
        a_workshop(world, cast.chandra, title=f"Number {number} more")
    many = asked(app, cast.chandra.browser, "/workshops"), asked(app, cast.chandra.browser, "/")
    assert few == many
    assert many[0] <= 6


def fill(world, cast, workshop, number):
    for _ in range(number):
        person = world.person()
        workshop.seat(person)
        workshop.vote(person, workshop.state(cast.chandra))
