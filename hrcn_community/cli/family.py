"""Child processes that live and end together."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ENDING_SECONDS = 4.5
LOOK_EVERY = 0.1


class Family:
    """Starts commands of `hrcn` as children; when one ends, or the parent is told to, all end.

    Each child holds one end of a pipe: when the parent is gone, killed even, the pipe closes and the
    child ends itself (`end_with_parent`).
    """

    def __init__(self, log: Path | None = None) -> None:
        self.log = log.open("ab") if log else None
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.told = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.told.set())

    def start(
        self, name: str, *words: str, environ: Mapping[str, str], keep: Sequence[int] = ()
    ) -> None:
        """Start `hrcn WORDS...` as `name`; `keep` are open files that it inherits."""
        self.children[name] = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "hrcn_community.cli", *words],
            stdin=subprocess.PIPE,
            stdout=self.log,
            stderr=self.log,
            env={**environ, "HRCN_CHILD": "1"},
            pass_fds=tuple(keep),
            start_new_session=True,  # Ctrl-C reaches the parent alone, which tells the children
        )

    def wait(self, seconds: float | None = None) -> str:
        """Wait until a child has ended and return its name; '' when told to end, or time is up."""
        deadline = time.monotonic() + seconds if seconds is not None else None
        while not self.told.wait(LOOK_EVERY):
            for name, child in self.children.items():
                if child.poll() is not None:
                    return name
            if deadline is not None and time.monotonic() > deadline:
                return ""
        return ""

    def code(self, name: str) -> int:
        """Return the exit code of a child that has ended; killed by a signal: 128 and its number."""
        code = self.children[name].returncode
        return 128 - code if code < 0 else code

    def end(self) -> None:
        """End every child: politely, then not."""
        for child in self.children.values():
            child.terminate()
        deadline = time.monotonic() + ENDING_SECONDS
        for child in self.children.values():
            try:
                child.wait(max(deadline - time.monotonic(), 0))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def end_with_parent() -> None:
    """In a child of a Family: end when the parent is gone."""
    if os.environ.pop("HRCN_CHILD", ""):
        threading.Thread(target=_watch_parent, daemon=True).start()


def _watch_parent() -> None:
    os.read(0, 1)  # nothing is ever written: this returns when the pipe closes
    os.kill(os.getpid(), signal.SIGTERM)
