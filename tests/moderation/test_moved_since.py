"""What notices are about can be moved: who decides then, and to whom it is gone."""

import pytest

from hrcn_community.audit.models import ReadEntry
from hrcn_community.moderation.models import Decision, LogEntry
from tests.browsing import follow
from tests.factories import CONFIDENTIAL, PUBLIC
from tests.moderation.noticing import (
    address_of,
    ask_appeal,
    decide,
    give_notice,
    the_decision,
    the_matter,
)


@pytest.fixture
def noticed(world, cast):
    """A thread in an open space of Chandra's, about which Omar gave notice."""
    before = world.space(PUBLIC, facilitator=cast.chandra)
    thread = world.thread(before, cast.amina, "The house in Elm Street", "She lives in number 5.")
    give_notice(cast.omar.browser, address_of(world, thread))
    return thread


def move(who, thread, space):
    answer = who.browser.post(f"{thread.address}/move", space=space.slug, confirmed="y")
    assert answer.status_code == 303, answer.text


def test_what_was_moved_into_a_closed_space_is_gone_for_whoever_cannot_read_there(
    world, cast, noticed
):
    matter = the_matter(world)
    closed = world.space(CONFIDENTIAL, "Behind doors", facilitator=[cast.chandra, cast.dalia])
    assert "The house in Elm Street" in cast.cleo.browser.page("/moderation")
    move(cast.chandra, noticed, closed)
    assert cast.cleo.browser.sees(noticed.address) == 404
    for page in ("/moderation", "/moderation/log"):
        said = cast.cleo.browser.page(page)
        assert not [each for each in ("Elm Street", "Behind doors", matter.ref) if each in said]
    where = f"/moderation/matters/{matter.ref}"
    assert cast.cleo.browser.sees(where) == 404
    assert cast.cleo.browser.post(f"{where}/claim").status_code == 404
    assert "number 5" in cast.dalia.browser.page(where)  # who runs that place decides now
    decided = decide(cast.dalia, matter, measure="hide", sanction="silence", days=3)
    follow(cast.dalia.browser, decided)
    [decision] = world.rows(Decision)
    assert decision.sanction_space_id == closed.id  # where she runs nothing she silences nobody
    statement = f"/moderation/statements/{decision.ref}"
    assert cast.cleo.browser.sees(statement) == cast.ines.browser.sees(statement) == 404


def test_an_appeal_about_what_was_moved_into_a_closed_space_is_read_by_one_alone(
    world, cast, noticed, worker
):
    people = {each.id: each for each in (cast.cleo, cast.tomas, cast.ines)}
    follow(
        cast.chandra.browser,
        decide(cast.chandra, the_matter(world), measure="label", label="disputed"),
    )
    closed = world.space(CONFIDENTIAL, facilitator=cast.chandra, member=cast.amina)
    move(cast.chandra, noticed, closed)
    assert ask_appeal(cast.amina.browser, the_decision(world).ref).status_code == 303
    seeing = [
        each for each in people.values() if "By the author" in each.browser.page("/moderation")
    ]
    assert len(seeing) == 1


def test_what_was_said_in_a_closed_space_does_not_come_out_with_what_is_moved(world, cast):
    closed = world.space(CONFIDENTIAL, facilitator=cast.chandra, member=[cast.amina, cast.ben])
    thread = world.thread(closed, cast.amina, "A thread for all", "Some words.")
    give_notice(cast.ben.browser, address_of(world, thread), explanation="What Ines did to me.")
    matter = the_matter(world)
    move(cast.chandra, thread, world.space(PUBLIC, facilitator=[cast.chandra, cast.dalia]))
    where = f"/moderation/matters/{matter.ref}"
    for somebody in (cast.cleo, cast.dalia):
        assert somebody.browser.sees(thread.address) == 200
        assert matter.ref not in somebody.browser.page("/moderation")
        assert somebody.browser.sees(where) == 404
    assert "What Ines did to me." in cast.chandra.browser.page(where)


def test_who_reads_one_post_alone_is_not_told_in_the_log_where_it_stands(world, cast):
    people = {each.id: each for each in (cast.cleo, cast.tomas, cast.ines)}
    space = world.space(CONFIDENTIAL, "Behind doors", facilitator=cast.chandra, member=cast.ben)
    thread = world.thread(space, cast.chandra, "Words of who runs it")
    give_notice(cast.ben.browser, address_of(world, thread))
    matter = the_matter(world)
    reader = people[matter.reader_id]
    reader.browser.page(f"/moderation/matters/{matter.ref}")
    assert not world.rows(ReadEntry, person_id=reader.id)  # who runs the space would learn of it
    days = {row.at.time().isoformat() for row in world.rows(LogEntry)}
    assert days == {"00:00:00"}  # nor does any hour tell whose the notice is
    reader.browser.post(f"/moderation/matters/{matter.ref}/opening")
    reader.browser.page(f"/moderation/matters/{matter.ref}")
    assert world.rows(ReadEntry, person_id=reader.id)
    follow(reader.browser, decide(reader, matter, claims=False, measure="hide"))
    for page in (
        "/moderation?state=decided",
        "/moderation/log",
        f"/moderation/matters/{matter.ref}",
    ):
        said = reader.browser.page(page)
        assert matter.ref in said
        assert "Behind doors" not in said
