"""Reading what there is: by theme, city and language, page by page."""

from sqlalchemy import select

from hrcn_community.core.db import db
from hrcn_community.register.models import City, Term
from tests.knowledge.telling import a_guideline, a_register, a_verified_practice, adopted


def test_practices_are_narrowed_by_theme_city_and_language(world, cast, public):
    a_register(world)
    ids = world.ask(lambda: {r.slug: r.id for r in db.session.execute(select(Term.slug, Term.id))})
    lund = world.ask(lambda: db.session.scalar(select(City.id).where(City.slug == "lund")))
    a_verified_practice(world, cast, "Of homes", term_ids=(ids["housing"],), city_id=lund)
    a_verified_practice(world, cast, "Vom Arbeiten", term_ids=(ids["work"],), language="de")
    for query, found in (
        ("theme=housing", {"Of homes"}),
        ("city=lund", {"Of homes"}),
        ("language=de", {"Vom Arbeiten"}),
        ("theme=work&city=lund", set()),
        ("", {"Of homes", "Vom Arbeiten"}),
    ):
        page = public.page(f"/knowledge?{query}")
        assert {t for t in ("Of homes", "Vom Arbeiten") if f">{t}</a>" in page} == found
    assert "No practice is recorded for this choice" in public.page("/knowledge?city=york")


def test_the_next_page_goes_on_where_the_first_ended(world, cast, public):
    for n in range(23):
        a_verified_practice(world, cast, f"Practice number {n:02}")
    first = public.page("/knowledge")
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = public.page(older)
    shown = [n for n in range(23) if f"Practice number {n:02}" in first]
    assert shown == list(range(3, 23))
    assert [n for n in range(23) if f"Practice number {n:02}" in second] == [0, 1, 2]


def test_a_place_in_the_list_that_is_not_there_shows_nothing_and_breaks_nothing(
    world, cast, public
):
    a_verified_practice(world, cast)
    assert public.sees("/knowledge?before=nowhere&theme=nothing&city=%F0%9F%8F%99") == 200


def test_a_draft_guideline_is_for_the_network_and_an_adopted_one_for_all(world, cast, public):
    guideline = a_guideline(world, cast.dalia, "First steps of a city")
    assert "First steps of a city" not in public.page("/knowledge")
    assert "First steps of a city" in cast.ben.browser.page("/knowledge")
    adopted(world, guideline, cast.cleo)
    assert "First steps of a city" in public.page("/knowledge")
