"""A backup of twenty thousand posts, taken while people write, and brought back: seconds, size, memory."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from config import ROOT, read_settings
from hrcn_community.app import create_app
from hrcn_community.bench.client import form
from hrcn_community.conversations.models import Post
from hrcn_community.core.db import db
from hrcn_community.demo.volume import load_volume

POSTS = 20_000
WRITERS = 4


@pytest.mark.timeout(900)
def test_a_backup_under_load_holds_all_that_was_acknowledged_before_it(house, tmp_path, proved):
    with house.app.app_context():
        load_volume(people=1_000, threads=2_000, posts=POSTS, seed=9)
        db.session.rollback()
    house.start("serve")
    house.start("worker")
    told, stop = [], threading.Event()
    cookies, token = house.sign_in()
    thread = house.thread()
    writers = [
        threading.Thread(target=_write, args=(house, thread, cookies, token, each, told, stop))
        for each in range(WRITERS)
    ]
    for each in writers:
        each.start()
    while len(told) < 20:
        time.sleep(0.05)
    before = list(told)
    file = tmp_path / "house.hrcn"
    seconds, memory = _timed(house.environ, "backup", str(file))
    during = len(told) - len(before)
    stop.set()
    for each in writers:
        each.join()
    assert during > 0  # nobody waited for it
    new = house.environ | {"INSTANCE_PATH": str(tmp_path / "new")}
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "sealed_key").write_bytes((house.folder / "sealed_key").read_bytes())
    back, back_memory = _timed(new, "restore", str(file))
    count = _check(new, before)
    proved(
        f"hrcn backup of {count:,} posts while {WRITERS} people write",
        f"{seconds:.1f} s, {file.stat().st_size / 1e6:.1f} MB, {memory} MB of memory at most; "
        f"{during} posts written meanwhile, {len(before)} acknowledged before it all there",
    )
    proved("hrcn restore of it", f"{back:.1f} s, {back_memory} MB of memory at most")


def _write(house, thread: str, cookies: str, token: str, who: int, told: list, stop) -> None:
    number = 0
    while not stop.is_set():
        number += 1
        words = f"Writer {who} says it for the time {number}."
        fields = {"csrf_token": token, "form_token": f"w{who}-{number}", "body": words}
        response, _ = house.client.ask(form("POST", f"{thread}/replies", cookies, fields))
        if response.status == 303:
            told.append(words)


def _timed(environ: dict[str, str], *words: str) -> tuple[float, int]:
    """Run a command of `hrcn`; return its seconds and the most megabytes that it held."""
    began = time.monotonic()
    child = subprocess.Popen(
        [sys.executable, "-m", "hrcn_community.cli", *words], env=environ, cwd=ROOT
    )
    _pid, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0
    return time.monotonic() - began, used.ru_maxrss // 1024


def _check(environ: dict[str, str], before: list[str]) -> int:
    assert Path(environ["INSTANCE_PATH"], "hrcn.db").exists()
    app = create_app(read_settings(environ))
    with app.app_context():
        there = set(db.session.scalars(select(Post.source).where(Post.source.in_(before))))
        assert there == set(before)
        count = db.session.scalar(select(func.count()).select_from(Post)) or 0
        db.engine.dispose()
    return count
