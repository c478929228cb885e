"""The ledger outlives the database, and so one test: it is emptied before each."""

from pathlib import Path

import pytest
from flask import Flask


@pytest.fixture(autouse=True)
def no_ledger(app: Flask) -> None:
    folder = Path(app.config["STORAGE_URL"].removeprefix("file://"))
    for noted in [*folder.glob("le/ledger*"), *folder.glob("ex/export*")]:
        noted.unlink()
