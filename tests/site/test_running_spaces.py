"""Running a space: its settings, its people, and who facilitates it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from hrcn_community.accounts.models import Membership
from hrcn_community.accounts.places import put_inside
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.notifications.models import Notice
from hrcn_community.spaces.models import Space
from tests.browsing import Browser, follow
from tests.counting import count_queries
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC, RESTRICTED

FORM = {
    "name": "Homes for all",
    "description": "About **roofs**.",
    "language": "de",
    "starters": "facilitators",
    "first_posts": "held",
    "slow_seconds": "900",
    "pseudonyms": "allowed",
}


@pytest.fixture
def space(world, cast):
    return world.space(NETWORK, "Housing", facilitator=cast.chandra, member=[cast.amina, cast.ben])


def test_facilitators_change_how_people_meet_in_their_space(world, cast, space):
    here = f"/spaces/{space.slug}"
    page = follow(cast.chandra.browser, cast.chandra.browser.post(f"{here}/settings", FORM))
    assert "<strong>roofs</strong>" in page
    assert "Homes for all" in page
    [row] = world.rows(Space)
    assert {name: str(getattr(row, name)) for name in FORM} == FORM
    assert row.visibility == NETWORK
    assert [entry.actor_id for entry in _events(world, "SpaceChanged")] == [cast.chandra.id]
    assert cast.amina.browser.sees(f"/threads/new?space={space.slug}") == 403


def test_saving_what_is_so_already_changes_nothing(world, cast, space):
    for _ in range(2):
        cast.chandra.browser.post(f"/spaces/{space.slug}/settings", FORM)
    assert len(_events(world, "SpaceChanged")) == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": " "}, "Give the space a name."),
        ({"name": "x" * 121}, "Use at most 120 characters."),
        ({"description": "[" * 500}, "square brackets"),
        ({"slow_seconds": "7"}, "Not a valid choice"),
        ({"starters": "nobody"}, "Not a valid choice"),
        ({"pseudonyms": "ended"}, "Not a valid choice"),
    ],
)
def test_settings_that_cannot_be_come_back_with_a_message(world, cast, space, wrong, message):
    answer = cast.chandra.browser.post(f"/spaces/{space.slug}/settings", FORM | wrong)
    assert answer.status_code == 422
    assert message in answer.text
    assert world.rows(Space)[0].name == "Housing"


def test_pseudonyms_once_allowed_are_ended_and_never_undone(world, cast, space):
    here = f"/spaces/{space.slug}/settings"
    cast.chandra.browser.post(here, FORM)
    assert 'value="never"' not in cast.chandra.browser.page(here)
    assert cast.chandra.browser.post(here, FORM | {"pseudonyms": "never"}).status_code == 422
    for state in ("ended", "allowed"):
        cast.chandra.browser.post(here, FORM | {"pseudonyms": state})
        assert world.rows(Space)[0].pseudonyms == state


def test_who_reads_a_space_is_said_and_cannot_be_changed(world, cast, space):
    here = f"/spaces/{space.slug}/settings"
    page = cast.chandra.browser.page(here)
    assert "All 3 members of the network can read this" in page
    assert "This never changes" in page
    assert 'name="visibility"' not in page
    cast.chandra.browser.post(here, FORM | {"visibility": "public", "slug": "mine"})
    assert (world.rows(Space)[0].visibility, world.rows(Space)[0].slug) == (NETWORK, space.slug)


def test_the_core_team_runs_open_spaces_and_no_closed_one(world, cast, space, public):
    settings = f"/spaces/{space.slug}/settings"
    assert cast.cleo.browser.post(settings, FORM).status_code == 303
    assert cast.amina.browser.post(settings, FORM).status_code == 403
    assert cast.amina.browser.sees(settings) == 403
    assert public.post(settings, FORM).status_code == 401
    for closed in (RESTRICTED, CONFIDENTIAL):
        other = f"/spaces/{world.space(closed, member=cast.ben).slug}/settings"
        assert cast.cleo.browser.post(other, FORM).status_code == 404
        assert cast.ben.browser.post(other, FORM).status_code == 403


def test_a_member_becomes_a_facilitator_with_the_very_next_request(world, cast, space, worker):
    here = f"/spaces/{space.slug}"
    assert cast.amina.browser.sees(f"{here}/settings") == 403
    page = follow(cast.chandra.browser, _appoint(cast.chandra, space, cast.amina))
    assert "They are a facilitator now." in page
    assert cast.amina.browser.sees(f"{here}/settings") == 200
    assert [m.role for m in world.rows(Membership, person_id=cast.amina.id)] == ["facilitator"]
    worker()
    [notice] = world.rows(Notice)
    assert (notice.person_id, notice.kind) == (cast.amina.id, "space.appointed")
    assert "made you a facilitator of “Housing”" in cast.amina.browser.page("/notifications")


def test_appointing_twice_is_appointing_once(world, cast, space):
    for _ in range(2):
        _appoint(cast.chandra, space, cast.amina)
    assert len(_events(world, "FacilitatorAppointed")) == 1
    assert world.rows(Space)[0].member_count == 3


def test_a_facilitator_who_steps_down_stays_a_member_from_the_next_request_on(
    world, cast, space, worker
):
    _appoint(cast.chandra, space, cast.amina)
    cast.amina.browser.page("/")
    assert _end(cast.amina, space, cast.chandra).status_code == 303
    assert cast.chandra.browser.sees(f"/spaces/{space.slug}/settings") == 403
    assert cast.chandra.browser.sees(f"/spaces/{space.slug}/held") == 403
    assert [m.role for m in world.rows(Membership, person_id=cast.chandra.id)] == ["member"]
    worker()
    told = [n.kind for n in world.rows(Notice, person_id=cast.chandra.id)]
    assert told == ["space.stood_down"]


def test_what_the_last_facilitator_cannot_do_is_not_offered(world, cast, space):
    here = f"/spaces/{space.slug}"
    assert "Leave this space" not in cast.chandra.browser.page(here)
    assert "You are the only facilitator here." in cast.chandra.browser.page(here)
    assert "End this role" not in cast.chandra.browser.page(f"{here}/people")
    assert "Appoint somebody else first." in cast.chandra.browser.page(f"{here}/people")
    assert "Leave this space" in cast.ben.browser.page(here)
    assert "Appoint somebody else first." not in cast.ben.browser.page(f"{here}/people")
    amina = f"{here}/people/amina/facilitation"
    assert (
        cast.chandra.browser.post(amina).status_code == 401
    )  # a role is given after a proof alone
    cast.chandra.browser.step_up()
    cast.chandra.browser.post(amina)
    assert "Leave this space" in cast.chandra.browser.page(here)
    assert cast.chandra.browser.page(f"{here}/people").count("End this role") >= 2


def test_whoever_is_refused_is_led_back_to_where_they_were_within_the_house(world, cast, space):
    browser, leave = cast.chandra.browser, f"/spaces/{space.slug}/membership/end"
    form = {"csrf_token": browser.token("/")}

    def refused(referrer: str) -> str:
        answer = browser.client.post(leave, data=form, headers={"Referer": referrer})
        assert answer.status_code == 409
        return answer.text

    came = f"http://localhost/spaces/{space.slug}?sort=new"
    assert f'href="/spaces/{space.slug}?sort=new"' in refused(came)
    for elsewhere in ("", "https://evil.example/spaces", "http://localhost" + leave):
        assert "Back to where you were" not in refused(elsewhere)


def test_the_last_facilitator_does_not_step_down_nor_leave_the_others_alone(world, cast, space):
    answer = _end(cast.chandra, space, cast.chandra)
    assert answer.status_code == 409
    assert "Appoint somebody else first." in answer.text
    leaving = f"/spaces/{space.slug}/membership/end"
    assert cast.chandra.browser.post(leaving).status_code == 409
    _appoint(cast.chandra, space, cast.amina)
    assert cast.chandra.browser.post(leaving).status_code == 303


def test_whoever_is_alone_in_a_space_may_leave_it(world, cast):
    space = world.space(RESTRICTED, facilitator=cast.chandra)
    assert "Leave this space" in cast.chandra.browser.page(f"/spaces/{space.slug}")
    assert cast.chandra.browser.post(f"/spaces/{space.slug}/membership/end").status_code == 303


def test_two_who_end_each_others_role_at_once_leave_one(world, cast, space):
    _appoint(cast.chandra, space, cast.amina)
    deeds = [
        (cast.chandra.browser, cast.chandra.browser.token(), "amina"),
        (cast.amina.browser, cast.amina.browser.token(), "chandra"),
    ]

    def end(deed: tuple[Browser, str, str]) -> int:
        browser, token, handle = deed
        address = f"/spaces/{space.slug}/people/{handle}/facilitation/end"
        return browser.client.post(address, data={"csrf_token": token}).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(end, deeds))
    assert answers[0] == 303
    assert answers[1] in {403, 409}
    assert [m.role for m in world.rows(Membership)].count("facilitator") == 1


def test_only_who_is_inside_is_appointed_and_only_by_who_runs_the_space(world, cast, space, public):
    assert _appoint(cast.chandra, space, cast.eve).status_code == 404
    assert _appoint(cast.amina, space, cast.ben).status_code == 403
    assert _appoint(cast.amina, space, cast.eve).status_code == 403
    address = f"/spaces/{space.slug}/people/ben/facilitation"
    assert public.post(address).status_code == 401
    closed = world.space(CONFIDENTIAL, member=cast.ben)
    assert _appoint(cast.cleo, closed, cast.ben).status_code == 404


def test_the_page_of_a_space_shows_facilitators_first_and_some_of_its_members(world, cast):
    many = [world.person(f"Member {number:02}") for number in range(30)]
    space = world.space(NETWORK, facilitator=cast.chandra, member=many)
    page = cast.ben.browser.page(f"/spaces/{space.slug}")
    assert page.index("@chandra") < page.index("@member-00")
    assert page.count("@member-") == 24
    assert "Everybody here" in page


def test_everybody_inside_is_listed_by_name_page_by_page_in_as_many_statements(app, world, cast):
    space = world.space(NETWORK, facilitator=cast.chandra)
    here = f"/spaces/{space.slug}/people"
    counts = []
    for number in range(2):
        cast.ben.browser.page(here)
        with count_queries(app) as statements:
            cast.ben.browser.page(here)
        counts.append(len(statements))
        if not number:
            _fill(world, space, [world.person(f"Member {n:02}") for n in range(40)])
    assert counts[0] == counts[1]
    first = cast.ben.browser.page(here)
    assert first.count("@member-") == 29
    assert f"{here}?q=&amp;after=member-28" in first
    second = cast.ben.browser.page(f"{here}?q=&after=member-28")
    assert second.count("@member-") == 11
    assert "@member-31" in cast.ben.browser.page(f"{here}?q=Member+31")
    assert "Nobody here by that name" in cast.ben.browser.page(f"{here}?q=Zed")


def test_who_is_inside_is_for_members_whom_the_space_is_open_to(world, cast, public):
    place = world.space(PUBLIC, member=cast.amina)
    assert cast.eve.browser.sees(f"/spaces/{place.slug}/people") == 200
    assert public.sees(f"/spaces/{place.slug}/people") == 401
    assert "Amina" not in public.page(f"/spaces/{place.slug}")
    closed = world.space(RESTRICTED, member=cast.amina)
    assert cast.eve.browser.sees(f"/spaces/{closed.slug}/people") == 404


def test_only_who_may_is_offered_to_run_a_space(cast, space):
    here = f"/spaces/{space.slug}"
    assert "Running this space" in cast.chandra.browser.page(here)
    assert "Running this space" not in cast.amina.browser.page(here)
    core = cast.cleo.browser.page(here)
    assert f"{here}/settings" in core
    assert f"{here}/held" not in core
    assert "Make facilitator" not in cast.amina.browser.page(f"{here}/people")


def _appoint(by, space, who):
    by.browser.step_up()
    return by.browser.post(f"/spaces/{space.slug}/people/{who.handle}/facilitation")


def _end(by, space, who):
    return by.browser.post(f"/spaces/{space.slug}/people/{who.handle}/facilitation/end")


def _events(world, name: str) -> list[Entry]:
    return world.rows(Entry, name=name)


def _fill(world, place, people) -> None:
    def do() -> None:
        space = db.session.get_one(Space, place.id)
        for person in people:
            put_inside(space, person.id)

    world.do(do)
