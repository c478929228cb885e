"""The cities, their facts, people, threads and practices."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from hrcn_community.core.db import db
from hrcn_community.register.models import City, CityFact
from hrcn_community.site.city_map import HEIGHT, LAND, WIDTH, dots, place
from tests.counting import count_queries
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC
from tests.knowledge.telling import a_register


def with_facts(world, *facts):
    a_register(world)

    def add():
        city = db.session.scalar(db.select(City).where(City.slug == "lund"))
        db.session.add_all(CityFact(city_id=city.id, dated=when, text=what) for when, what in facts)
        return city.id

    return world.do(add)


def test_the_public_reads_the_dated_facts_of_a_city_in_order(world, public):
    with_facts(world, ("2018-08", "It becomes one."), ("2016", "They agree."))
    page = public.page("/cities/lund")
    assert page.index("2016") < page.index("August 2018")
    assert "They agree." in page
    assert "Sweden" in page
    german = public.get("/cities/lund", headers={"Accept-Language": "de"}).text
    assert "Schweden" in german


def test_an_unknown_city_is_not_found(public):
    assert public.sees("/cities/atlantis") == 404


def test_its_people_are_shown_to_members_only(world, cast, public):
    a_register(world)
    world.person("Somebody of Lund", city="Lund")
    assert "Somebody of Lund" in cast.ben.browser.page("/cities/lund")
    assert "Somebody of Lund" not in public.page("/cities/lund")


def test_its_threads_are_shown_as_each_may_read_them(world, cast, public):
    city_id = with_facts(world)
    for visibility, title in (
        (PUBLIC, "Told aloud"),
        (NETWORK, "Among us"),
        (CONFIDENTIAL, "Hush"),
    ):
        space = world.space(visibility, member=cast.amina)
        about(world, world.thread(space, cast.amina, title), city_id)
    shown = {
        who: [t for t in ("Told aloud", "Among us", "Hush") if t in browser.page("/cities/lund")]
        for who, browser in (
            ("public", public),
            ("eve", cast.eve.browser),
            ("amina", cast.amina.browser),
        )
    }
    assert shown == {
        "public": ["Told aloud"],
        "eve": ["Told aloud", "Among us"],
        "amina": ["Told aloud", "Among us", "Hush"],
    }


def test_every_city_on_the_map_stands_in_the_list_too(world, public):
    a_register(world)
    page = public.page("/cities")
    for name in ("Lund", "York"):
        assert page.count(f'href="/cities/{name.lower()}"') == 2
    svg = page[page.index('<svg class="city-map"') :]
    drawn = ElementTree.fromstring(svg[: svg.index("</svg>") + 6])
    assert len(drawn.findall("a")) == 2
    assert "//" not in LAND


@given(st.floats(-6.5, 19), st.floats(46, 58.4))
def test_what_lies_inside_the_frame_is_drawn_inside_it(longitude, latitude):
    x, y = place(longitude, latitude)
    assert 0 <= x <= WIDTH + 1
    assert 0 <= y <= HEIGHT + 1


def test_a_city_whose_place_is_unknown_or_far_away_is_only_listed():
    cities = [
        City(slug="a", name="A", country="NL"),
        City(slug="b", name="B", country="KR", latitude=35.16, longitude=126.85),
        City(slug="c", name="C", country="SE", latitude=55.7, longitude=13.19),
    ]
    assert [dot.name for dot in dots(cities)] == ["C"]


def test_the_pages_of_cities_ask_the_same_at_three_rows_and_at_sixty(app, world, cast):
    city_id = with_facts(world, ("2016", "They agree."))
    space = world.space()
    few = [asked(app, cast.eve.browser, path) for path in ("/cities", "/cities/lund")]
    for n in range(12):
        about(world, world.thread(space, cast.amina, f"Thread {n}"), city_id)
        world.person(f"Of Lund {n}", city="Lund")
    many = [asked(app, cast.eve.browser, path) for path in ("/cities", "/cities/lund")]
    assert many == few
    assert max(few) <= 11


def asked(app, browser, path):
    browser.page(path)
    with count_queries(app) as statements:
        browser.page(path)
    return len(statements)


def about(world, thread, city_id):
    from hrcn_community.conversations.models import Conversation

    def add():
        db.session.get_one(Conversation, thread.conversation_id).city_id = city_id

    world.do(add)
