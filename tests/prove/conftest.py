"""A house to try, and the table that every proof adds a row to."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from config import ROOT
from tests.prove.house import House

POSTGRESQL = str(ROOT / ".ci" / "postgres")
FIGURES = ROOT / "docs" / "figures.md"
BEGIN, END = "<!-- proofs: written by make prove -->\n", "<!-- end of proofs -->\n"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house on SQLite, not started yet."""
    house = House(tmp_path)
    yield house
    house.end()


@pytest.fixture
def cluster() -> Iterator[tuple[str, str]]:
    """A PostgreSQL of this test's own: its folder and its address."""
    folder = mkdtemp()
    started = subprocess.run(
        [POSTGRESQL, "start", folder], check=True, capture_output=True, text=True, env=os.environ
    )
    yield folder, started.stdout.strip()
    subprocess.run([POSTGRESQL, "stop", folder], check=True)


@pytest.fixture(scope="session")
def rows() -> Iterator[dict[str, str]]:
    """What was proved, and the figure; written into docs/figures.md at the end."""
    found: dict[str, str] = {}
    yield found
    if found:
        _write(found)


@pytest.fixture
def proved(rows: dict[str, str]):
    """Call it with what was proved and the figure."""

    def add(what: str, figure: str) -> None:
        rows[what] = figure
        print(f"\n  {what}: {figure}")

    return add


def _write(found: dict[str, str]) -> None:
    """Replace the rows that were proved anew; the others stay with their date."""
    today = time.strftime("%Y-%m-%d")
    text = FIGURES.read_text() if FIGURES.exists() else f"# Figures\n\n{BEGIN}{END}"
    before, _, rest = text.partition(BEGIN)
    table, _, after = rest.partition(END)
    kept = [line for line in table.splitlines()[2:] if line.split("|")[1].strip() not in found]
    lines = ["| what | figure | when |", "| --- | --- | --- |", *kept]
    lines += [f"| {what} | {figure} | {today} |" for what, figure in found.items()]
    FIGURES.write_text(before + BEGIN + "\n".join(lines) + "\n" + END + after)
