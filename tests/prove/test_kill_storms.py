"""kill -9 in the middle of it: what was acknowledged is there once, and everybody is told once."""

import threading
import time
from collections import Counter

import pytest
from sqlalchemy import func, select

from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from hrcn_community.core.events import Entry
from hrcn_community.notifications.models import Notice
from tests.prove.storm import reply_at_once

PEOPLE, EACH, KILLS = 50, 6, 3


@pytest.mark.timeout(300)
@pytest.mark.parametrize("victim", ["serve", "worker"])
def test_a_killed_process_loses_and_doubles_nothing(house, proved, victim):
    house.start("serve")
    house.start("worker")
    thread = house.thread()
    cookies, token = house.sign_in()
    killer = threading.Thread(target=_kill_again_and_again, args=(house, victim))
    killer.start()
    storm = reply_at_once(house.client, thread, cookies, token, PEOPLE, EACH)
    killer.join()
    assert len(storm.acknowledged) == PEOPLE * EACH
    with house.app.app_context():
        _wait_until_all_is_handled()
        found = Counter(db.session.scalars(select(Post.source).where(Post.source.like("Reply s%"))))
        assert found == Counter(storm.acknowledged)  # each once, and nothing else
        told = _notices_by_event()
    assert len(told) == PEOPLE * EACH
    assert len(set(told)) == 1, "every reply was told to the same number of followers"
    proved(
        f"kill -9 of the {'web server' if victim == 'serve' else 'worker'}, {KILLS} times during "
        f"{PEOPLE} concurrent writers",
        f"{len(storm.acknowledged)} replies acknowledged, each there once; {sum(told)} notices, each "
        f"once; {storm.lost_connections} connections lost and sent again",
    )


def _kill_again_and_again(house, victim: str) -> None:
    for _ in range(KILLS):
        time.sleep(1.0)
        house.kill(victim)
        house.start(victim)


def _wait_until_all_is_handled() -> None:
    owed = select(func.count()).select_from(Entry).where(Entry.handled_at.is_(None))
    for _ in range(600):
        if db.session.scalar(owed) == 0:
            return
        db.session.rollback()
        time.sleep(0.2)
    raise AssertionError("something is still owed")


def _notices_by_event() -> list[int]:
    each_once = select(Notice.event_id, func.count(), func.count(Notice.person_id.distinct()))
    replied = each_once.where(
        Notice.kind == "thread.replied"
    )  # chores tell of other things meanwhile
    rows = db.session.execute(replied.group_by(Notice.event_id)).all()
    assert all(count == people for _event, count, people in rows)
    return [count for _event, count, _people in rows]
