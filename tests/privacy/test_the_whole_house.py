"""Somebody with years in every room of the demonstration community is erased; nothing else breaks."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from hrcn_community.accounts.models import Person
from hrcn_community.attachments.upkeep import clear_away
from hrcn_community.conversations.models import Conversation
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.privacy.keeping_models import Hold
from hrcn_community.privacy.models import Erasure, Naming
from tests.browsing import Browser
from tests.demonstration import house_in, put_demonstration
from tests.factories import Somebody
from tests.privacy.leaving import ask_to_go, let_days_pass
from tests.privacy.walking import columns_that_hold, numbers_in_json, ties_to


@pytest.fixture
def house(tmp_path, tmp_path_factory) -> Flask:
    put_demonstration(tmp_path, tmp_path_factory)
    return house_in(tmp_path)


def _somebody(house: Flask, handle: str) -> Somebody:
    with house.app_context():
        person = db.session.scalars(select(Person).where(Person.handle == handle)).one()
        return Somebody(house, person.id, handle, person.name, person.email)


def _end_all_holds(house: Flask) -> None:
    """Let what is kept for the law in a room of theirs keep nobody from going."""
    with house.app_context():
        db.session.execute(update(Hold).values(ended_at=clock.now()))
        db.session.commit()


@pytest.mark.parametrize(("handle", "texts"), [("mireille", "keep"), ("omar", "empty")])
def test_nothing_names_them_and_every_page_still_stands(house, handle, texts):
    gone = _somebody(house, handle)
    with house.app_context():
        addresses = db.session.scalars(select(Conversation.address).distinct()).all()
    assert columns_that_hold(house, gone.name)
    _end_all_holds(house)
    assert ask_to_go(gone, texts).status_code == 303
    let_days_pass(house)
    with house.app_context(), clock.at(clock.now() + timedelta(days=30)):
        clear_away()
        erasure = db.session.scalars(select(Erasure)).one()
        listed = {(n.place, n.part) for n in db.session.scalars(select(Naming))}
    assert erasure.done_at
    found = columns_that_hold(house, gone.name, f"@{handle}", gone.email)
    found = {column for column in found if not column.startswith("post_index")}
    kept = {f"{place}.{part}" for place, part in listed}
    kept |= {"posts.html", "posts.terms", "revisions.source", "revisions.html"}
    assert found <= kept, found - kept
    assert ties_to(house, gone.id) == []
    assert numbers_in_json(house, gone.id) == []

    reader = Browser(house)
    reader.let_in(_somebody(house, "cleo").id)
    places = ["/", "/people", "/workshops", "/consultations", "/learning", f"/search?q={handle}"]
    broken = {at: reader.sees(at) for at in (*places, *addresses)}
    assert {at: status for at, status in broken.items() if status >= 500} == {}
    assert gone.name not in reader.page("/people")
