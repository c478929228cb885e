"""Beginning a module."""

from hrcn_community.core.events import Entry
from hrcn_community.learning.models import Enrolment
from tests.browsing import follow
from tests.factories import CONFIDENTIAL, NETWORK, PUBLIC
from tests.learning.lessons import enrolled, publish


def test_a_member_begins_a_module_and_stands_at_its_first_step(world, cast):
    module = publish(world, cast.chandra)
    answer = cast.ben.browser.post(f"{module}/enrolment")
    assert answer.headers["Location"] == f"{module}/steps/begin"
    assert "Where do you stand?" in follow(cast.ben.browser, answer)
    assert [row.person_id for row in world.rows(Enrolment)] == [cast.ben.id]
    assert len(world.rows(Entry, name="Enrolled")) == 1


def test_beginning_twice_is_beginning_once(world, cast):
    module = publish(world, cast.chandra)
    enrolled(cast.ben, module)
    enrolled(cast.ben, module)
    assert len(world.rows(Enrolment)) == 1
    assert len(world.rows(Entry, name="Enrolled")) == 1


def test_the_public_is_asked_to_sign_in(world, cast, public):
    module = publish(world, cast.chandra)
    assert public.post(f"{module}/enrolment").status_code == 401
    assert world.rows(Enrolment) == []


def test_a_module_of_a_closed_space_does_not_exist_for_others(world, cast):
    module = publish(world, cast.chandra, visibility=CONFIDENTIAL)
    there = cast.eve.browser.post(f"{module}/enrolment")
    nowhere = cast.eve.browser.post("/modules/walls/enrolment")
    assert there.status_code == nowhere.status_code == 404
    assert len(there.data) == len(nowhere.data)
    assert world.rows(Enrolment) == []


def test_the_list_shows_modules_to_whom_they_are_open(world, cast, public):
    publish(world, cast.chandra, "doors", PUBLIC, title="Open doors")
    publish(world, cast.chandra, "halls", NETWORK, title="Quiet halls")
    publish(world, cast.chandra, "vaults", CONFIDENTIAL, title="Deep vaults")
    assert "Open doors" in public.page("/learning")
    assert "Quiet halls" not in public.page("/learning")
    seen = cast.ben.browser.page("/learning")
    assert "Open doors" in seen
    assert "Quiet halls" in seen
    assert "Deep vaults" not in seen


def test_the_public_reads_what_a_module_is_and_its_first_step(world, cast, public):
    module = publish(world, cast.chandra)
    page = public.page(module)
    assert "For <strong>whoever</strong> stands before one." in page
    assert "The closed door" in page
    assert f'href="{module}/steps/work"' not in page
    assert "a <strong>closed</strong> door" in public.page(f"{module}/steps/begin")


def test_the_public_reads_no_further_in_any_way(world, cast, public):
    module = publish(world, cast.chandra)
    there, nowhere = public.get(f"{module}/steps/work"), public.get(f"{module}/steps/wall")
    assert there.status_code == nowhere.status_code == 404
    assert len(there.data) == len(nowhere.data)
    assert "Behind it" not in public.page("/search?q=eleven+beds")
    assert "Behind it" in cast.ben.browser.page("/search?q=eleven+beds")
    assert "Beside this step" not in public.page(f"{module}/steps/begin")


def test_a_link_to_the_text_of_a_step_leads_to_the_step(world, cast):
    module = publish(world, cast.chandra)
    for address, step in ((f"{module}?post=2", "begin"), (f"{module}/steps?post=1", "work")):
        assert cast.ben.browser.get(address).headers["Location"] == f"{module}/steps/{step}"
    assert cast.ben.browser.get(f"{module}/steps?post=99").headers["Location"] == module
    assert cast.ben.browser.get(f"{module}?post=99").headers["Location"] == module
