"""Clean a file in a process of its own, so that what it breaks is not the house."""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from hrcn_community.attachments.cleaning import limits
from hrcn_community.attachments.cleaning.outcome import Cleaned, NotTaken, Why

ROOT = Path(__file__).resolve().parents[3]
COMMAND = (sys.executable, "-P", "-B", "-m", "hrcn_community.attachments.cleaning")
ANSWER = "answer.json"
# An answer is a line; whoever writes more has taken over the process and is not listened to.
ANSWER_BYTES = 4_096
MEASURES = ("width", "height", "small_width", "small_height", "pages")
STOPPED_FOR_ITS_HUNGER = {-signal.SIGKILL, -signal.SIGXCPU}

SEATS: SimpleQueue[int] = SimpleQueue()
for _seat in range(limits.AT_A_TIME):
    SEATS.put(_seat)


def clean_apart(source: Path, folder: Path) -> Cleaned:
    """Write a clean copy of a file into a folder of its own, or raise NotTaken; never anything else."""
    with _a_seat():
        status = _run(source.resolve(), folder.resolve())
    if status in STOPPED_FOR_ITS_HUNGER:
        raise NotTaken(Why.TOO_MUCH)
    if status != 0:
        raise NotTaken(Why.DAMAGED)
    return _understood(folder)


@contextmanager
def _a_seat():
    try:
        seat = SEATS.get(timeout=limits.WAIT_SECONDS)
    except Empty:
        raise NotTaken(Why.TOO_MUCH) from None
    try:
        yield
    finally:
        SEATS.put(seat)


def _run(source: Path, folder: Path) -> int:
    """Return how the process ended. It answers into a file, whose size the system bounds."""
    try:
        with (folder / ANSWER).open("wb") as answer:
            ended = subprocess.run(  # noqa: S603 - our own program, two paths, no shell
                [*COMMAND, str(source), str(folder)],
                cwd=folder,
                env=_bare_environment(),
                stdin=subprocess.DEVNULL,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=limits.WALL_SECONDS,
                check=False,
            )
    except (subprocess.TimeoutExpired, OSError):
        raise NotTaken(Why.TOO_MUCH) from None
    return ended.returncode


def _bare_environment() -> dict[str, str]:
    """No keys, no addresses: only where programs and this very code are found."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {"PATH": os.environ.get("PATH", os.defpath), "PYTHONPATH": os.pathsep.join(paths)}


def _understood(folder: Path) -> Cleaned:
    """Read the answer as a stranger's: the process may have been taken over by what it read."""
    try:
        with (folder / ANSWER).open("rb") as answer:
            said = json.loads(answer.read(ANSWER_BYTES))
        if "why" in said:
            raise NotTaken(Why(said["why"]))
        return _cleaned(said, folder)
    except (ValueError, TypeError, KeyError, AttributeError, OSError):
        raise NotTaken(Why.DAMAGED) from None


def _cleaned(said: dict[str, Any], folder: Path) -> Cleaned:
    """Take over measures and the names of files; what the copy is follows from its ending."""
    small = said["small"]
    return Cleaned.of(
        said["extension"],
        _file_in(folder, said["path"]),
        _file_in(folder, small) if small else None,
        is_animated=bool(said["is_animated"]),
        **{name: int(said[name]) for name in MEASURES},
    )


def _file_in(folder: Path, name: str) -> Path:
    path = folder / Path(name).name
    if path.is_symlink() or not path.is_file():
        raise ValueError(name)
    return path
