"""Whoever reads the whole database, without our key, does not learn who stands behind a pseudonym."""

import logging

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from hrcn_community.access import guard
from hrcn_community.accounts.models import Persona, SentForm, SignIn
from hrcn_community.accounts.personas import is_owner, owner_of
from hrcn_community.conversations.models import Post, ReadState
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.discussions.masks import (
    a_masking_space,
    dump,
    people_named_in,
    persona_in,
    reply_masked,
)
from tests.factories import Somebody, World

SEVERAL = 987_654_321  # an id that stands for nothing else in any row


@pytest.fixture
def zora(world: World) -> Somebody:
    """Somebody whose id, name, handle and address are met in no row by chance."""
    return world.person("Zora Zaunkoenig", id=SEVERAL)


def _names(zora: Somebody) -> tuple[str, ...]:
    return str(zora.id), "Zora", "Zaunkoenig", zora.handle, zora.email


def test_a_masked_reply_changes_no_row_that_names_its_writer(world, cast, zora):
    space = a_masking_space(world, zora, cast.ben)
    thread = world.thread(space, cast.ben)
    zora.browser.page(thread.address)  # whoever replies has read: as every reader
    before = dump(world)
    page = follow(zora.browser, reply_masked(zora, thread))
    assert "Said under a pseudonym." in page
    after = dump(world)
    changed = [*(after - before), *(before - after)]
    assert {"people", "personas", "posts", "events", "sent_forms", "follows"} <= {
        t for t, _ in changed
    }
    assert [row for row in changed if any(name in row[1] for name in _names(zora))] == []


def test_a_masked_thread_changes_no_row_that_names_its_writer(world, cast, zora, worker):
    space = a_masking_space(world, zora, cast.ben)
    zora.browser.page(f"/threads/new?space={space.slug}")
    worker()
    before = dump(world)
    form = {"title": "A title", "kind": "question", "language": "en", "body": "So.", "mask": "1"}
    follow(zora.browser, zora.browser.post("/threads", form, space=space.slug))
    worker()
    after = dump(world)
    changed = [*(after - before), *(before - after)]
    assert [row for row in changed if any(name in row[1] for name in _names(zora))] == []


def test_deeds_of_an_author_are_the_personas_too(world, cast, zora, worker):
    """Editing, taking back, bringing back, accepting an answer: nothing of it by name."""
    space = a_masking_space(world, zora, cast.ben)
    form = {"title": "A title", "kind": "question", "language": "en", "body": "So.", "mask": "1"}
    address = zora.browser.post("/threads", form, space=space.slug).headers["Location"]
    cast.ben.browser.post(f"{address}/replies", body="An answer.")
    ref = world.rows(Post)[0].ref
    zora.browser.page(address)
    worker()
    before = dump(world)
    deeds = [
        (f"/posts/{ref}/edit", {"body": "Better.", "revision": "1", "reason": "Clearer"}),
        (f"/posts/{ref}/deletion", {}),
        (f"/posts/{ref}/deletion/end", {}),
        (f"{address}/replies/2/acceptance", {}),
        (f"{address}/acceptance/end", {}),
    ]
    for where, fields in deeds:
        assert zora.browser.get(f"/posts/{ref}/edit").status_code in {200, 404}
        follow(zora.browser, zora.browser.post(where, fields))
    worker()
    after = dump(world)
    changed = [*(after - before), *(before - after)]
    assert len(changed) > 10
    assert [row for row in changed if any(name in row[1] for name in _names(zora))] == []
    page = cast.ben.browser.page("/notifications")
    assert f"{persona_in(world, space).name} accepted your answer" in page


def test_no_row_of_any_table_names_two_selves_of_one_person(world, cast, zora, worker):
    """After a life of posts, notices and answers, as oneself and under two pseudonyms."""
    spaces = [a_masking_space(world, zora, cast.ben) for _ in range(2)]
    for space in spaces:
        thread = world.thread(space, cast.ben, f"In {space.name}")
        zora.browser.page(thread.address)
        reply_masked(zora, thread)
        own = {"body": "And by name.", "mask": "", "despite": "1"}
        zora.browser.post(f"{world.thread(space, cast.ben).address}/replies", own)
        cast.ben.browser.post(f"{thread.address}/replies", body="Hear, hear.")
        worker()
        zora.browser.page(thread.address)
        newest = world.rows(Notice)[-1].id
        follow(zora.browser, zora.browser.post("/notifications/seen", up_to=newest))
    selves = {zora.id, *(persona_in(world, space).id for space in spaces)}
    assert len(selves) == 3
    both = [(table, ids) for table, ids in people_named_in(world) if len(ids & selves) > 1]
    assert both == []
    for table, row in dump(world):
        told = sum(str(persona_in(world, space).handle) in row for space in spaces)
        assert not (told and any(name in row for name in _names(zora))), table
        assert told < 2, table


def test_what_one_is_told_masked_is_seen_without_a_time_that_would_tell(world, cast, zora, worker):
    space = a_masking_space(world, zora, cast.ben)
    masked, named = world.thread(space, cast.ben), world.thread(space, cast.ben)
    reply_masked(zora, masked)
    zora.browser.post(f"{named.address}/replies", body="By name.")
    for thread in (masked, named):
        cast.ben.browser.post(f"{thread.address}/replies", body="Hear, hear.")
    worker()
    assert zora.browser.page("/notifications").count("Ben replied") == 2
    newest = world.rows(Notice)[-1].id
    follow(zora.browser, zora.browser.post("/notifications/seen", up_to=newest))
    [told] = world.rows(Notice, person_id=persona_in(world, space).id)
    [by_name] = world.rows(Notice, person_id=zora.id)
    assert told.seen_at == told.told_at
    assert by_name.seen_at not in {None, told.seen_at}
    assert "2 unread" not in zora.browser.page("/notifications")


def test_after_a_masked_deed_neither_reading_nor_being_here_is_noted_for_some_minutes(
    world, cast, zora, monkeypatch
):
    space = a_masking_space(world, zora, cast.ben)
    thread = world.thread(space, cast.ben)
    zora.browser.page(thread.address)
    form = {"csrf_token": zora.browser.token(), "body": "Masked.", "mask": "1"}
    _seen_long_ago(world, zora)
    follow(zora.browser, zora.browser.client.post(f"{thread.address}/replies", data=form))
    [read] = world.rows(ReadState, person_id=zora.id)
    [seen] = world.rows(SignIn, person_id=zora.id)
    assert read.last_read_number == 1
    assert (clock.now() - seen.last_seen_at).days == 1
    later = guard.time.time() + max(guard.QUIET_SECONDS) + 1
    monkeypatch.setattr(guard.time, "time", lambda: later)
    zora.browser.page(thread.address)
    [read] = world.rows(ReadState, person_id=zora.id)
    [seen] = world.rows(SignIn, person_id=zora.id)
    assert read.last_read_number == 2
    assert (clock.now() - seen.last_seen_at).days == 0


def test_of_the_moment_of_reading_only_the_day_is_kept(world, cast):
    thread = world.thread(world.space(), cast.amina)
    cast.ben.browser.page(thread.address)
    [read] = world.rows(ReadState, person_id=cast.ben.id)
    assert (read.read_at.hour, read.read_at.minute, read.read_at.second) == (0, 0, 0)


def test_two_selves_never_send_the_same_number_of_a_form(world, cast, zora):
    """Two rows of one number would say: the same browser."""
    space = a_masking_space(world, zora, cast.ben)
    thread = world.thread(space, cast.ben)
    form = {"body": "Once more.", "form_token": "0123456789"}
    for mask in ("", "1", ""):
        zora.browser.post(f"{thread.address}/replies", form, mask=mask, despite="1")
    assert len(world.rows(SentForm, token="0123456789")) == 1


def test_no_log_line_says_who_wrote(world, cast, zora, caplog, worker):
    space = a_masking_space(world, zora, cast.ben)
    thread = world.thread(space, cast.ben)
    assert zora.browser.sees("/") == 200
    caplog.set_level(logging.DEBUG)
    with capture_logs() as lines:
        follow(zora.browser, reply_masked(zora, thread))
        worker()
    assert lines
    names = (*_names(zora), persona_in(world, space).name, persona_in(world, space).handle)
    assert not any(name in str(lines) or name in caplog.text for name in names)


def test_only_the_key_opens_it(world, cast, zora, app):
    space = a_masking_space(world, zora, cast.ben)
    reply_masked(zora, world.thread(space, cast.ben))
    [persona] = world.rows(Persona)
    assert str(zora.id) not in persona.lookup + persona.sealed
    assert world.ask(lambda: owner_of(_the_persona()).id) == zora.id
    assert world.ask(lambda: is_owner(zora.id, _the_persona()))
    assert not world.ask(lambda: is_owner(cast.ben.id, _the_persona()))
    before = app.config["SEALED_KEYS"]
    app.config["SEALED_KEYS"] = ["b3RoZXIga2V5IG90aGVyIGtleSBvdGhlciBrZXkgb3Q="]
    try:
        assert not world.ask(lambda: is_owner(zora.id, _the_persona()))
        assert world.ask(lambda: _viewer_has_no_persona(zora))
    finally:
        app.config["SEALED_KEYS"] = before


def _viewer_has_no_persona(who: Somebody) -> bool:
    from hrcn_community.accounts.viewer import viewer_of

    return viewer_of(who.id).personas == {}


def _the_persona() -> Persona:
    return db.session.scalars(select(Persona)).one()


def _seen_long_ago(world: World, who: Somebody) -> None:
    from datetime import timedelta

    def back() -> None:
        for row in db.session.scalars(select(SignIn).where(SignIn.person_id == who.id)):
            row.last_seen_at = clock.now() - timedelta(days=1, hours=1)

    world.do(back)
