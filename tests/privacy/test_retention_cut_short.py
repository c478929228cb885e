"""A worker that is killed while periods end has done whole pieces, and goes on with the next one."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from hrcn_community.accounts.models import SentForm, SignIn
from hrcn_community.conversations.models import Draft
from hrcn_community.core import clock
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.privacy import retention_chore
from hrcn_community.privacy.retention import periods
from hrcn_community.privacy.retention_chore import keep_periods

MANY, AT_ONCE = 5, 2
RULES = ("drafts", "sign_ins", "sent_forms")


class Killed(BaseException):
    """Nothing catches it, as nothing catches kill -9."""


@pytest.fixture
def old(world, cast, monkeypatch):
    """Five of each of what goes, and two at a time let go."""
    monkeypatch.setattr(retention_chore, "AT_ONCE", AT_ONCE)
    monkeypatch.setattr(
        retention_chore, "periods", lambda: [each for each in periods() if each.name in RULES]
    )
    now, ben, space = clock.now(), cast.ben.id, world.space()
    for number in range(MANY):
        draft = {
            "place": f"reply:{number}",
            "fields": {"body": "Half"},
            "saved_at": now,
            "space_id": space.id,
        }
        sign_in = {"token_hash": f"{number}", "created_at": now, "last_seen_at": now}
        rows = (
            Draft(person_id=ben, **draft),
            SignIn(person_id=ben, ended_at=now, **sign_in),
            SentForm(person_id=ben, token=f"{number}", address="/", sent_at=now),
        )
        world.do(lambda rows=rows: db.session.add_all(rows))


def _round(app, later: timedelta, killed_at: int) -> bool:
    """Keep the periods so much later, but be gone as the n-th commit begins; was that the end of it?"""
    left = iter(range(killed_at - 1, -1, -1))

    def count(_connection: object) -> None:
        if next(left) == 0:
            raise Killed

    with app.app_context(), clock.at(clock.now() + later):
        event.listen(Engine, "commit", count)
        try:
            keep_periods()
        except Killed:
            return True
        finally:
            event.remove(Engine, "commit", count)
            db.session.rollback()
    return False


def test_whatever_commit_is_the_last_all_goes_once_and_is_warned_of_once(app, world, old):
    for days in (340, 371):
        kills = 1
        while _round(app, timedelta(days=days), kills):
            kills += 1
        assert kills > 3
        assert len(world.rows(Draft)) == (MANY if days == 340 else 0)
    assert world.rows(SignIn) == world.rows(SentForm) == []
    warned = world.rows(Entry, name="RemovalWarned")
    assert len(warned) == MANY
    ended = [row.facts for row in world.rows(Entry, name="PeriodReached")]
    for rule in RULES:
        assert sum(each["count"] for each in ended if each["rule"] == rule) == MANY
