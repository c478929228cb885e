"""The directory of the network and the profiles in it."""

import re

import pytest
from sqlalchemy import update

from hrcn_community.accounts.models import Person, PersonTerm, SiteRole, Standing
from hrcn_community.core.db import db
from hrcn_community.register.models import Term
from tests.counting import count_queries
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC, RESTRICTED


def names(page: str) -> list[str]:
    return re.findall(r'person__name"><a href="/people/[^"]+">([^<]+)<', page)


def knows(world, person, slug: str) -> None:
    def add() -> None:
        term = Term(vocabulary="themes", slug=slug, name=slug.capitalize(), position=0)
        db.session.add(term)
        db.session.flush()
        db.session.add(PersonTerm(person_id=person.id, term_id=term.id))

    world.do(add)


def test_members_see_each_other_by_name_and_accents_do_not_matter(world, cast):
    for name in ("Zoë Berg", "Åsa Lind", "asa Alm", "Émile Roux"):
        world.person(name)
    listed = names(cast.amina.browser.page("/people"))
    assert listed == ["Amina", "asa Alm", "Åsa Lind", "Émile Roux", "Zoë Berg"]


def test_the_public_sees_neither_directory_nor_profiles(cast, public):
    assert public.sees("/people") == 401
    before = public.get("/people/amina")
    cast.amina  # noqa: B018 - now she is there
    after = public.get("/people/amina")
    assert before.status_code == after.status_code == 404
    assert len(before.data) == len(after.data)


@pytest.mark.parametrize("standing", [Standing.APPLYING, Standing.DECLINED, Standing.SUSPENDED])
def test_whoever_is_no_member_is_not_there(world, cast, standing):
    world.person("Nora", standing=standing)
    browser = cast.amina.browser
    assert "Nora" not in browser.page("/people")
    there, nowhere = browser.get("/people/nora"), browser.get("/people/nope")
    assert there.status_code == nowhere.status_code == 404
    assert len(there.data) == len(nowhere.data)


@pytest.mark.parametrize("standing", [Standing.APPLYING, Standing.SUSPENDED, Standing.PERSONA])
def test_no_page_of_the_directory_begins_after_somebody_who_is_not_there(world, cast, standing):
    """Handles are made of names: whoever guesses one must not learn that somebody asked to join."""
    space = world.space(member=[cast.amina, cast.ben])
    world.person("Zora Zahn", standing=standing)
    for here in ("/people", f"/spaces/{space.slug}/people"):
        there = names(cast.amina.browser.page(f"{here}?after=zora-zahn"))
        assert there == names(cast.amina.browser.page(f"{here}?after=nobody-at-all")) != []
    assert names(cast.amina.browser.page("/people?after=amina")) == ["Ben"]


def test_nobody_meets_whom_they_keep_their_distance_from_on_the_page_of_a_city(world, cast):
    cast.amina  # noqa: B018 - she is there
    world.person("Bela", city="Graz")
    other = world.person("Carla", city="Graz")
    assert other.browser.post("/people/amina/distance", kind="block").status_code == 303
    met = names(cast.amina.browser.page("/cities/graz"))
    assert "Bela" in met
    assert "Carla" not in met


def test_people_are_found_by_the_beginning_of_any_of_their_names(world, cast):
    world.person("Zoë Ångström")
    browser = cast.amina.browser
    for beginning in ("zoe", "ANG", "Zoë Å", "ång"):
        assert names(browser.page(f"/people?q={beginning}")) == ["Zoë Ångström"]
    assert names(browser.page("/people?q=tröm")) == []
    for hostile in ("%", "_", "'", "\\"):
        assert names(browser.get("/people", query_string={"q": hostile}).text) == []


def test_people_are_found_by_letter_city_role_and_what_they_know(world, cast):
    knows(world, cast.dalia, "housing")
    cast.omar  # noqa: B018 - comes from Graz
    browser = cast.amina.browser
    assert names(browser.page("/people?letter=D")) == ["Dalia"]
    assert names(browser.page("/people?city=graz")) == ["Omar"]
    assert names(browser.page("/people?role=advisor")) == ["Dalia"]
    assert names(browser.page("/people?expertise=housing")) == ["Dalia"]
    assert names(browser.page("/people?expertise=housing&role=official")) == []
    assert "Nobody here by that description" in browser.page("/people?city=nowhere")


def test_the_directory_is_read_page_by_page_and_nobody_is_left_out(world, cast):
    everyone = {world.person(f"Person {number:03}").name for number in range(65)} | {"Amina"}
    browser, address, seen = cast.amina.browser, "/people", []
    while address:
        page = browser.page(address)
        seen += names(page)
        more = re.search(r'rel="next" href="([^"]+)"', page)
        address = more[1].replace("&amp;", "&") if more else ""
    assert len(seen) == len(set(seen)) == 66
    assert set(seen) == everyone
    assert len(names(browser.page("/people?after=no-such-handle"))) == 30


def test_a_renamed_person_stands_under_the_new_name(world, cast):
    browser = cast.amina.browser
    fields = {"name": "Éva Amina", "timezone": "Europe/Brussels"}
    assert browser.post("/settings", fields).status_code == 303
    assert names(browser.page("/people?letter=E")) == ["Éva Amina"]


def test_a_profile_shows_what_its_person_tells(world, cast):
    person = world.person(
        "Nora Lind",
        SiteRole.OFFICIAL,
        "Utrecht",
        headline="Ask me about councils",
        bio_html="<p>I like <em>minutes</em>.</p>",
        languages=["sv", "nl"],
    )
    knows(world, person, "participation")
    page = cast.amina.browser.page("/people/nora-lind")
    for words in ("Nora Lind", "Official", "Ask me about councils", "<em>minutes</em>"):
        assert words in page
    for words in ("Swedish, Dutch", 'href="/cities/utrecht"', "Participation"):
        assert words in page
    assert "nora-lind@example.org" not in page


def test_a_profile_lists_only_threads_that_its_reader_may_see(world, cast):
    inside = {"member": [cast.amina, cast.dalia]}
    titles = {
        PUBLIC: "Said on the square",
        NETWORK: "Said to the network",
        RESTRICTED: "Said behind a door",
        CONFIDENTIAL: "Said in confidence",
    }
    for visibility, title in titles.items():
        world.thread(world.space(visibility, **inside), cast.amina, title)
    for_eve = cast.eve.browser.page("/people/amina")
    assert "Said on the square" in for_eve
    assert "Said to the network" in for_eve
    assert "Said behind a door" not in for_eve
    assert "Said in confidence" not in for_eve
    assert "Said behind a door" in cast.dalia.browser.page("/people/amina")


def test_what_is_confidential_stands_on_no_profile_not_even_for_those_inside(world, cast):
    space = world.space(CONFIDENTIAL, "The quiet room", member=[cast.amina, cast.dalia])
    world.thread(space, cast.amina, "Said in confidence")
    for browser in (cast.amina.browser, cast.dalia.browser):
        page = browser.page("/people/amina")
        assert "Said in confidence" not in page
        assert "The quiet room" not in page


def test_invented_people_are_marked(world, cast):
    world.person("Nora", is_invented=True)
    assert "This person is invented" in cast.amina.browser.page("/people/nora")
    assert "This person is invented" not in cast.amina.browser.page("/people/amina")


@pytest.mark.parametrize("path", ["/people", "/people/person-00", "/people?q=per&role=advisor"])
def test_pages_of_people_ask_as_much_of_3_as_of_60(app, world, cast, path):
    counts = []
    for size in (range(3), range(3, 60)):
        for number in size:
            world.person(f"Person {number:02}")
        cast.amina.browser.page(path)
        with count_queries(app) as asked:
            cast.amina.browser.page(path)
        counts.append(len([each for each in asked if each.startswith("SELECT")]))
    assert counts[0] == counts[1]
    assert counts[0] <= 10


def test_a_person_added_outside_the_mapper_is_sorted_too(world):
    person = world.person("Zoë")
    world.do(lambda: db.session.execute(update(Person).values(name="Ärla", name_key="arla")))
    assert world.rows(Person, id=person.id)[0].name_key == "arla"
