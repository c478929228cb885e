"""Who opened a confidential space: those who run it see it, everybody inside knows that it is so."""

from datetime import UTC, datetime, timedelta

import pytest

from hrcn_community.audit.models import ReadEntry
from hrcn_community.core.db import db
from hrcn_community.privacy import readers
from tests.factories import CONFIDENTIAL, NETWORK, RESTRICTED

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)


@pytest.fixture
def closed(world, cast):
    return world.space(CONFIDENTIAL, facilitator=cast.chandra, member=[cast.amina, cast.ben])


def read(world, space, person, *moments: datetime) -> None:
    rows = [{"space_id": space.id, "person_id": person.id, "read_at": at} for at in moments]
    world.do(lambda: db.session.add_all(ReadEntry(**row) for row in rows))


def test_each_person_stands_once_for_each_day(world, cast, closed):
    day = timedelta(days=1)
    read(world, closed, cast.amina, NOW, NOW + timedelta(hours=2), NOW - day)
    read(world, closed, cast.ben, NOW + timedelta(minutes=5))
    page = cast.chandra.browser.page(f"/spaces/{closed.slug}/readers")
    rows = [row for row in page.split("<tr>") if "/people/amina" in row or "/people/ben" in row]
    assert [("amina" in row, "2026-03-04T" in row, ">2<" in row) for row in rows[-3:]] == [
        (True, True, True),
        (False, True, False),
        (True, False, False),
    ]


def test_many_go_on_on_another_page_and_none_is_missing(world, cast, closed, monkeypatch):
    monkeypatch.setattr(readers, "A_PAGE", 2)
    read(world, closed, cast.amina, *(NOW - timedelta(days=n) for n in range(5)))
    address, days = f"/spaces/{closed.slug}/readers", set()
    for _ in range(4):
        page = cast.chandra.browser.page(address)
        days |= {n for n in range(5) if (NOW - timedelta(days=n)).date().isoformat() in page}
        if "readers?before=" not in page:
            break
        address = f"/spaces/{closed.slug}/readers?before=" + page.split("readers?before=")[1].split(
            '"'
        )[0].replace("&amp;", "&")
    assert days == set(range(5))
    assert cast.chandra.browser.sees(f"/spaces/{closed.slug}/readers?before=nonsense") == 200


def test_whoever_is_inside_is_told_that_it_is_so(cast, closed):
    words = "Whoever opens a page of this space is written down"
    assert words in cast.amina.browser.page(f"/spaces/{closed.slug}")
    assert "/readers" not in cast.amina.browser.page(f"/spaces/{closed.slug}")
    assert f"/spaces/{closed.slug}/readers" in cast.chandra.browser.page(f"/spaces/{closed.slug}")


def test_only_those_who_run_it_see_who(cast, closed, public):
    address = f"/spaces/{closed.slug}/readers"
    assert cast.chandra.browser.sees(address) == 200
    assert cast.amina.browser.sees(address) == 403
    for other in (cast.eve, cast.cleo, cast.dalia, cast.omar):
        assert other.browser.sees(address) == 404
    assert public.sees(address) == 404


@pytest.mark.parametrize("how", ["worn", "ended", NETWORK, RESTRICTED])
def test_where_pseudonyms_are_worn_or_nothing_is_written_down_there_is_no_page(world, cast, how):
    masks = {"worn": "allowed", "ended": "ended"}.get(how, "never")
    visibility = CONFIDENTIAL if how in ("worn", "ended") else how
    space = world.space(visibility, facilitator=cast.chandra, pseudonyms=masks)
    assert cast.chandra.browser.sees(f"/spaces/{space.slug}/readers") == 404
    page = cast.chandra.browser.page(f"/spaces/{space.slug}")
    assert "is written down" not in page
