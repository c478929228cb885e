"""Words are tended by the core team; what was said with them goes on to mean the same."""

import re

import pytest

from hrcn_community.accounts.models import PersonTerm
from hrcn_community.conversations.models import ConversationTerm
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.register.actions.terms import move_term
from hrcn_community.register.models import Term
from hrcn_community.register.queries import find_term
from tests.browsing import follow
from tests.factories import CONFIDENTIAL, PUBLIC
from tests.racing import meanwhile, on_postgresql, sent_at_once

HERE = "/admin/terms/themes"
NO_NAMES = {"de": "", "nl": "", "sv": "", "fr": ""}


@pytest.fixture
def words(world) -> dict[str, int]:
    """Three themes: housing, homes, water."""

    def add() -> dict[str, int]:
        made = {
            slug: Term(vocabulary="themes", slug=slug, name=slug.capitalize(), position=place)
            for place, slug in enumerate(["housing", "homes", "water"])
        }
        db.session.add_all(made.values())
        db.session.flush()
        return {slug: term.id for slug, term in made.items()}

    return world.do(add)


def use(world, thread, *term_ids: int) -> None:
    world.do(
        lambda: db.session.add_all(
            ConversationTerm(conversation_id=thread.conversation_id, term_id=id_)
            for id_ in term_ids
        )
    )


def order(world) -> list[str]:
    return [
        t.slug for t in sorted(world.rows(Term), key=lambda t: t.position) if not t.merged_into_id
    ]


def test_a_word_is_added_and_offered_in_every_language(world, cast, words):
    cleo, _space = cast.cleo.browser, world.space(PUBLIC)
    page = follow(cleo, cleo.post(HERE, NO_NAMES | {"en": "Air", "de": "Luft"}))
    assert "Air" in page
    [term] = world.rows(Term, slug="air")
    assert (term.vocabulary, term.name, term.names) == ("themes", "Air", {"de": "Luft"})
    assert order(world)[-1] == "air"
    assert "Luft" in cast.ben.browser.get("/threads/new", headers={"Accept-Language": "de"}).text
    [entry] = world.rows(Entry, name="TermAdded")
    assert entry.actor_id == cast.cleo.id


@pytest.mark.parametrize(
    ("en", "said"),
    [
        (" ", "Give the word in English"),
        ("HOUSING", "There is such a word"),
        ("x" * 201, "200 characters"),
    ],
)
def test_what_cannot_be_a_word_is_said_beside_the_field_and_kept(world, cast, words, en, said):
    refused = cast.cleo.browser.post(HERE, NO_NAMES | {"en": en, "de": "Kept words"})
    assert refused.status_code == 422
    assert said in refused.text
    assert "Kept words" in refused.text
    assert len(world.rows(Term)) == 3


def test_the_same_form_sent_twice_adds_one_word(world, cast, words):
    fields = NO_NAMES | {"en": "Air", "form_token": "once"}
    first, second = (cast.cleo.browser.post(HERE, fields) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert len(world.rows(Term)) == 4


def test_a_new_name_shows_at_once_where_the_word_is_used_and_its_address_stays(world, cast, words):
    thread = world.thread(world.space(PUBLIC), cast.ben)
    use(world, thread, words["water"])
    cleo = cast.cleo.browser
    page = cleo.page(f"{HERE}/water")
    filled = re.search(r'name="filled_from"[^>]*value="(\w+)"', page)
    assert filled
    named = NO_NAMES | {"en": "Clean water", "de": "Sauberes Wasser", "filled_from": filled[1]}
    follow(cleo, cleo.post(f"{HERE}/water", named))
    german = cast.ben.browser.get(thread.address, headers={"Accept-Language": "de"}).text
    assert "Sauberes Wasser" in german
    assert "Warm homes" in cast.ben.browser.page("/threads?theme=water")
    late = cleo.post(f"{HERE}/water", named | {"en": "Rivers"})
    assert late.status_code == 409
    assert "Clean water" in late.text
    assert "Rivers" in late.text
    assert world.rows(Term, slug="water")[0].name == "Clean water"


def test_the_order_is_changed_by_steps_and_by_number(world, cast, words):
    cleo = cast.cleo.browser
    page = cleo.page(HERE)
    assert "Move Housing down" in page
    assert "Move Housing up" not in page
    cleo.post(f"{HERE}/water/place", place="1")
    assert order(world) == ["water", "housing", "homes"]
    cleo.post(f"{HERE}/water/place", place="2")
    assert order(world) == ["housing", "water", "homes"]
    cleo.post(f"{HERE}/housing/place", place="900")
    assert order(world) == ["water", "homes", "housing"]
    refused = cleo.post(f"{HERE}/housing/place", place="first")
    assert refused.status_code == 422
    assert 'id="place-error"' in refused.text


def test_what_is_retired_is_offered_no_more_and_stays_where_it_is_used(world, cast, words):
    thread = world.thread(world.space(PUBLIC), cast.ben)
    use(world, thread, words["water"], words["housing"])
    world.do(lambda: db.session.add(PersonTerm(person_id=cast.ben.id, term_id=words["water"])))
    cast.cleo.browser.post(f"{HERE}/water/retirement")
    assert 'value="water"' not in cast.ben.browser.page("/threads/new")
    assert "Water" in cast.ben.browser.page(thread.address)
    about = {"title": "Warm homes", "kind": "discussion", "language": "en", "themes": "homes"}
    kept = cast.ben.browser.post(f"{thread.address}/edit", about)
    assert kept.status_code == 303, kept.text
    assert {row.term_id for row in world.rows(ConversationTerm)} == {words["water"], words["homes"]}
    cast.cleo.browser.post(f"{HERE}/water/retirement/end")
    assert 'value="water"' in cast.ben.browser.page("/threads/new")


def test_retired_or_offered_by_two_at_once_or_again_it_is_once_and_each_reads_how_it_stands(
    world, cast, public, words
):
    cleo, tomas = cast.cleo.browser, cast.tomas.browser
    for deed, name, said, is_retired in (
        ("retirement", "TermRetired", "It is offered no more.", True),
        ("retirement/end", "TermOffered", "It is offered again.", False),
    ):
        here = f"{HERE}/water/{deed}"
        for who, status in ((public, 401), (cast.omar.browser, 403)):
            assert who.post(here).status_code == status
        assert cleo.post(f"{HERE}/wine/{deed}").status_code == 404
        assert cleo.post(f"/admin/terms/sdg/water/{deed}").status_code == 404
        assert world.rows(Entry, name=name) == []
        told = [
            follow(browser, answer)
            for browser, answer in zip(
                (cleo, tomas), sent_at_once((cleo, here), (tomas, here)), strict=True
            )
        ]
        told.append(follow(cleo, cleo.post(here)))
        assert [said in page for page in told] == [True] * 3
        assert bool(world.rows(Term, slug="water")[0].retired_at) == is_retired
        assert len(world.rows(Entry, name=name)) == 1
    cleo.post(f"{HERE}/water/merger", into="homes")
    assert cleo.post(f"{HERE}/water/retirement/end").status_code == 404


@on_postgresql
def test_two_who_move_two_words_at_once_wait_for_each_other_and_both_are_moved(
    app, world, cast, words
):
    found: list[Term] = []
    told: list[int] = []
    browser, data = cast.tomas.browser, {"csrf_token": cast.tomas.browser.form_token()}

    def find() -> None:
        found.append(find_term("themes", "water") or Term())

    def move_another() -> None:
        here = f"{HERE}/housing/place"
        told.append(browser.client.post(here, data={**data, "place": "2"}).status_code)

    late = meanwhile(app, find, move_another, lambda: move_term(found[0], 1, by=cast.cleo.id))
    assert (late, told) == (None, [303])
    assert order(world) == ["water", "housing", "homes"]


def test_two_words_become_one_and_the_old_address_leads_to_the_new(world, cast, words):
    space = world.space(PUBLIC)
    both, one = (
        world.thread(space, cast.ben, "Both of them"),
        world.thread(space, cast.ben, "Only one"),
    )
    use(world, both, words["housing"], words["homes"])
    use(world, one, words["homes"])
    world.do(lambda: db.session.add(PersonTerm(person_id=cast.ben.id, term_id=words["homes"])))
    assert "Only one" in cast.ben.browser.page("/threads?theme=homes")
    assert cast.cleo.browser.post(f"{HERE}/homes/merger", into="homes").status_code == 422
    follow(cast.cleo.browser, cast.cleo.browser.post(f"{HERE}/homes/merger", into="housing"))
    assert {(r.conversation_id, r.term_id) for r in world.rows(ConversationTerm)} == {
        (both.conversation_id, words["housing"]),
        (one.conversation_id, words["housing"]),
    }
    assert world.rows(PersonTerm)[0].term_id == words["housing"]
    for slug in ("homes", "housing"):
        assert "Only one" in cast.ben.browser.page(f"/threads?theme={slug}")
        assert "Ben" in cast.amina.browser.page(f"/people?expertise={slug}")
    assert cast.cleo.browser.sees(f"{HERE}/homes") == 404
    assert cast.cleo.browser.post(f"{HERE}/homes/merger", into="water").status_code == 404
    follow(cast.cleo.browser, cast.cleo.browser.post(f"{HERE}/housing/merger", into="water"))
    assert "Only one" in cast.ben.browser.page("/threads?theme=homes")


def test_what_is_closed_is_not_counted(world, cast, words):
    closed = world.space(CONFIDENTIAL, member=cast.amina)
    use(world, world.thread(closed, cast.amina), words["water"])
    page = cast.cleo.browser.page(HERE)
    assert page.count("used 0 times") == 3
    use(world, world.thread(world.space(PUBLIC), cast.ben), words["water"])
    assert "used 1 time ·" in cast.cleo.browser.page(HERE)


def test_nobody_else_tends_words(world, public, cast, words):
    for path in ("/admin/terms", HERE, f"{HERE}/water"):
        assert cast.omar.browser.sees(path) == 403
        assert public.sees(path) == 401
    assert cast.omar.browser.post(HERE, NO_NAMES | {"en": "Air"}).status_code == 403
    assert cast.omar.browser.post(f"{HERE}/water/merger", into="homes").status_code == 403
    assert cast.cleo.browser.sees("/admin/terms/nothing") == 404
    assert len(world.rows(Term)) == 3
