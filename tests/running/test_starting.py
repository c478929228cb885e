"""`hrcn run`: one command starts the house, one key ends it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from config import ROOT
from hrcn_community.serve import open_port

pytestmark = pytest.mark.slow


class Start:
    """A newcomer's `hrcn run`, and what it says."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        with open_port(0) as free:
            self.port: int = free.getsockname()[1]
        self.environ = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "INSTANCE_PATH": str(folder / "instance"),
            "PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            **settings,
        }
        self.process: subprocess.Popen[str] | None = None

    def run(self) -> str:
        """Start, and return what was said until the house was open (or until it ended)."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hrcn_community.cli", "run"],
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        return "".join(said)

    def end(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Tell it to end; return its code and its last words."""
        assert self.process is not None
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=5)
        return self.process.returncode, rest

    def let_go(self) -> None:
        """End what still runs, whatever happened."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.process and self.process.stdout:
            self.process.stdout.close()

    def children(self) -> list[int]:
        """Return the processes that serve this folder."""
        found = []
        for entry in Path("/proc").glob("[0-9]*/environ"):
            try:
                ours = f"INSTANCE_PATH={self.folder / 'instance'}".encode() in entry.read_bytes()
            except OSError:
                continue
            if ours and int(entry.parent.name) != getattr(self.process, "pid", 0):
                found.append(int(entry.parent.name))
        return found

    def page(self, path: str = "/") -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.read().decode()


class First(NamedTuple):
    """What a newcomer met: what was said, a page, how it ended, and what was left in the folder."""

    start: Start
    said: str
    page: str
    ended: tuple[int, str]
    is_gone: bool


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    """The first start of a house, which plays years of the demonstration: once for all tests."""
    start = Start(tmp_path_factory.mktemp("lived_in"))
    try:
        return First(start, start.run(), start.page(), start.end(), _gone(start))
    finally:
        start.let_go()


@pytest.fixture
def again(first: First, start: "Start") -> "Start":
    """The second start of such a house."""
    shutil.copytree(first.start.folder, start.folder, dirs_exist_ok=True)
    return start


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """The first start, in an empty folder."""
    start = Start(tmp_path)
    yield start
    start.let_go()


def test_a_newcomer_gets_the_address_and_the_sign_ins_and_ends_it_with_one_key(first):
    assert "Preparing the database" in first.said
    assert "Loading the demonstration community" in first.said
    assert f"http://localhost:{first.start.port}\n" in first.said
    assert "amina@example.org" in first.said
    assert "human-rights-city" in first.said
    assert "/threads" in first.page
    assert first.ended == (0, "")
    assert first.is_gone


def test_a_second_start_loads_nothing_again_and_keeps_the_log_off_the_screen(again):
    said = again.run()
    assert "Loading" not in said
    assert "Preparing" not in said
    again.page("/threads")
    code, rest = again.end(signal.SIGTERM)
    assert (code, rest) == (0, "")
    assert '"endpoint": "discussions.latest"' in (again.folder / "instance/hrcn.log").read_text()


def test_a_port_in_use_is_named_with_its_remedy_before_anything_is_made(start):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", start.port))
        other.listen()
        said = start.run()
        assert start.process.wait(5) == 1
    assert said.count("\n") == 1
    assert f"Port {start.port} is in use" in said
    assert f"PORT={start.port + 1} make run" in said
    assert not (start.folder / "instance/hrcn.db").exists()


def test_a_port_that_is_no_number_is_said_in_one_sentence(tmp_path):
    start = Start(tmp_path)
    start.environ["PORT"] = "five"
    said = start.run()
    assert said == "hrcn: PORT is 'five'; give a number from 1 to 65535.\n"
    assert start.process is not None
    start.process.communicate(timeout=5)
    assert start.process.returncode == 2


@pytest.mark.heavy
def test_a_part_that_dies_is_reported_and_the_rest_ends_with_its_code(again):
    again.run()
    worker = next(pid for pid in again.children() if "worker" in _command(pid))
    os.kill(worker, signal.SIGKILL)
    rest, _ = again.process.communicate(timeout=8)
    assert "The worker ended by itself (code 137)" in rest
    assert again.process.returncode == 137
    assert _gone(again)


@pytest.mark.heavy
def test_even_a_killed_parent_leaves_no_orphan(again):
    again.run()
    again.process.kill()
    again.process.wait()
    assert _gone(again)


def _gone(start: Start) -> bool:
    """Is nobody left within five seconds?"""
    deadline = time.monotonic() + 5
    while start.children():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
