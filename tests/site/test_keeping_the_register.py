"""Cities and organisations: their pages, and how the core team keeps them and their memberships."""

import datetime as dt

from hrcn_community.core.db import db
from hrcn_community.register.keeping import add_membership
from hrcn_community.register.models import City, CityFact, NetworkMembership, Organisation
from tests.browsing import follow
from tests.counting import count_queries
from tests.racing import at_once

TOLD = {
    "name": "Wells for All",
    "kind": "other",
    "lead": "They dig.",
    "website": "https://wells.example.org",
}


def an_organisation(world, cast) -> str:
    page = cast.cleo.browser.post("/admin/organisations", TOLD)
    assert page.status_code == 303
    return page.headers["Location"]


def test_an_organisation_is_added_and_everybody_reads_its_page(world, cast, public):
    here = an_organisation(world, cast)
    page = public.page("/organisations/wells-for-all")
    assert all(word in page for word in ("Wells for All", "They dig.", "https://wells.example.org"))
    assert "/organisations/wells-for-all" in public.page("/organisations")
    cast.cleo.browser.post(here, {**TOLD, "lead": "They dig deep."})
    assert "They dig deep." in public.page("/organisations/wells-for-all")
    assert public.sees("/organisations/nowhere") == 404


def test_memberships_have_several_times_that_do_not_overlap(world, cast, public):
    deed = f"{an_organisation(world, cast)}/memberships"
    post = cast.cleo.browser.post
    assert post(deed, since="2019-01-01", until="2020-12-31").status_code == 303
    assert post(deed, since="2022-05-01", until="").status_code == 303
    page = public.page("/organisations/wells-for-all")
    assert "From 1 January 2019 to 31 December 2020" in page
    assert "Since 1 May 2022" in page
    for since, until, words in (
        ("2020-12-31", "2021-01-31", "overlaps"),
        ("2023-01-01", "", "overlaps"),
        ("2021-06-01", "2021-05-01", "before it begins"),
        ("", "2021-05-01", "Name the day"),
        ("yesterday", "", "Name the day"),
    ):
        answer = post(deed, since=since, until=until)
        assert (answer.status_code, words in answer.text) == (422, True), since
    assert len(world.rows(NetworkMembership)) == 2
    old = min(world.rows(NetworkMembership), key=lambda row: row.since).id
    assert post(f"{deed}/{old}", since="2019-02-01", until="2020-01-31").status_code == 303
    assert "From 1 February 2019" in public.page("/organisations/wells-for-all")
    new = max(world.rows(NetworkMembership), key=lambda row: row.since).id
    assert post(f"{deed}/{new}", strike="1").status_code == 303
    assert [str(row.until) for row in world.rows(NetworkMembership)] == ["2020-01-31"]


def test_what_somebody_else_struck_out_meanwhile_is_neither_changed_nor_written_anew(world, cast):
    here = an_organisation(world, cast)
    cleo, days = cast.cleo.browser, {"since": "2019-01-01", "until": "2019-12-31"}
    for year in ("2019", "2021"):
        cleo.post(f"{here}/memberships", since=f"{year}-01-01", until=f"{year}-12-31")
    old = min(row.id for row in world.rows(NetworkMembership))
    for _ in range(2):
        assert cleo.post(f"{here}/memberships/{old}", {"strike": "1"}).status_code == 303
    assert cast.tomas.browser.post(f"{here}/memberships/{old}", days).status_code == 409
    assert [row.since.year for row in world.rows(NetworkMembership)] == [2021]


def test_a_change_that_cannot_be_is_said_and_what_was_typed_is_kept(world, cast):
    here = an_organisation(world, cast)
    answer = cast.cleo.browser.post(here, {**TOLD, "name": "", "lead": "They dig deeper."})
    assert answer.status_code == 422
    assert "They dig deeper." in answer.text
    assert world.rows(Organisation)[0].lead == "They dig."


def test_two_times_written_at_once_do_not_overlap(app, world, cast):
    an_organisation(world, cast)

    def write() -> str:
        with app.app_context():
            entry = db.session.scalars(db.select(Organisation)).one()
            try:
                add_membership(entry, dt.date(2020, 1, 1), None)
                db.session.commit()
            except Exception:  # whatever refuses the second
                return "refused"
            return "written"

    assert sorted(at_once([write, write])) == ["refused", "written"]


def test_a_city_is_added_with_facts_and_its_times(world, cast, public):
    form = {"name": "Umeå", "country": "se", "lead": "By the river."}
    here = cast.cleo.browser.post("/admin/cities", form).headers["Location"]
    cast.cleo.browser.post(f"{here}/facts", dated="2019-11", text="It promises.")
    cast.cleo.browser.post(f"{here}/memberships", since="2020-02-01", until="")
    page = public.page("/cities/umea")
    assert all(
        word in page
        for word in ("November 2019", "It promises.", "Since 1 February 2020", "Sweden")
    )
    for data in ({"dated": "soon", "text": "x"}, {"dated": "2019-13", "text": "x"}):
        assert cast.cleo.browser.post(f"{here}/facts", data).status_code == 422
    assert cast.cleo.browser.post("/admin/cities", {**form, "country": "Sweden"}).status_code == 422
    cast.cleo.browser.post(f"{here}/facts", dated="2020-05", text="It asks.")
    first = world.rows(CityFact, text="It promises.")[0].id
    for _ in range(2):  # pressed twice it strikes out no other one
        follow(cast.cleo.browser, cast.cleo.browser.post(f"{here}/facts/{first}/end"))
    assert [fact.text for fact in world.rows(CityFact)] == ["It asks."]
    assert len(world.rows(City)) == 1


def test_only_the_core_team_keeps_the_register(world, cast, public):
    here = an_organisation(world, cast)
    for somebody in (cast.amina, cast.omar, cast.dalia, cast.adam):
        assert somebody.browser.post("/admin/organisations", TOLD).status_code == 403
        assert somebody.browser.post(here, TOLD).status_code == 403
        assert somebody.browser.sees("/admin/cities") == 403
    assert public.post(here, TOLD).status_code == 401
    assert len(world.rows(Organisation)) == 1


def test_the_list_of_organisations_asks_the_same_at_three_and_at_sixty(app, world, cast, public):
    def add(first: int, last: int) -> None:
        rows = [
            Organisation(slug=f"o-{number}", name=f"Organisation {number:03}", kind="academic")
            for number in range(first, last)
        ]
        world.do(lambda: db.session.add_all(rows))

    def asked() -> int:
        with count_queries(app) as statements:
            public.page("/organisations")
        return len(statements)

    add(0, 3)
    asked()
    few = asked()
    add(3, 60)
    assert asked() == few
    assert "after=" in public.page("/organisations")
