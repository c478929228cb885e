"""Similar threads while a title is typed: found by its words, as far as the viewer may read."""

import re

from hrcn_community.conversations.models import Post, PostState
from hrcn_community.core.db import db
from hrcn_community.discussions.models import ThreadKind
from tests.discussions.lists import about
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC

FRAGMENT = {"HX-Request": "true"}
FORM = {"body": "Half written *words*", "kind": "question", "language": "de"}


def found(page: str) -> list[str]:
    part = (
        page.split('class="similar__list"')[1].split("</ul>")[0] if "similar__list" in page else ""
    )
    return re.findall(r'target="_blank">([^<]+)</a>', part)


def look(browser, title, space, **more):
    wanted = {"title": title, "space": space.slug, **more}
    answer = browser.get("/threads/similar", query_string=wanted, headers=FRAGMENT)
    assert answer.status_code == 200
    return answer.text


def test_the_words_of_a_title_find_those_like_it_the_best_first(world, cast):
    space, other = world.space(NETWORK), world.space(PUBLIC)
    world.thread(other, cast.amina, "Measuring homelessness in winter")
    world.thread(other, cast.amina, "Cold homes, and what a city can do")
    world.thread(other, cast.amina, "A winter without cold homes")
    world.thread(other, cast.amina, "Who sits on a council?", "About cold homes in winter.")
    page = look(cast.ben.browser, "How do you keep a home from being cold in winter?", space)
    assert found(page) == [
        "A winter without cold homes",
        "Cold homes, and what a city can do",
        "Measuring homelessness in winter",
    ]
    assert "<html" not in page
    assert "3 similar threads were found." in page


def test_they_stand_open_below_a_question_and_folded_below_anything_else(world, cast):
    space = world.space()
    world.thread(space, cast.amina, "Insulation")
    assert '<details class="similar__found" open>' in look(
        cast.ben.browser, "Insulation", space, kind="question"
    )
    for kind in ({"kind": "discussion"}, {}):
        assert "open>" not in look(cast.ben.browser, "Insulation", space, **kind)


def test_a_kind_that_is_chosen_before_there_is_a_title_looks_for_nothing(world, cast):
    page = look(cast.ben.browser, " ", world.space(), kind="question")
    assert "Perhaps others have written about it already." in page
    assert "No thread has a title" not in page


def test_any_form_of_a_word_in_any_of_our_languages_finds_it(world, cast):
    space = world.space(PUBLIC)
    world.thread(space, cast.amina, "Wohnungen für alle", language="de")
    for typed in ("Eine Wohnung", "WOHNUNGEN", "wohnungen?"):
        assert found(look(cast.ben.browser, typed, space)) == ["Wohnungen für alle"], typed


def test_no_more_than_five_and_those_of_the_same_space_before_others(world, cast):
    space, other = world.space(), world.space()
    world.thread(space, cast.amina, "Insulation here")
    for n in range(6):
        world.thread(other, cast.amina, f"Insulation {n}")
    page = look(cast.ben.browser, "Insulation", space)
    assert found(page) == ["Insulation here", *(f"Insulation {n}" for n in (5, 4, 3, 2))]


def test_words_that_say_nothing_find_nothing(world, cast):
    space = world.space()
    world.thread(space, cast.amina, "How do you do it, and what for?")
    for typed in ("", "How do you", "a", "?!", "'\") OR 1 --", "x" * 5000, "% _ *"):
        page = look(cast.ben.browser, typed, space)
        assert found(page) == []
        assert "No thread has a title like this one" in page


def test_nothing_of_a_closed_space_is_found_by_who_is_outside(world, cast):
    closed = world.space(CONFIDENTIAL, member=cast.amina)
    here = world.space(member=cast.amina)
    world.thread(closed, cast.amina, "Shelter for a defender", kind=ThreadKind.QUESTION)
    for person in (cast.eve, cast.cleo):
        assert found(look(person.browser, "Shelter for defenders", here)) == []
        missing = [
            person.browser.get(f"/threads/similar?title=Shelter&space={slug}")
            for slug in (closed.slug, "0" * len(closed.slug))
        ]
        assert [answer.status_code for answer in missing] == [404, 404]
        assert len(missing[0].data) == len(missing[1].data)
    assert found(look(cast.amina.browser, "Shelter", here)) == ["Shelter for a defender"]


def test_what_is_not_listed_hidden_or_taken_back_is_not_found(world, cast):
    space = world.space()
    threads = [world.thread(space, cast.amina, f"Insulation {n}") for n in range(3)]
    about(world, threads[0], is_listed=False)

    def hide():
        opening = db.select(Post).where(Post.conversation_id == threads[1].conversation_id)
        db.session.scalars(opening).one().state = PostState.HIDDEN

    world.do(hide)
    assert found(look(cast.ben.browser, "Insulation", space)) == ["Insulation 2"]


def test_without_scripts_they_are_a_page_of_their_own(world, cast, public):
    space = world.space()
    world.thread(space, cast.amina, "Insulation")
    page = cast.ben.browser.page(f"/threads/similar?title=Insulation&space={space.slug}")
    assert found(page) == ["Insulation"]
    assert "<h1" in page
    assert public.sees(f"/threads/similar?title=Insulation&space={space.slug}") == 404
    assert public.post("/threads/similar", title="Insulation").status_code == 401


def test_a_button_shows_them_on_the_same_form_with_all_that_was_written(world, cast):
    space = world.space()
    world.thread(space, cast.amina, "Insulation")
    answer = cast.ben.browser.post("/threads/similar", FORM, title="Insulating", space=space.slug)
    assert answer.status_code == 200
    assert found(answer.text) == ["Insulation"]
    assert 'value="Insulating"' in answer.text
    assert "Half written *words*" in answer.text
    assert re.search(r'value="question"[^>]*checked|checked[^>]*value="question"', answer.text)
    assert 'action="/threads"' in answer.text
    assert "field__error" not in answer.text


def test_where_only_facilitators_start_a_member_is_refused(world, cast):
    space = world.space(starters="facilitators", member=cast.ben)
    assert cast.ben.browser.sees(f"/threads/similar?title=x&space={space.slug}") == 403
    answer = cast.ben.browser.post("/threads/similar", FORM, title="x", space=space.slug)
    assert answer.status_code == 403


def test_in_a_closed_space_no_title_is_sent_while_it_is_typed(world, cast):
    """It would stand in an address. The button sends it as the text is sent."""
    closed, open_ = world.space(CONFIDENTIAL, member=cast.ben), world.space()
    assert "hx-get" not in cast.ben.browser.page(f"/threads/new?space={closed.slug}")
    page = cast.ben.browser.page(f"/threads/new?space={open_.slug}")
    assert f'hx-get="/threads/similar?space={open_.slug}"' in page
    assert 'id="similar-said" role="status"' in page
