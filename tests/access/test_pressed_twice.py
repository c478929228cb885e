"""Every button without a field, pressed twice by one of every role: the second time nothing breaks.

The house is that of the demonstration community, and what is done in it stays done.
"""

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import select

from hrcn_community.accounts.models import Person
from hrcn_community.core.db import db
from tests.addresses import filled, rules, some
from tests.browsing import Browser
from tests.demonstration import house_in, put_demonstration

WHO = ("amina", "chandra", "omar", "cleo")
TRIED = 1  # addresses of each endpoint
AGAIN = {200, 204, 303, 400, 401, 403, 404, 409, 422}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("pressed_twice")
    put_demonstration(folder, tmp_path_factory)
    return house_in(folder)


def test_whatever_is_pressed_twice_is_answered_both_times(house):
    wrong, done = [], Counter()
    for who in WHO:
        for rule in rules(house, "POST"):
            with house.app_context():
                found = some(list(filled(rule)), TRIED)
            for address in found:
                browser = _let_in(house, who)
                answers = [browser.post(address).status_code for _ in range(2)]
                done[answers[0]] += 1
                if not set(answers) <= AGAIN:
                    wrong.append(f"{who} at {address}: {answers}")
    assert wrong == []
    assert done[303] > 60, "what is never done is not done twice"


def _let_in(house: Flask, who: str) -> Browser:
    """Return a new browser of theirs: the last deed may have ended the one before."""
    browser = Browser(house)
    with house.app_context():
        id_ = db.session.scalars(select(Person.id).where(Person.handle.startswith(who))).first()
    assert id_
    browser.let_in(id_)
    browser.step_up()
    return browser
