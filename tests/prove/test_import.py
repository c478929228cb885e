"""A mailing list of 200,000 messages, a mailbox of 888 MB, and kill -9 in the middle of bringing one along."""

import base64
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hrcn_community.conversations.models import Conversation, Post
from hrcn_community.core.db import db
from hrcn_community.importing.models import ImportedItem
from tests.importing.mailboxes import a_message, write_box

MESSAGES = 200_000
LARGE_MB = 888
KILLED = 12_000
MOST_MEMORY_MB = 400


@dataclass(frozen=True)
class Run:
    code: int
    seconds: float
    cpu: float
    memory_mb: int
    said: str


@pytest.fixture
def core(house) -> str:
    """The handle of somebody of the core team."""
    words = ["person", "add", "cleo@example.org", "--name", "Cleo Import", "--role", "core"]
    command = [sys.executable, "-m", "hrcn_community.cli", *words, "--password-stdin"]
    subprocess.run(command, env=house.environ, input=b"a sentence of my own\n", check=True)
    return "cleo-import"


@pytest.mark.timeout(3600)
def test_a_list_of_200_000_messages_comes_along_in_bounded_memory(house, core, proved, tmp_path):
    path = write_box(tmp_path / "large.mbox", MESSAGES, seed=11)
    first = _bring(house, path, core)
    assert f"{MESSAGES} posts were brought along, 0 items were not." in first.said, first.said
    again = _bring(house, path, core)
    assert "0 posts were brought along" in again.said
    assert _imported(house) == (MESSAGES, MESSAGES)
    assert max(first.memory_mb, again.memory_mb) < MOST_MEMORY_MB
    size = path.stat().st_size >> 20
    proved(
        f"A mailing list of {MESSAGES:,} messages ({size} MB) brought along, SQLite",
        f"{first.seconds:.0f} s ({first.cpu:.0f} s of CPU), {MESSAGES / first.seconds:.0f} messages a "
        f"second, {first.memory_mb} MB at most; run again {again.seconds:.0f} s, nothing changed",
    )


@pytest.mark.timeout(1800)
def test_a_mailbox_of_888_mb_is_never_held(house, core, proved, tmp_path):
    path = _large_box(tmp_path / "heavy.mbox")
    run = _bring(house, path, core)
    assert run.code == 0, run.said
    count = _imported(house)[0]
    assert run.memory_mb < MOST_MEMORY_MB
    proved(
        f"A mailbox of {path.stat().st_size >> 20} MB in {count} messages with large attachments",
        f"{run.seconds:.0f} s ({run.cpu:.0f} s of CPU), {run.memory_mb} MB at most",
    )


@pytest.mark.timeout(1800)
def test_an_import_that_is_killed_goes_on_where_it_was(house, core, proved, tmp_path):
    path = write_box(tmp_path / "killed.mbox", KILLED, seed=12)
    reached = []
    for share in (0.1, 0.4, 0.7):
        _kill_at(house, path, core, int(KILLED * share))
        reached.append(_imported(house)[0])
    last = _bring(house, path, core)
    assert last.code == 0, last.said
    assert _imported(house) == (KILLED, KILLED)
    with house.app.app_context():
        gaps = db.session.scalar(
            select(func.count())
            .select_from(Conversation)
            .where(Conversation.id.in_(select(ImportedItem.conversation_id)))
            .where(Conversation.last_number != _standing())
        )
        db.session.rollback()
    assert gaps == 0
    stops = ", ".join(map(str, reached))
    proved(
        f"kill -9 of an import of {KILLED:,} messages, 3 times",
        f"killed at {stops} posts; run again: each message there once, no number left out",
    )


def _standing():
    return (
        select(func.count())
        .select_from(Post)
        .where(Post.conversation_id == Conversation.id)
        .scalar_subquery()
    )


def _start(house, path: Path, core: str) -> subprocess.Popen[bytes]:
    report = house.folder / "import.txt"
    words = ["import", "mbox", str(path), "--by", core, "--report", str(report)]
    command = [sys.executable, "-m", "hrcn_community.cli", *words]
    with (house.folder / "import.log").open("wb") as log:
        return subprocess.Popen(command, env=house.environ, stdout=log, stderr=log)


def _bring(house, path: Path, core: str) -> Run:
    began = time.perf_counter()
    child = _start(house, path, core)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    said = (house.folder / "import.log").read_text()
    cpu = used.ru_utime + used.ru_stime
    return Run(child.returncode, seconds, cpu, used.ru_maxrss >> 10, said)


def _kill_at(house, path: Path, core: str, posts: int) -> None:
    """kill -9 as soon as so many posts stand."""
    child = _start(house, path, core)
    while _imported(house)[0] < posts:
        assert child.poll() is None, (house.folder / "import.log").read_text()
        time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    child.wait()


def _imported(house) -> tuple[int, int]:
    """Return how many items are remembered, and how many posts they became."""
    with house.app.app_context():
        items = select(func.count()).select_from(ImportedItem)
        posts = select(func.count(func.distinct(ImportedItem.post_id)))
        found = db.session.scalar(items) or 0, db.session.scalar(posts) or 0
        db.session.rollback()
        return found


def _large_box(path: Path) -> Path:
    """Write messages with attachments of one to forty megabytes."""
    chance = random.Random(13)
    number = 0
    with path.open("w", encoding="ascii") as file:
        while file.tell() < LARGE_MB << 20:
            number += 1
            size = chance.choice((1, 1, 2, 5, 10, 40)) << 20
            line = base64.b64encode(chance.randbytes(57)).decode()
            kind = 'multipart/mixed; boundary="part"'
            head = "--part\nContent-Type: text/plain\n\nSee what is attached.\n--part\n"
            head += (
                "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
            )
            body = head + f"{line}\n" * (size // 77) + "--part--"
            file.write(a_message(number, body=body, Content_Type=kind))
    return path
