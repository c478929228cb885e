"""Each part of a profile is shown as far as its owner allows: on pages, in lists, filters and copies."""

import re
from itertools import product

import pytest
from sqlalchemy import select, update

from hrcn_community.accounts.models import Affiliation, Person, PersonTerm
from hrcn_community.accounts.showing import PARTS, parts_of, reveals
from hrcn_community.accounts.viewer import PUBLIC as NOBODY
from hrcn_community.accounts.viewer import viewer_of
from hrcn_community.core.db import db
from hrcn_community.register.models import Organisation, Term
from tests.browsing import follow
from tests.counting import count_queries
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC

# Written down from the words of the settings, not asked of the product: who sees a part that is for whom.
STRANGER, COMPANION, KEEPER, SELF, WORLD = "stranger", "companion", "keeper", "self", "world"
SEEN_BY = {
    "everyone": {STRANGER, COMPANION, SELF},
    "members": {STRANGER, COMPANION, SELF},
    "spaces": {COMPANION, SELF},
    "nobody": {SELF},
}


def names(page: str) -> list[str]:
    return re.findall(r'person__name"><a href="/people/[^"]+">([^<]+)<', page)


@pytest.fixture
def nora(world):
    """Somebody who has everything that a profile can hold."""
    nora = world.person(
        "Nora", city="Lund", headline="Ask me about wells", bio_html="<p>Deep water.</p>",
        languages=["sv"],
    )  # fmt: skip

    def add() -> None:
        organisation = Organisation(slug="wells", name="Wells for All", kind="academic")
        term = Term(vocabulary="themes", slug="water", name="Water", position=0)
        db.session.add_all([organisation, term])
        db.session.flush()
        person = db.session.get_one(Person, nora.id)
        person.organisation_id = organisation.id
        db.session.add(PersonTerm(person_id=nora.id, term_id=term.id))
        former = Affiliation(person_id=nora.id, city_id=person.city_id, as_what="Once a clerk")
        former.until = person.joined_at.date()
        db.session.add(former)

    world.do(add)
    return nora


def let(world, person, reach: str, *parts: str, public: bool = False) -> None:
    values = {f"shows_{part}": reach for part in parts or PARTS} | {"has_public_page": public}
    world.do(lambda: db.session.execute(update(Person).filter_by(id=person.id).values(values)))


def test_the_rule_its_twin_and_the_words_of_the_settings_agree(world, cast, nora):
    world.space(CONFIDENTIAL, member=[nora, cast.amina])
    people = {STRANGER: cast.eve, COMPANION: cast.amina, KEEPER: cast.adam, SELF: nora}

    def compare() -> None:
        viewers = {who: viewer_of(each.id) for who, each in people.items()} | {WORLD: NOBODY}
        for who, viewer in viewers.items():
            found = db.session.scalar(
                select(Person.id).where(Person.id == nora.id, reveals("city", viewer))
            )
            said = {who} & SEEN_BY[reach] or (public and reach == "everyone" and who != STRANGER)
            assert ("city" in parts_of(nora.id, viewer=viewer)) is bool(said), (who, reach)
            assert (found is not None) is bool(said), (who, reach)

    for reach, public in product(SEEN_BY, (False, True)):
        let(world, nora, reach, public=public)
        world.ask(compare)


def test_what_is_hidden_stands_on_no_page_and_finds_nobody(world, cast, nora):
    asked = ("city=lund", "organisation=wells", "expertise=water", "language=sv")
    told = ("wells", "Deep water", "Lund", "Wells for All", "Water", "Swedish", "Once a clerk")
    pages = ("/people/nora", "/people?q=nora", "/cities/lund", "/organisations/wells")
    browser = cast.eve.browser
    let(world, nora, "members")
    assert all(names(browser.page(f"/people?{each}")) == ["Nora"] for each in asked)
    assert all(word in browser.page("/people/nora") for word in (*told, nora.email))
    assert (
        names(browser.page("/cities/lund"))
        == names(browser.page("/organisations/wells"))
        == ["Nora"]
    )
    for reach in ("nobody", "spaces"):
        let(world, nora, reach)
        assert all(names(browser.page(f"/people?{each}")) == [] for each in asked)
        shown = "".join(browser.page(page).split("<main", 1)[1] for page in pages[:1])
        assert not any(word in shown for word in (*told, nora.email, "Member since"))
        assert "Ask me about wells" not in browser.page("/people?q=nora")
        assert names(browser.page("/people?q=nora&role=practitioner")) == ["Nora"]
        assert not any("Nora" in browser.page(page) for page in pages[2:])


def test_one_hidden_part_hides_no_other_and_its_owner_still_sees_it(world, cast, nora):
    let(world, nora, "members")
    let(world, nora, "nobody", "city")
    assert names(cast.eve.browser.page("/people?organisation=wells")) == ["Nora"]
    assert names(cast.eve.browser.page("/people?city=lund&organisation=wells")) == []
    assert "Nora" not in cast.eve.browser.page("/cities/lund")
    assert "Lund" not in cast.eve.browser.page("/organisations/wells")
    assert "/cities/lund" in nora.browser.page("/people/nora")


def test_a_space_that_both_merely_read_or_a_room_of_a_feature_is_no_space_of_theirs(
    world, cast, nora
):
    let(world, nora, "spaces")
    world.space(NETWORK, member=nora)
    world.space(CONFIDENTIAL, member=[nora, cast.eve], listed=False)
    assert "Deep water" not in cast.eve.browser.page("/people/nora")
    world.space(NETWORK, member=[nora, cast.eve])
    assert "Deep water" in cast.eve.browser.page("/people/nora")


def test_the_public_meets_a_page_only_where_its_owner_opened_one(world, nora, public):
    let(world, nora, "everyone")
    nobody, hidden = public.get("/people/nobod"), public.get("/people/nora")
    assert hidden.status_code == nobody.status_code == 404
    assert hidden.data.replace(b"nora", b"") == nobody.data.replace(b"nobod", b"")
    let(world, nora, "members", public=True)
    assert public.sees("/people/nora") == 404
    let(world, nora, "everyone", "headline", public=True)
    page = public.page("/people/nora")
    assert "Ask me about wells" in page
    assert not any(word in page for word in ("Deep water", "Lund", "Water", "Swedish", nora.email))
    assert "no-store" in public.get("/people/nora").headers["Cache-Control"] or (
        "max-age=0, must-revalidate" in public.get("/people/nora").headers["Cache-Control"]
    )
    assert "Nora" not in public.page("/cities/lund")
    let(world, nora, "everyone", "city", public=True)
    assert "Nora" in public.page("/cities/lund")


def test_the_city_beside_what_somebody_wrote_is_there_only_if_members_may_see_it(world, cast, nora):
    thread = world.thread(world.space(PUBLIC), nora)
    assert "Lund" in cast.eve.browser.page(thread.address)
    let(world, nora, "spaces", "city")
    for address in (thread.address, f"{thread.address}.md"):
        assert "Lund" not in cast.eve.browser.get(address).text


def test_somebody_chooses_in_the_settings_and_looks_at_what_others_see(world, cast, nora):
    form = {"name": "Nora", "timezone": "Europe/Brussels", "headline": "Ask me about wells"}
    chosen = {"shows_headline": "everyone", "shows_bio": "nobody", "has_public_page": "y"}
    page = follow(nora.browser, nora.browser.post("/settings", {**form, **chosen}))
    assert "are saved" in page
    assert "Ask me about wells" in nora.browser.page("/settings/as-seen/public")
    assert "Swedish" not in nora.browser.page("/settings/as-seen/public")
    (row,) = world.rows(Person, id=nora.id)
    assert (row.shows_headline, row.shows_bio, row.shows_email) == ("everyone", "nobody", "nobody")
    nora.browser.post("/settings", form)  # an older page, which knew nothing of this
    (row,) = world.rows(Person, id=nora.id)
    assert (row.shows_bio, row.has_public_page) == ("nobody", False)
    assert "does not exist" in nora.browser.page("/settings/as-seen/public")
    assert nora.browser.sees("/settings/as-seen/cleo") == 404


def test_a_reach_that_nobody_offered_is_refused_beside_its_field(world, nora):
    form = {"name": "Nora", "timezone": "Europe/Brussels", "shows_city": "all", "headline": "Kept"}
    answer = nora.browser.post("/settings", form)
    assert answer.status_code == 422
    assert "Kept" in answer.text
    assert world.rows(Person, id=nora.id)[0].shows_city == "members"


def test_nothing_of_a_profile_reaches_a_pseudonym(world, cast, nora):
    """However far somebody opens their profile: under their pseudonym stands a name and no more."""
    let(world, nora, "everyone", public=True)
    space = world.space(NETWORK, member=[nora, cast.eve], pseudonyms="allowed")
    thread = world.thread(space, cast.eve)
    nora.browser.post(f"{thread.address}/replies", body="Said masked.", mask="1")
    page = cast.eve.browser.page(thread.address)
    assert "Said masked." in page
    assert not any(word in page.split("<main", 1)[1] for word in ("Nora", "Lund", "Wells"))
    (persona,) = world.rows(Person, standing="persona")
    assert (persona.city_id, persona.headline, persona.has_public_page) == (None, "", False)
    assert cast.eve.browser.sees(f"/people/{persona.handle}") == 404


def test_where_somebody_belongs_is_dated_and_the_one_before_stays_as_former(world, cast, nora):
    cast.omar  # noqa: B018 - comes from Graz
    graz = world.viewer(cast.omar).city_id
    form = {"name": "Nora", "timezone": "Europe/Brussels", "shows_former": "members"}
    for city in (str(world.viewer(nora).city_id), str(graz)):
        nora.browser.post("/settings", {**form, "city": city})
    rows = world.rows(Affiliation, person_id=nora.id, city_id=graz)
    assert [(row.until, row.since is not None) for row in rows] == [(None, True)]
    page = cast.eve.browser.page("/people/nora")
    assert "Once a clerk" in page
    assert page.index("/cities/graz") < page.index("Before</h2>")


def test_the_directory_asks_the_same_at_ten_people_and_at_sixty(app, world, cast, nora):
    world.space(NETWORK, member=[nora, cast.eve])
    _asked(app, cast.eve)  # what is kept for a while is asked for once
    few = _asked(app, cast.eve)
    for number in range(50):
        somebody = world.person(f"Person {number:02}", city="Lund", languages=["sv"])
        let(world, somebody, "spaces")
    assert _asked(app, cast.eve) == few
    assert max(few) <= 9


def _asked(app, somebody) -> list[int]:
    counts = []
    for address in ("/people", "/people?city=lund&language=sv", "/people/nora"):
        with count_queries(app) as statements:
            assert somebody.browser.sees(address) == 200
        counts.append(len(statements))
    return counts
