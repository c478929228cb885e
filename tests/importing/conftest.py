"""A command that brings something along, as whoever runs it sees it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hrcn_community.cli import hrcn


class Arrival:
    """What the command said, and its report."""

    def __init__(self, result: Any, report: Path) -> None:
        self.code, self.output, self.error = result.exit_code, result.output, result.exception
        self.report = report.read_text() if report.exists() else ""

    def lines(self, words: str) -> list[str]:
        """Return the lines of the report, its sums aside, that hold these words."""
        return [
            line
            for line in self.report.splitlines()
            if words in line and not line.startswith("sum\t")
        ]


@pytest.fixture
def bring(app, cast, tmp_path) -> Callable[..., Arrival]:
    """Run `hrcn import KIND PATH`, as Cleo unless others are named."""

    def run(kind: str, path: Path, *words: str, by: tuple[str, ...] = ("cleo",)) -> Arrival:
        people = [word for name in by for word in ("--by", getattr(cast, name).handle)]
        report = tmp_path / "report.txt"
        command = ["import", kind, str(path), *people, "--report", str(report), *words]
        return Arrival(app.test_cli_runner().invoke(hrcn, command), report)

    return run


@pytest.fixture
def box(tmp_path) -> Callable[..., Path]:
    """Write messages into a mailbox, as bytes or text."""

    def write(*messages: str | bytes, name: str = "list.mbox") -> Path:
        path = tmp_path / name
        path.write_bytes(
            b"".join(each.encode() if isinstance(each, str) else each for each in messages)
        )
        return path

    return write


@pytest.fixture
def forum(tmp_path) -> Callable[..., Path]:
    """Write files into a folder; what is no text becomes JSON."""

    def write(**files: Any) -> Path:
        folder = tmp_path / "forum"
        folder.mkdir(exist_ok=True)
        for name, told in files.items():
            text = told if isinstance(told, str) else json.dumps(told)
            (folder / f"{name}.json").write_text(text)
        return folder

    return write
