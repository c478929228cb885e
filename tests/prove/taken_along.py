"""A house that is taken away and brought back elsewhere, each in a process of its own."""

import hashlib
import subprocess
import sys
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from config import ROOT
from hrcn_community.running.tables import parts_of_rows, tables_in
from tests.prove.house import House
from tests.running.houses import CHANGED


def elsewhere(house: House, folder: Path) -> dict[str, str]:
    """Return the surroundings of an empty place with the keys of `house`: on the same kind of database."""
    folder.mkdir()
    (folder / "sealed_key").write_bytes((house.folder / "sealed_key").read_bytes())
    new = house.environ | {"INSTANCE_PATH": str(folder)}
    if url := house.environ["DATABASE_URL"]:
        server = create_engine(url, isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(
                text("CREATE DATABASE brought_back ENCODING 'UTF8' TEMPLATE template0")
            )
        server.dispose()
        there = make_url(url).set(database="brought_back")
        new["DATABASE_URL"] = there.render_as_string(hide_password=False)
    return new


def begin(environ: dict[str, str], *words: str) -> "subprocess.Popen[str]":
    """Start a command of `hrcn`."""
    return subprocess.Popen(
        [sys.executable, "-m", "hrcn_community.cli", *words],
        env=environ,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def prints_of(environ: dict[str, str]) -> dict[str, tuple[int, str]]:
    """Return of every table how many rows it has and a print of them all, the same on any database.

    But of those that a restore changes on purpose.
    """
    url = environ["DATABASE_URL"] or f"sqlite:///{environ['INSTANCE_PATH']}/hrcn.db"
    engine, found = create_engine(url), {}
    with engine.connect() as connection:
        for table in tables_in(connection):
            whole, count = hashlib.sha256(), 0
            for part, rows in parts_of_rows(connection, table):
                whole.update(part)
                count += rows
            found[table.name] = (count, whole.hexdigest())
    engine.dispose()
    return {name: each for name, each in found.items() if name not in CHANGED}
