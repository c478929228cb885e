"""Changing the draft of a clause, and adopting a version."""

import re

import pytest
from sqlalchemy.exc import IntegrityError

from hrcn_community.core.db import db
from hrcn_community.knowledge.models import AdoptedClause, Guideline
from tests.browsing import follow
from tests.knowledge.telling import a_guideline, adopted


def seen_on(browser, address):
    found = re.search(r'name="seen"[^>]*value="([^"]+)"', browser.page(address))
    return found[1] if found else ""


def test_the_core_team_adopts_and_the_public_reads_what_it_is_about(world, cast, public, worker):
    guideline = a_guideline(world, cast.dalia)
    assert public.sees(guideline.address) == 404
    answer = cast.cleo.browser.post(
        f"{guideline.address}/adoption", seen=seen_on(cast.cleo.browser, guideline.address)
    )
    assert "Version 1 is adopted." in follow(cast.cleo.browser, answer)
    assert "For cities that begin." in public.page(guideline.address)
    pinned = {(row.number, row.revision) for row in world.rows(AdoptedClause)}
    assert pinned == {(1, 1), (2, 1)}
    worker()
    assert "Cleo adopted the guideline" in cast.dalia.browser.page("/notifications")


def test_nobody_but_the_core_team_adopts(world, cast):
    guideline = a_guideline(world, cast.dalia)
    for person in (cast.dalia, cast.ben):
        answer = person.browser.post(f"{guideline.address}/adoption", seen="1-1")
        assert answer.status_code == 403
    assert [g.version for g in world.rows(Guideline)] == [0]


def test_a_clause_that_changed_under_the_eyes_of_the_adopter_stops_the_adoption(world, cast):
    guideline = a_guideline(world, cast.dalia)
    change(cast.cleo, guideline, 2, "Three.")
    answer = cast.cleo.browser.post(f"{guideline.address}/adoption", seen="1-1")
    assert answer.status_code == 409
    assert "changed after you opened this page" in answer.text
    assert world.rows(AdoptedClause) == []


def test_adopted_words_stay_while_a_newer_draft_is_discussed(world, cast):
    guideline = a_guideline(world, cast.dalia)
    adopted(world, guideline, cast.cleo)
    change(cast.cleo, guideline, 2, "Three.")
    page = cast.ben.browser.page(guideline.address)
    assert "<p>Five.</p>" in page
    assert "<p>Three.</p>" not in page
    assert "A newer draft is being discussed" in page
    assert "<p>Three.</p>" in cast.ben.browser.page(f"{guideline.address}/clauses/2")
    answer = cast.cleo.browser.post(f"{guideline.address}/adoption", seen="1-2")
    assert "<p>Three.</p>" in follow(cast.cleo.browser, answer)
    assert [row.revision for row in world.rows(AdoptedClause, version=1, number=2)] == [1]


def test_what_stands_as_adopted_is_not_adopted_again(world, cast):
    guideline = a_guideline(world, cast.dalia)
    adopted(world, guideline, cast.cleo)
    answer = cast.cleo.browser.post(f"{guideline.address}/adoption", seen="1-1")
    assert answer.status_code == 409
    assert "nothing new to adopt" in answer.text


def test_an_adopted_clause_can_pin_no_revision_that_was_never_written(world, cast):
    guideline = a_guideline(world, cast.dalia)
    adopted(world, guideline, cast.cleo)

    def forge():
        row = db.session.scalars(db.select(AdoptedClause).limit(1)).one()
        row.revision = 99
        db.session.flush()

    with pytest.raises(IntegrityError):
        world.do(forge)


def test_practitioners_do_not_change_a_clause(world, cast):
    guideline = a_guideline(world, cast.dalia)
    path = f"{guideline.address}/clauses/1/edit"
    assert cast.ben.browser.sees(path) == 403
    assert cast.ben.browser.post(path, body="Mine now.", revision="1").status_code == 403


def test_an_empty_clause_comes_back_and_a_hidden_one_is_not_found(world, cast, public):
    guideline = a_guideline(world, cast.dalia)
    path = f"{guideline.address}/clauses/1/edit"
    answer = cast.cleo.browser.post(path, body=" ", revision="1")
    assert answer.status_code == 422
    assert (
        cast.cleo.browser.post(
            f"{guideline.address}/clauses/7/edit", body="x", revision="1"
        ).status_code
        == 404
    )
    assert public.post(path, body="x", revision="1").status_code == 401


def test_two_who_change_a_clause_at_once_lose_no_word(world, cast):
    guideline = a_guideline(world, cast.dalia)
    change(cast.cleo, guideline, 1, "The council asks for it.")
    answer = cast.tomas.browser.post(
        f"{guideline.address}/clauses/1/edit", body="The mayor asks for it.", revision="1"
    )
    assert answer.status_code == 409
    assert "The mayor asks for it." in answer.text
    assert "The council asks for it." in answer.text


def change(person, guideline, number, words):
    answer = person.browser.post(
        f"{guideline.address}/clauses/{number}/edit", body=words, revision="1"
    )
    assert answer.status_code == 303
