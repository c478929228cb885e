"""Tending one's own masked thread: what only a facilitator may do would tell that one is behind it."""

from hrcn_community.core.events import Entry
from hrcn_community.discussions.models import Thread
from tests.browsing import follow
from tests.discussions.masks import a_masking_space, persona_in
from tests.discussions.tending import thread_at, trail_lines

NEW = {"title": "Warm homes", "kind": "discussion", "language": "en"}


def test_a_masked_facilitator_makes_no_announcement_of_their_thread(world, cast):
    space = a_masking_space(world, cast.ben, facilitator=cast.chandra)
    masked = {"space": space.slug, "body": "So.", "mask": "1"}
    answer = cast.chandra.browser.post("/threads", NEW, **masked)
    assert answer.status_code == 303
    edit = f"{answer.headers['Location']}/edit"
    assert 'value="announcement"' not in cast.chandra.browser.page(edit)
    refused = cast.chandra.browser.post(edit, NEW | {"kind": "announcement"})
    assert refused.status_code == 422
    follow(cast.chandra.browser, cast.chandra.browser.post(edit, NEW | {"kind": "question"}))
    assert [thread.kind for thread in world.rows(Thread)] == ["question"]
    assert {entry.actor_id for entry in world.rows(Entry, name="ThreadEdited")} == {
        persona_in(world, space).id
    }


def test_of_a_thread_of_ones_own_and_of_others_a_facilitator_still_does(world, cast):
    space = a_masking_space(world, cast.ben, facilitator=cast.chandra)
    for author in (cast.ben, cast.chandra):
        edit = f"{world.thread(space, author).address}/edit"
        assert cast.chandra.browser.post(edit, NEW | {"kind": "announcement"}).status_code == 303


def test_under_a_pseudonym_a_title_is_changed_under_it_too(world, cast):
    """Neither the line nor the log names the person, nor does it lead to a profile."""
    space = a_masking_space(world, cast.amina, cast.ben)
    masked = {"space": space.slug, "body": "So.", "mask": "1"}
    started = cast.amina.browser.post("/threads", NEW, **masked)
    thread = thread_at(world, started.headers["Location"])
    edited = cast.amina.browser.post(f"{thread.address}/edit", NEW | {"title": "Warm flats"})
    assert edited.status_code == 303
    persona = persona_in(world, space)
    page = cast.ben.browser.page(thread.address)
    [line] = trail_lines(page)
    assert line.startswith(f"{persona.name} gave this thread its title")
    assert f"/people/{persona.handle}" not in page
    assert "Amina" not in page
    [entry] = world.rows(Entry, name="ThreadEdited")
    assert entry.actor_id == persona.id
