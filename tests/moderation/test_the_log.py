"""The log is only added to, by the database's own word; and read by those responsible alone."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.moderation.actions import cut_log
from hrcn_community.moderation.models import LogCut, LogEntry
from tests.factories import CONFIDENTIAL, PUBLIC
from tests.moderation.noticing import address_of, decide, give_notice, the_matter


@pytest.fixture
def matter(world, cast):
    thread = world.thread(world.space(PUBLIC, facilitator=cast.chandra), cast.ben)
    give_notice(cast.omar.browser, address_of(world, thread))
    decide(cast.chandra, the_matter(world), measure="hide")
    return the_matter(world)


def test_everything_leaves_a_line_and_a_notice_no_name_and_no_hour(world, cast, matter):
    lines = world.rows(LogEntry)
    assert [line.entered for line in lines] == ["filed", "claimed", "decided"]
    assert [line.actor_id for line in lines] == [None, cast.chandra.id, cast.chandra.id]
    assert (lines[0].at.hour, lines[0].at.minute) == (0, 0)
    page = cast.chandra.browser.page("/moderation/log")
    assert matter.ref in page
    assert "Omar" not in page


@pytest.mark.parametrize(
    "deed",
    [
        delete(LogEntry),
        update(LogEntry).values(entered="kept"),
        update(LogEntry).values(facts={}),
        update(LogEntry).values(actor_id=None, matter_id=7),
        text("UPDATE moderation_log SET at = '2020-01-01 00:00:00+00:00'"),
    ],
    ids=str,
)
def test_the_database_refuses_to_change_or_delete_a_line(world, matter, deed):
    before = [(line.entered, line.facts, line.at) for line in world.rows(LogEntry)]
    with pytest.raises(DBAPIError):
        world.do(lambda: db.session.execute(deed))
    assert [(line.entered, line.facts, line.at) for line in world.rows(LogEntry)] == before


def test_who_acted_can_be_forgotten_and_nobody_put_in_their_place(world, cast, matter):
    forget = update(LogEntry).where(LogEntry.actor_id == cast.chandra.id).values(actor_id=None)
    world.do(lambda: db.session.execute(forget))
    assert {line.actor_id for line in world.rows(LogEntry)} == {None}
    with pytest.raises(DBAPIError):
        world.do(lambda: db.session.execute(update(LogEntry).values(actor_id=cast.eve.id)))


def test_what_is_old_goes_only_after_that_was_written_down(world, matter):
    world.do(lambda: cut_log(clock.now() - timedelta(days=30)))
    assert len(world.rows(LogEntry)) == 3
    world.do(lambda: cut_log(clock.now() + timedelta(minutes=1)))
    assert world.rows(LogEntry) == []
    assert len(world.rows(LogCut)) == 2


def test_of_a_closed_space_nobody_else_reads_a_line(world, cast):
    space = world.space(CONFIDENTIAL, facilitator=cast.chandra, member=[cast.ben, cast.eve])
    thread = world.thread(space, cast.ben)
    give_notice(cast.eve.browser, address_of(world, thread))
    ref = the_matter(world).ref
    decide(cast.chandra, the_matter(world), measure="hide")
    assert ref in cast.chandra.browser.page("/moderation/log")
    elsewhere = world.person("Elsewhere")
    world.space(PUBLIC, facilitator=elsewhere)
    for somebody in (cast.cleo, cast.tomas, elsewhere):
        assert ref not in somebody.browser.page("/moderation/log")
        assert ref not in somebody.browser.page("/moderation")
    assert cast.ben.browser.sees("/moderation/log") == 403
