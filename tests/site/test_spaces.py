"""Spaces: the directory, joining, leaving, asking and being let in."""

import pytest

from hrcn_community.accounts.models import Membership, SpaceRequest
from hrcn_community.notifications.models import Notice
from hrcn_community.spaces.models import Space
from tests.browsing import follow
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC, RESTRICTED


@pytest.fixture
def restricted(world, cast):
    space = world.space(RESTRICTED, "Officials", facilitator=cast.chandra, member=cast.omar)
    world.thread(space, cast.omar, "Unmistakable title")
    return space


def test_the_directory_shows_each_what_they_may_know(world, cast, public):
    for visibility in (PUBLIC, NETWORK, RESTRICTED, CONFIDENTIAL):
        world.space(visibility, f"A {visibility} name", member=cast.amina)
    for browser, names in (
        (public, "public"),
        (cast.eve.browser, "public network restricted"),
        (cast.cleo.browser, "public network restricted"),
        (cast.amina.browser, "public network restricted confidential"),
    ):
        page = browser.page("/spaces")
        seen = [
            v for v in ("public", "network", "restricted", "confidential") if f"A {v} name" in page
        ]
        assert seen == names.split()


def test_a_space_that_a_feature_owns_has_no_page(world, cast):
    space = world.space(PUBLIC, listed=False)
    assert cast.amina.browser.sees(f"/spaces/{space.slug}") == 404


def test_joining_an_open_space_and_leaving_it(world, cast):
    space = world.space(NETWORK)
    here = f"/spaces/{space.slug}"
    page = follow(cast.amina.browser, cast.amina.browser.post(f"{here}/membership"))
    assert "Leave this space" in page
    assert "Amina" in cast.ben.browser.page(here)
    assert world.rows(Space)[0].member_count == 1
    cast.amina.browser.post(f"{here}/membership")
    assert len(world.rows(Membership)) == 1
    follow(cast.amina.browser, cast.amina.browser.post(f"{here}/membership/end"))
    assert world.rows(Membership) == []
    assert world.rows(Space)[0].member_count == 0


def test_joining_leaving_and_running_a_space_stand_above_its_threads(world, cast):
    space = world.space(NETWORK, facilitator=cast.chandra)
    page = cast.eve.browser.page(f"/spaces/{space.slug}")
    assert page.index("Join this space") < page.index('class="tabs"')
    page = cast.chandra.browser.page(f"/spaces/{space.slug}")
    assert page.index("Leave this space") < page.index("Running this space")
    assert page.index("Running this space") < page.index('class="tabs"')


def test_nobody_joins_a_closed_space_by_themselves(world, cast, public, restricted):
    hidden = world.space(CONFIDENTIAL)
    assert cast.eve.browser.post(f"/spaces/{restricted.slug}/membership").status_code == 404
    assert cast.eve.browser.post(f"/spaces/{hidden.slug}/membership").status_code == 404
    assert cast.omar.browser.post(f"/spaces/{restricted.slug}/membership").status_code == 403
    assert public.post(f"/spaces/{restricted.slug}/membership").status_code == 401


def test_outside_a_restricted_space_its_name_is_known_and_nothing_more(cast, public, restricted):
    page = cast.eve.browser.page(f"/spaces/{restricted.slug}")
    assert "Officials" in page
    assert "Ask to be let in" in page
    assert "Unmistakable title" not in page
    assert "Omar" not in page
    assert public.sees(f"/spaces/{restricted.slug}") == 404


def test_whoever_is_inside_is_led_to_a_search_of_that_space_alone(world, cast, restricted):
    world.thread(world.space(name="Elsewhere"), cast.omar, "Another one")
    search = f"/search?q=space:{restricted.slug}"
    assert search not in cast.eve.browser.page(f"/spaces/{restricted.slug}")
    assert search in cast.omar.browser.page(f"/spaces/{restricted.slug}")
    found = cast.omar.browser.page(search)
    assert "Unmistakable title" in found
    assert "Another one" not in found


def test_asking_being_told_of_and_being_let_in(world, cast, worker, restricted):
    here = f"/spaces/{restricted.slug}"
    page = follow(
        cast.eve.browser, cast.eve.browser.post(f"{here}/requests", reason="I audit them.")
    )
    assert "You have asked to be let in" in page
    worker()
    [notice] = world.rows(Notice)
    assert (notice.person_id, notice.kind) == (cast.chandra.id, "space.asked")
    assert "I audit them." in cast.chandra.browser.page(here)
    assert "I audit them." not in cast.omar.browser.page(here)
    answer = cast.chandra.browser.post(f"{here}/requests/eve/admission", admit="1")
    assert "They have been let in, and are told." in follow(cast.chandra.browser, answer)
    assert "Unmistakable title" in cast.eve.browser.page(here)
    assert world.rows(SpaceRequest) == []
    worker()
    assert "let you into" in cast.eve.browser.page("/notifications")


def test_being_declined_is_told_and_one_may_ask_again(world, cast, worker, restricted):
    here = f"/spaces/{restricted.slug}"
    cast.eve.browser.post(f"{here}/requests", reason="I audit them.")
    answer = cast.chandra.browser.post(f"{here}/requests/eve/admission", decline="1")
    assert "Declined; they are told." in follow(cast.chandra.browser, answer)
    assert "Unmistakable title" not in cast.eve.browser.page(here)
    worker()
    assert "did not let you into" in cast.eve.browser.page("/notifications")
    assert cast.eve.browser.post(f"{here}/requests", reason="Once more.").status_code == 303


def test_asking_twice_is_asking_once_and_needs_a_reason(world, cast, restricted):
    here = f"/spaces/{restricted.slug}"
    answer = cast.eve.browser.post(f"{here}/requests", reason="")
    assert answer.status_code == 422
    assert "Say it in a sentence." in answer.text
    for reason in ("One.", "Two."):
        cast.eve.browser.post(f"{here}/requests", reason=reason)
    [request] = world.rows(SpaceRequest)
    assert request.reason == "One."


def test_members_let_nobody_in_and_nobody_is_let_in_who_did_not_ask(world, cast, restricted):
    here = f"/spaces/{restricted.slug}"
    cast.eve.browser.post(f"{here}/requests", reason="I audit them.")
    assert cast.omar.browser.post(f"{here}/requests/eve/admission", admit="1").status_code == 403
    assert cast.cleo.browser.post(f"{here}/requests/eve/admission", admit="1").status_code == 404
    assert cast.chandra.browser.post(f"{here}/requests/cleo/admission").status_code == 404
    assert cast.omar.browser.post(f"{here}/requests", reason="Inside.").status_code == 403


def test_a_hidden_space_takes_no_request(world, cast):
    hidden = world.space(CONFIDENTIAL)
    answers = [
        cast.eve.browser.post(f"/spaces/{slug}/requests", reason="Let me in.")
        for slug in (hidden.slug, "0" * len(hidden.slug))
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len(answers[0].data) == len(answers[1].data)
