"""The standing pages: written by the core team, every version kept, each in its reader's language."""

import pytest

from config import LANGUAGES
from hrcn_community.privacy.keeping_models import PageText, PageVersion
from hrcn_community.site.standing import PAGES
from tests.browsing import Browser, follow
from tests.privacy.forms import fields_in

OPENING = "Whoever comes in wipes their feet."


def written(browser: Browser, slug: str = "terms", **changes: str) -> dict[str, str]:
    """Return the form of a page as it is shown, with what somebody changes in it."""
    fields = fields_of(browser.page(f"/admin/pages/{slug}"))
    return {**fields, "changed_en": "The mat is new.", **changes}


def fields_of(text: str) -> dict[str, str]:
    return fields_in(text, "/admin/pages/")


def test_a_page_comes_with_the_software_as_its_first_version(public):
    for slug in PAGES:
        assert public.sees(f"/{slug}") == 200
    assert "Version 1 of" in public.page("/terms")
    assert "holds now" in public.page("/terms/versions")
    assert public.sees("/terms/versions/1") == 200
    assert public.sees("/terms/versions/2") == public.sees("/terms/versions/0") == 404
    assert public.sees("/nothing/versions") == 404


def test_the_core_team_publishes_a_new_version_and_the_old_one_stays(world, cast, public):
    cleo = cast.cleo.browser
    before = public.page("/about")
    form = written(cleo, "about", body_en=f"{OPENING}\n\n## Heading", title_en="The house")
    page = follow(cleo, cleo.post("/admin/pages/about", form))
    assert "The mat is new." in page
    now = public.page("/about")
    assert OPENING in now
    assert "<h2" in now
    assert "Version 2 of" in now
    old = public.page("/about/versions/1")
    assert "not-for-profit association" in old
    assert "not-for-profit association" in before
    new = public.page("/about/versions/2")
    assert "<ins>" in new
    assert "<del>" in new
    assert [row.number for row in world.rows(PageVersion, page="about")] == [1, 2]


def test_it_is_looked_at_before_it_is_published(world, cast, public):
    cleo = cast.cleo.browser
    form = written(cleo, "help", body_en=f"**{OPENING}**", preview="yes")
    answer = cleo.post("/admin/pages/help", form)
    assert answer.status_code == 200
    assert f"<strong>{OPENING}</strong>" in answer.text
    assert OPENING not in public.page("/help")
    assert world.rows(PageVersion) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title_en": " "}, "Give the page a title."),
        ({"body_en": ""}, "Write the text"),
        ({"changed_en": ""}, "Say in a sentence what is different"),
        ({"body_sv": "Hej"}, "Give the page a title."),
        ({"body_en": "x" * 32_001}, "at most 32000 fit"),
        ({}, "Nothing is different from what stands."),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_the_text_stays(world, cast, changes, said):
    cleo = cast.cleo.browser
    answer = cleo.post("/admin/pages/imprint", written(cleo, "imprint", **changes))
    assert answer.status_code == 422
    assert said in answer.text
    assert "1 Example Square" in answer.text or changes.get("body_en") is not None
    assert world.rows(PageVersion) == []


def test_of_two_editors_the_second_sees_both_texts(world, cast):
    cleo, tomas = cast.cleo.browser, cast.tomas.browser
    mine = written(tomas, "terms", body_en="Tomas writes of the door.")
    cleo.post("/admin/pages/terms", written(cleo, "terms", body_en="Cleo writes of the roof."))
    answer = tomas.post("/admin/pages/terms", mine)
    assert answer.status_code == 409
    assert "Cleo writes of the roof." in answer.text
    assert "Tomas writes of the door." in answer.text
    assert len(world.rows(PageVersion, page="terms")) == 2
    again = fields_of(answer.text) | {"form_token": "another-form"}
    assert tomas.post("/admin/pages/terms", again).status_code == 303


def test_the_same_form_sent_twice_is_one_version(world, cast):
    cleo = cast.cleo.browser
    form = written(cleo, "about", body_en=OPENING)
    assert [cleo.post("/admin/pages/about", form).status_code for _ in "ab"] == [303, 303]
    assert len(world.rows(PageVersion, page="about")) == 2


def test_nobody_but_the_core_team_writes_them(cast, public):
    for person in (cast.amina, cast.omar, cast.dalia):
        assert person.browser.sees("/admin/pages") == 403
        form = {"title_en": "Mine", "body_en": OPENING, "changed_en": "All."}
        assert person.browser.post("/admin/pages/about", form).status_code == 403
    assert public.post("/admin/pages/about", {}).status_code == 401
    assert cast.cleo.browser.sees("/admin/pages/nothing") == 404


def test_a_page_is_read_in_ones_own_language_or_its_language_is_marked(world, cast, public):
    cleo = cast.cleo.browser
    form = written(cleo, "about", title_sv="Om huset", body_sv="Torka fötterna.")
    follow(cleo, cleo.post("/admin/pages/about", form))
    swedish = public.get("/about", headers={"Accept-Language": "sv"}).text
    assert "Torka fötterna." in swedish
    french = public.get("/about", headers={"Accept-Language": "fr"}).text
    assert '<div class="prose standing" lang="en">' in french
    assert {row.language for row in world.rows(PageText)} >= {"en", "sv"}


def test_the_notice_says_the_periods_and_cookies_that_hold(public):
    notice = public.page("/privacy")
    assert "{" not in notice.split("<main")[1].split("</main")[0]
    assert "Drafts that nobody touched" in notice
    assert "90 days" in notice
    assert "<code>hrcn</code>" in notice
    assert "3 years" in public.page("/terms")


@pytest.mark.parametrize("page", ["terms", "privacy"])
def test_terms_and_notice_come_whole_in_every_language(public, page):
    """With as many headings, table rows and links as the English ones: nothing was left out."""
    shapes = set()
    for language in LANGUAGES:
        text = public.get(f"/{page}", headers={"Accept-Language": language}).text
        main = text.split("<main")[1].split("</main")[0]
        assert 'lang="en"' not in main
        assert "{" not in main
        shapes.add(tuple(main.count(tag) for tag in ("<h2", "<tr", "<a ", "<li")))
    assert len(shapes) == 1
