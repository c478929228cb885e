"""kill -9 while periods end, and while a backup is brought back: nothing is lost, nothing is done twice."""

import subprocess
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hrcn_community.accounts.models import Person, SignIn
from hrcn_community.conversations.models import Draft
from hrcn_community.core import clock
from hrcn_community.core.db import db, reading
from hrcn_community.core.events import Entry
from hrcn_community.demo.volume import load_volume
from hrcn_community.spaces.models import Space
from tests.prove.house import House
from tests.prove.taken_along import begin, elsewhere, prints_of

SIGN_INS, DRAFTS, KILLS = 10_000, 300, 5
POSTS = 2_000


@pytest.mark.timeout(600)
def test_a_worker_killed_while_periods_end_lets_all_go_once(house, proved):
    with house.app.app_context():
        _age(house)
    kills = 0
    while kills < KILLS and (left := _left(house)):
        house.start("worker")
        _wait(lambda left=left: _left(house) < left)
        house.kill("worker")
        kills += 1
    house.start("worker")
    _wait(lambda: not _left(house) and len(_warned(house)) == DRAFTS)
    assert kills > 1
    with house.app.app_context():
        ended = db.session.scalars(select(Entry).where(Entry.name == "PeriodReached")).all()
        counted = sum(e.facts["count"] for e in ended if e.facts["rule"] == "sign_ins")
        assert counted == SIGN_INS
        assert db.session.scalar(select(func.count()).select_from(Draft)) == DRAFTS
    assert set(Counter(_warned(house)).values()) == {DRAFTS // 50}
    proved(
        "kill -9 of the worker while periods end",
        f"{SIGN_INS:,} old rows gone and counted once each, {DRAFTS} warnings given once each; "
        f"{kills} kills",
    )


def _age(house) -> None:
    """Put there what ended long ago: sign-ins to be let go, drafts to be warned of."""
    long_ago = clock.now() - timedelta(days=800)
    people = db.session.scalars(select(Person.id).order_by(Person.id).limit(50)).all()
    space = db.session.scalars(select(Space.id)).first()
    for number in range(SIGN_INS):
        who = {"person_id": people[number % 50], "token_hash": f"old {number}"}
        db.session.add(SignIn(**who, created_at=long_ago, last_seen_at=long_ago))
    for number in range(DRAFTS):
        what = {"space_id": space, "fields": {"body": "Half"}, "saved_at": long_ago}
        db.session.add(Draft(person_id=people[number % 50], place=f"reply:{number}", **what))
    db.session.commit()


def _left(house) -> int:
    with house.app.app_context(), reading():
        old = select(func.count()).select_from(SignIn).where(SignIn.token_hash.startswith("old "))
        return db.session.scalar(old) or 0


def _warned(house) -> list[int]:
    """Return who was warned of a draft, once for each time."""
    with house.app.app_context(), reading():
        warned = db.session.scalars(select(Entry).where(Entry.name == "RemovalWarned")).all()
        return [each.facts["person_id"] for each in warned]


def _wait(until) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if until():
            return
        time.sleep(0.01)
    raise AssertionError("it never came")


@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL"])
def test_a_restore_killed_again_and_again_is_whole_in_the_end(kind, tmp_path, request, proved):
    url = request.getfixturevalue("cluster")[1] if kind == "PostgreSQL" else ""
    folder = tmp_path / "old"
    folder.mkdir()
    house = House(folder, url)
    try:
        with house.app.app_context():
            load_volume(people=300, threads=500, posts=POSTS, seed=9)
            db.engine.dispose()
        kills = _brought_back(house, tmp_path)
    finally:
        house.end()
    proved(
        f"kill -9 of hrcn restore of {POSTS:,} posts on {kind}, {kills} times from its first second on",
        "the house does not start on what is half there; run again, every row is as it was",
    )


def _brought_back(house: House, tmp_path: Path) -> int:
    file = str(tmp_path / "house.hrcn")
    begin(house.environ, "backup", file).communicate()
    before, new = prints_of(house.environ), elsewhere(house, tmp_path / "new")
    patience, kills = 2.0, 0
    while True:
        restore = begin(new, "restore", file)
        try:
            told, said = restore.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            restore.kill()
            told, said = restore.communicate()
        if "Brought back" in told:
            assert prints_of(new) == before
            return kills
        assert restore.returncode < 0, said
        kills += 1
        patience *= 1.25
        if "Preparing" in said:
            _does_not_start(new)


def _does_not_start(environ: dict[str, str]) -> None:
    worker = begin(environ, "worker")
    _, said = worker.communicate(timeout=60)
    assert worker.returncode != 0
    assert "did not come to its end" in said
