"""Opening a space: who may, at which address, for whom."""

import pytest

from hrcn_community.accounts.models import Membership
from hrcn_community.core.events import Entry
from hrcn_community.notifications.models import Notice
from hrcn_community.spaces.models import Space
from tests.browsing import follow
from tests.factories import CONFIDENTIAL, NETWORK

FORM = {
    "name": "Homes for all",
    "slug": "",
    "visibility": "network",
    "description": "About **roofs**.",
    "language": "en",
    "facilitators": "@cleo @amina",
}


@pytest.fixture(autouse=True)
def amina(cast):
    return cast.amina


def test_the_core_team_opens_a_space_with_its_first_facilitators(world, cast, worker):
    assert 'value="@cleo"' in cast.cleo.browser.page("/spaces/new")
    answer = cast.cleo.browser.post("/spaces", FORM)
    assert answer.headers["Location"] == "/spaces/homes-for-all"
    page = follow(cast.cleo.browser, answer)
    assert "<strong>roofs</strong>" in page
    assert "Running this space" in cast.amina.browser.page("/spaces/homes-for-all")
    [space] = world.rows(Space)
    assert (space.visibility, space.is_listed, space.member_count) == (NETWORK, True, 2)
    assert {m.role for m in world.rows(Membership)} == {"facilitator"}
    assert len(world.rows(Entry, name="SpaceOpened")) == 1
    worker()
    assert [(n.person_id, n.kind) for n in world.rows(Notice)] == [
        (cast.amina.id, "space.appointed")
    ]


def test_it_is_opened_once_however_often_the_form_is_sent(world, cast):
    form = FORM | {"form_token": "0123456789"}
    answers = [cast.cleo.browser.post("/spaces", form) for _ in range(2)]
    assert [a.headers["Location"] for a in answers] == ["/spaces/homes-for-all"] * 2
    assert len(world.rows(Space)) == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "Give the space a name."),
        ({"slug": "New"}, "used by the house itself"),
        ({"visibility": "secret"}, "Not a valid choice"),
        ({"facilitators": ""}, "Name somebody, or yourself."),
        ({"facilitators": "@cleo @nobody"}, "There is nobody called @nobody here."),
        ({"description": "[" * 500}, "square brackets"),
    ],
)
def test_what_cannot_be_comes_back_with_a_message(world, cast, wrong, message):
    answer = cast.cleo.browser.post("/spaces", FORM | wrong)
    assert answer.status_code == 422
    assert message in answer.text
    assert world.rows(Space) == []


def test_an_address_that_one_may_know_of_is_said_to_be_taken(world, cast):
    cast.cleo.browser.post("/spaces", FORM)
    answer = cast.cleo.browser.post("/spaces", FORM | {"name": "Homes, for all!"})
    assert answer.status_code == 409
    assert "There is a space at this address already." in answer.text
    assert "Homes, for all!" in answer.text
    assert len(world.rows(Space)) == 1


def test_nothing_says_that_a_confidential_space_stands_at_an_address(world, cast):
    hidden = world.space(CONFIDENTIAL, member=cast.amina)
    answer = cast.cleo.browser.post("/spaces", FORM | {"slug": hidden.slug})
    assert answer.status_code == 303
    place = answer.headers["Location"]
    assert place.startswith(f"/spaces/{hidden.slug}-")
    page = follow(cast.cleo.browser, answer)
    assert "already" not in page
    assert hidden.name not in page


def test_the_address_of_a_confidential_space_cannot_be_guessed_nor_taken(world, cast):
    answer = cast.cleo.browser.post("/spaces", FORM | {"visibility": "confidential"})
    assert answer.headers["Location"].startswith("/spaces/homes-for-all-")
    assert cast.eve.browser.sees(answer.headers["Location"]) == 404
    assert cast.tomas.browser.sees(answer.headers["Location"]) == 404
    plain = cast.tomas.browser.post("/spaces", FORM | {"facilitators": "@tomas"})
    assert plain.headers["Location"] == "/spaces/homes-for-all"


def test_who_opens_a_closed_space_for_others_stays_outside(world, cast):
    form = FORM | {"visibility": "restricted", "facilitators": "amina"}
    answer = cast.cleo.browser.post("/spaces", form)
    assert answer.headers["Location"] == "/spaces"
    assert cast.cleo.browser.sees("/spaces/homes-for-all/people") == 404
    assert cast.amina.browser.sees("/spaces/homes-for-all/people") == 200


def test_others_open_nothing_and_are_not_offered_to(world, cast, public):
    assert 'href="/spaces/new"' in cast.cleo.browser.page("/spaces")
    for somebody in (cast.amina, cast.dalia, cast.omar):
        assert somebody.browser.post("/spaces", FORM).status_code == 403
        assert somebody.browser.sees("/spaces/new") == 403
        assert 'href="/spaces/new"' not in somebody.browser.page("/spaces")
    assert public.post("/spaces", FORM).status_code == 401
    assert world.rows(Space) == []
