"""Where one belongs and belonged: its days, corrected by oneself; those of an official's city confirmed."""

from datetime import UTC, datetime, timedelta

import pytest

from hrcn_community.accounts.models import Affiliation, Person
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.notifications.models import Notice
from hrcn_community.register.models import Organisation
from tests.browsing import follow
from tests.counting import count_queries
from tests.racing import at_once, sent_at_once

OWN, KEPT = "/settings/affiliations", "/admin/affiliations"
TODAY = datetime.now(UTC).date()


@pytest.fixture
def house(world):
    """An organisation to have belonged to."""

    def add() -> int:
        row = Organisation(slug="housing-now", name="Housing now", kind="civil-society")
        db.session.add(row)
        db.session.flush()
        return row.id

    return world.do(add)


def days(world, person) -> list[tuple[str, str]]:
    rows = world.rows(Affiliation, person_id=person.id)
    return [(str(row.since), str(row.until)) for row in rows]


def a_time(house: int, since: str = "2010-01-01", until: str = "2012-06-30", **more: str):
    where = f"organisation_id {house}"
    return {"where": where, "as_what": "Secretary", "since": since, "until": until, **more}


def test_a_former_one_is_added_corrected_and_taken_out(world, cast, house):
    lena = world.person("Lena", shows_former="members")
    amina = lena.browser
    assert "Secretary" in follow(amina, amina.post(OWN, a_time(house)))
    [row] = world.rows(Affiliation)
    where = f"{OWN}/{row.id}"
    assert 'value="2010-01-01"' in amina.page(where)
    follow(amina, amina.post(where, as_what="Chair", since="", until="2013-01-01"))
    assert days(world, lena) == [("None", "2013-01-01")]
    assert "Chair" in cast.ben.browser.page("/people/lena")
    for way in ("", "/removal"):
        assert cast.ben.browser.post(f"{where}{way}", until="2013-01-01").status_code == 404
    assert cast.ben.browser.sees(where) == 404
    follow(amina, amina.post(f"{where}/removal"))
    assert world.rows(Affiliation) == []


def test_the_present_one_is_ended_and_stands_in_the_profile_no_more(world, cast):
    lena = world.person("Lena", city="Graz")
    city = world.rows(Person, id=lena.id)[0].city_id
    world.do(lambda: db.session.add(Affiliation(person_id=lena.id, city_id=city)))
    [row] = world.rows(Affiliation)
    where = f"{OWN}/{row.id}"
    assert lena.browser.post(f"{where}/removal").status_code == 409
    follow(lena.browser, lena.browser.post(where, since="2020-01-01", until=""))
    assert days(world, lena) == [("2020-01-01", "None")]
    follow(lena.browser, lena.browser.post(where, since="2020-01-01", until=TODAY.isoformat()))
    assert world.rows(Person, id=lena.id)[0].city_id is None
    reopened = lena.browser.post(where, since="2020-01-01", until="", as_what="Kept words")
    assert reopened.status_code == 422
    assert "Kept words" in reopened.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"until": "2009-12-31"}, "It ends before it begins."),
        ({"until": (TODAY + timedelta(days=2)).isoformat()}, "a day that has come already"),
        ({"since": "1066-10-14"}, "a day that has come already"),
        ({"since": "soon"}, "Not a valid date value"),
        ({"until": ""}, "here its last day is wanted"),
        ({"where": ""}, "Choose one."),
        ({"where": "city_id 99999"}, "Not a valid choice"),
        ({"since": "2012-06-29", "until": "2012-07-30"}, "You have said already"),
        ({"since": "", "until": "2011-01-01"}, "You have said already"),
        ({"as_what": "x" * 201}, "Use at most 200 characters."),
    ],
)
def test_what_cannot_be_so_is_said_and_nothing_is_lost(world, cast, house, changes, said):
    amina = cast.amina.browser
    follow(amina, amina.post(OWN, a_time(house)))
    refused = amina.post(OWN, {**a_time(house, as_what="My own words"), **changes})
    assert refused.status_code == 422
    assert said in refused.text
    assert changes.get("as_what", "My own words") in refused.text
    assert len(world.rows(Affiliation)) == 1


def test_sent_twice_or_two_at_once_that_overlap_one_is_written(world, cast, house, public):
    amina = cast.amina.browser
    assert public.post(OWN, a_time(house)).status_code == 401
    for _ in range(2):
        assert amina.post(OWN, a_time(house), form_token="f" * 20).status_code == 303
    assert len(world.rows(Affiliation)) == 1
    token = {"csrf_token": amina.form_token()}
    times = [("2015-01-01", "2016-01-01"), ("2015-06-01", "2016-06-01")]
    sent = [
        lambda s=since, u=until: amina.client.post(OWN, data={**a_time(house, s, u), **token})
        for since, until in times
    ]
    assert sorted(answer.status_code for answer in at_once(sent)) == [303, 422]
    follow(amina, amina.post(OWN, a_time(house, "2012-06-30", "2013-01-01")))
    assert len(world.rows(Affiliation)) == 3


def test_since_when_an_official_speaks_is_confirmed_by_whoever_keeps_the_register(
    app, world, cast, worker
):
    omar, cleo, tomas = cast.omar, cast.cleo.browser, cast.tomas.browser
    city = world.rows(Person, id=omar.id)[0].city_id
    world.do(lambda: db.session.add(Affiliation(person_id=omar.id, city_id=city)))
    [row] = world.rows(Affiliation)
    where, asked = f"{OWN}/{row.id}", f"{KEPT}/{row.id}"
    assert omar.browser.post(where, until="2020-01-01").status_code == 422
    assert "waits to be confirmed" in follow(
        omar.browser, omar.browser.post(where, since="2019-03-01", until="")
    )
    assert days(world, omar) == [("None", "None")]
    worker()
    assert "asks to correct" in cleo.page("/notifications")
    with count_queries(app) as counted:
        assert "2019-03-01" in cleo.page(KEPT)
    assert len(counted) < 12
    for who in (omar, cast.dalia):
        assert who.browser.sees(KEPT) == 403
        assert who.browser.post(f"{asked}/confirmation", seen="2019-03-01").status_code == 403
    assert cleo.post(f"{asked}/confirmation", seen="2018-01-01").status_code == 409
    tokens = {browser: browser.form_token() for browser in (cleo, tomas)}
    answers = at_once(
        [
            lambda b=browser, t=token: b.client.post(
                f"{asked}/confirmation", data={"csrf_token": t, "seen": "2019-03-01"}
            )
            for browser, token in tokens.items()
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert days(world, omar) == [("2019-03-01", "None")]
    assert cleo.post(f"{asked}/refusal", seen="2019-03-01").status_code == 409
    worker()
    assert world.rows(Notice, person_id=omar.id, kind="affiliation.confirmed")


def test_declined_by_two_at_once_or_again_it_is_once_and_the_later_reads_it(
    world, cast, worker, public
):
    omar, cleo, tomas = cast.omar, cast.cleo.browser, cast.tomas.browser
    city = world.rows(Person, id=omar.id)[0].city_id
    world.do(lambda: db.session.add(Affiliation(person_id=omar.id, city_id=city)))
    [row] = world.rows(Affiliation)
    omar.browser.post(f"{OWN}/{row.id}", since="2019-03-01", until="")
    here, seen = f"{KEPT}/{row.id}/refusal", "2019-03-01"
    for browser, status in ((public, 401), (omar.browser, 403), (cast.dalia.browser, 403)):
        assert browser.post(here, seen=seen).status_code == status
    assert cleo.post(f"{KEPT}/999999/refusal", seen=seen).status_code == 404
    assert cleo.post(here, seen="2018-01-01").status_code == 409  # it was asked otherwise meanwhile
    assert world.rows(Affiliation)[0].wanted_since
    done, late = sent_at_once((cleo, here), (tomas, here), seen=seen)
    assert (done.status_code, late.status_code) == (303, 409)
    again = cleo.post(here, seen=seen)
    assert again.status_code == 409
    for told in (late, again):
        assert "This is not asked any more" in told.text
    assert (days(world, omar), len(world.rows(Entry, name="AffiliationAnswered"))) == (
        [("None", "None")],
        1,
    )
    worker()
    assert len(world.rows(Notice, person_id=omar.id, kind="affiliation.declined")) == 1
