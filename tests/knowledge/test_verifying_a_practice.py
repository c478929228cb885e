"""Verifying a practice."""

import re

from hrcn_community.accounts.models import Membership
from hrcn_community.knowledge.models import Practice
from tests.browsing import follow
from tests.knowledge.telling import a_practice, a_verified_practice, reviewed


def a_reviewed_practice(world, cast, title="Open meetings"):
    _ = cast.dalia, cast.cleo, cast.ruth
    practice = a_practice(world, cast.amina, title)
    reviewed(world, practice, cast.dalia)
    return practice


def test_the_core_team_verifies_and_both_layers_open_each_to_its_readers(world, cast, public):
    practice = a_reviewed_practice(world, cast)
    page = cast.cleo.browser.page(practice.address)
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', page)
    assert seen
    answer = cast.cleo.browser.post(f"{practice.address}/verification", seen=seen[1])
    assert "by Cleo" in follow(cast.cleo.browser, answer)
    outside = public.page(practice.address)
    assert "Four open meetings a year." in outside
    assert "The same weekday" not in outside
    assert "The details are for the network" in outside
    assert "The same weekday" in cast.eve.browser.page(practice.address)
    assert practice.address in public.page("/knowledge")
    assert practice.address in public.page("/")


def test_search_finds_each_layer_only_for_its_readers(world, cast, public):
    practice = a_verified_practice(world, cast, details="A quarterly logbook of reasons.")
    assert practice.address in public.page("/search?q=open+meetings")
    assert "logbook" not in public.page("/search?q=quarterly")
    assert "logbook" in cast.eve.browser.page("/search?q=quarterly")


def test_its_submitter_is_told(world, cast, worker):
    a_verified_practice(world, cast)
    worker()
    assert "Cleo verified your practice" in cast.amina.browser.page("/notifications")


def test_nobody_but_the_core_team_verifies(world, cast):
    practice = a_reviewed_practice(world, cast)
    for person, status in ((cast.dalia, 403), (cast.amina, 403), (cast.eve, 404)):
        answer = person.browser.post(f"{practice.address}/verification", seen="1-1")
        assert answer.status_code == status
    assert [p.state for p in world.rows(Practice)] == ["reviewed"]


def test_nobody_verifies_their_own(world, cast):
    _ = cast.dalia
    practice = a_practice(world, cast.cleo)
    reviewed(world, practice, cast.dalia)
    answer = cast.cleo.browser.post(f"{practice.address}/verification", seen="1-1")
    assert answer.status_code == 409
    assert "Somebody else reviews and verifies" in answer.text


def test_what_nobody_has_called_ready_is_not_verified(world, cast):
    _ = cast.cleo
    practice = a_practice(world, cast.amina)
    answer = cast.cleo.browser.post(f"{practice.address}/verification", seen="1-1")
    assert answer.status_code == 409
    assert "after a reviewer has called it ready" in answer.text


def test_a_text_that_changed_under_the_eyes_of_the_verifier_is_not_verified(world, cast):
    practice = a_reviewed_practice(world, cast)
    change_details(cast.amina, practice, "Something else entirely.")
    for seen in ("1-1", "", "2-1"):
        answer = cast.cleo.browser.post(f"{practice.address}/verification", seen=seen)
        assert answer.status_code == 409
        assert "changed after you opened this page" in answer.text
    answer = cast.cleo.browser.post(f"{practice.address}/verification", seen="1-2")
    assert answer.status_code == 303


def test_a_change_afterwards_takes_the_mark_away_until_it_is_verified_again(world, cast):
    practice = a_verified_practice(world, cast)
    change_details(cast.amina, practice, "A different weekday now.")
    page = cast.eve.browser.page(practice.address)
    assert "The text was changed since." in page
    cast.cleo.browser.post(f"{practice.address}/verification", seen="1-2")
    assert "The text was changed since." not in cast.eve.browser.page(practice.address)


def test_reviewers_who_had_no_part_leave_the_desk_and_the_others_stay(world, cast):
    practice = a_reviewed_practice(world, cast)
    cast.cleo.browser.post(f"{practice.address}/verification", seen="1-1")
    inside = {row.person_id for row in world.rows(Membership)}
    assert inside == {cast.amina.id, cast.dalia.id, cast.cleo.id}


def test_verified_twice_it_is_one_record_with_one_place_in_the_list(world, cast, public):
    practice = a_verified_practice(world, cast)
    cast.cleo.browser.post(f"{practice.address}/verification", seen="1-1")
    assert public.page("/knowledge").count(f'href="{practice.address}"') == 1


def change_details(person, practice, words):
    page = person.browser.page(practice.address)
    refs = re.findall(r"/posts/([0-9a-z]+)/edit", page)
    answer = person.browser.post(f"/posts/{refs[-1]}/edit", body=words, revision="1")
    assert answer.status_code == 303
