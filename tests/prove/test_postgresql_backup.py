"""Twenty thousand posts on PostgreSQL, taken away and brought back: every row of every table is as it was."""

import time
from pathlib import Path

import pytest

from hrcn_community.core.db import db
from hrcn_community.demo.volume import load_volume
from tests.prove.house import House
from tests.prove.taken_along import begin, elsewhere, prints_of

POSTS = 20_000


@pytest.mark.timeout(900)
def test_what_comes_back_on_postgresql_is_what_was_taken_away(cluster, tmp_path: Path, proved):
    folder = tmp_path / "old"
    folder.mkdir()
    house = House(folder, cluster[1])
    try:
        with house.app.app_context():
            load_volume(people=1_000, threads=2_000, posts=POSTS, seed=9)
            db.engine.dispose()
        file = tmp_path / "house.hrcn"
        away = _seconds(house.environ, "backup", str(file))
        before, new = prints_of(house.environ), elsewhere(house, tmp_path / "new")
        back = _seconds(new, "restore", str(file))
        assert prints_of(new) == before
    finally:
        house.end()
    rows = sum(count for count, _ in before.values())
    proved(
        f"hrcn backup and restore of {POSTS:,} posts on PostgreSQL",
        f"{away:.1f} s and {back:.1f} s; {rows:,} rows of {len(before)} tables compared, each as it was",
    )


def _seconds(environ: dict[str, str], *words: str) -> float:
    began = time.monotonic()
    command = begin(environ, *words)
    _, said = command.communicate()
    assert command.returncode == 0, said
    return time.monotonic() - began
