"""What times in the database tell of a pseudonym: nothing of its owner stands with the same moment."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hrcn_community.access import guard
from hrcn_community.accounts.models import SignIn
from hrcn_community.conversations.models import Draft, Post, ReadState
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.discussions.models import Confirmation
from hrcn_community.notifications.models import Notice
from tests.browsing import follow
from tests.discussions.masks import a_masking_space, persona_in, reply_masked
from tests.discussions.queries import Asked, ask
from tests.discussions.spaces import change
from tests.factories import Somebody, World


@pytest.fixture
def query(world, cast) -> Asked:
    """A query to which Eve contributed under a pseudonym, with those who contributed."""
    query = ask(world, cast, member=[cast.eve])
    change(world, query.space, pseudonyms="allowed")
    assert reply_masked(cast.eve, query.thread).status_code == 303
    return query.confirming()


def test_after_a_masked_draft_was_saved_nothing_of_its_writer_is_noted(world, cast):
    space = a_masking_space(world, cast.amina, cast.ben)
    thread = world.thread(space, cast.ben)
    form = {"place": f"reply:{thread.ref}", "body": "Not sent.", "mask": "1"}
    _nothing_is_noted(world, cast.amina, "/drafts", form)
    assert world.rows(ReadState, person_id=cast.amina.id) == []
    [draft] = world.rows(Draft)
    assert draft.person_id == persona_in(world, space).id


def test_nor_after_a_draft_of_a_change_to_what_was_written_masked(world, cast, monkeypatch):
    space = a_masking_space(world, cast.amina, cast.ben)
    reply_masked(cast.amina, world.thread(space, cast.ben))
    ref = world.rows(Post)[-1].ref
    _let_the_quiet_time_pass(monkeypatch)
    _nothing_is_noted(world, cast.amina, "/drafts", {"place": f"edit:{ref}", "body": "Changed."})
    assert [draft.person_id for draft in world.rows(Draft)] == [persona_in(world, space).id]


def test_a_draft_by_name_starts_no_quiet_time(world, cast):
    thread = world.thread(a_masking_space(world, cast.amina, cast.ben), cast.ben)
    form = {"place": f"reply:{thread.ref}", "body": "By name."}
    assert _days_since_seen(world, cast.amina, "/drafts", form) == 0


@pytest.mark.parametrize("deed", ["agreeing", "being named no longer"])
def test_nor_after_a_persona_said_something_of_a_draft(world, cast, query, monkeypatch, deed):
    said = {"round": "1", "agrees": "yes", "wants_credit": "y", "masked": "1"}
    where = f"{query.address}/synopsis/confirmation"
    if deed == "being named no longer":
        query.post(cast.eve, "confirmation", **said)
        query.publish()
        where, said = f"{where}/end", {"masked": "1"}
    _let_the_quiet_time_pass(monkeypatch)
    _nothing_is_noted(world, cast.eve, where, said)
    [confirmation] = world.rows(Confirmation)
    assert confirmation.person_id == persona_in(world, query.space).id
    assert confirmation.wants_credit == (deed == "agreeing")


def test_what_told_of_a_thread_is_seen_by_reading_it_without_the_moment(world, cast, worker):
    thread = world.thread(world.space(), cast.amina)
    world.reply(thread, cast.ben)
    worker()
    cast.amina.browser.page(thread.address)
    [notice] = world.rows(Notice, person_id=cast.amina.id)
    assert notice.seen_at == notice.told_at


def test_of_marking_a_list_as_read_only_the_day_is_kept(world, cast):
    thread = world.thread(world.space(), cast.ben, replies=[(cast.amina, "So.")])
    world.reply(thread, cast.ben)
    until = int(clock.now().timestamp() * 1_000_000)
    follow(cast.amina.browser, cast.amina.browser.post("/threads/read", until=until))
    [read] = world.rows(ReadState, person_id=cast.amina.id)
    assert read.last_read_number == 3
    assert (read.read_at.hour, read.read_at.minute, read.read_at.second) == (0, 0, 0)


def _let_the_quiet_time_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    later = guard.time.time() + max(guard.QUIET_SECONDS) + 1
    monkeypatch.setattr(guard.time, "time", lambda: later)


def _nothing_is_noted(world: World, who: Somebody, where: str, form: dict[str, str]) -> None:
    assert _days_since_seen(world, who, where, form) == 1


def _days_since_seen(world: World, who: Somebody, where: str, form: dict[str, str]) -> int:
    """Send a form, look at the page that it leads to, and return when `who` was seen last."""
    token = who.browser.token("/settings")

    def back() -> None:
        for row in db.session.scalars(select(SignIn).where(SignIn.person_id == who.id)):
            row.last_seen_at = clock.now() - timedelta(days=1, hours=1)

    world.do(back)
    follow(who.browser, who.browser.client.post(where, data=form | {"csrf_token": token}))
    [seen] = world.rows(SignIn, person_id=who.id)
    return (clock.now() - seen.last_seen_at).days
